"""Links that an operator hands out: signed, for one purpose, good until a day.

Until there is a sign-in they are the right to do one thing. They name nobody and are kept nowhere;
a new secret key of the instance ends them all.
"""

from datetime import UTC, datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from beffroi.accounts.shapes import Guest

HARVEST = "beffroi.invitation.harvest"
QUESTION = "beffroi.invitation.question"
LONGEST = 500


def invite(purpose: str, about: str, *, until: datetime) -> str:
    """Return the key of a link."""
    return signing.dumps([about, int(until.timestamp())], salt=purpose)


def admit(purpose: str, key: str, *, at: datetime) -> Guest | None:
    """Return whom a key admits; None when it is not ours, for another purpose, or over."""
    if not key or len(key) > LONGEST:
        return None
    try:
        about, seconds = signing.loads(key, salt=purpose)
        until = datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return None
    return Guest(str(about), key, until) if at < until else None


def harvest_link(body: str, *, until: datetime) -> str:
    """Return the address that lets its holder add accounts, for one body or for any ("")."""
    return _link("portal:harvest_new", (), invite(HARVEST, body, until=until))


def question_link(uid: str, *, until: datetime) -> str:
    """Return the address that lets its holder settle one question of a harvest."""
    return _link("portal:question", (uid,), invite(QUESTION, uid, until=until))


def _link(name: str, arguments: tuple[str, ...], key: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse(name, args=arguments)
    return f"{settings.BEFFROI_URL}{path}?key={key}"
