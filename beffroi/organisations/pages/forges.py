"""Forges as their pages show them: software, what is read of each, its state in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from beffroi.forges.addresses import READABLE
from beffroi.organisations.models import Forge
from beffroi.organisations.pages.failures import SENTENCES
from beffroi.organisations.pages.labels import name_of

STATES = {
    "failed": gettext_lazy("the last reading failed"),
    "partly": gettext_lazy("some accounts could not be read"),
    "resting": gettext_lazy("waits, as the host asks"),
    "read": gettext_lazy("read"),
    "ignored": gettext_lazy("not read, on purpose"),
    "waits": gettext_lazy("waits for its first reading"),
    "listed": gettext_lazy("known from lists"),
    "empty": gettext_lazy("no account is known"),
}
"""State of a forge → its words."""

_ORDER = {"failed": 0, "partly": 1, "resting": 2}

Seen = tuple[int, int, datetime | None]
"""Accounts of a forge: how many, how many failed, the last complete reading of one."""


@dataclass(frozen=True, slots=True)
class ForgeLine:
    """One forge: whose it is, how much is on it, how its last reading went."""

    host: str
    software: str
    is_whole: bool
    body: str
    body_uid: str
    accounts: int
    failing: int
    repositories: int
    state: str
    read_at: datetime | None
    ignored_since: date | None
    error_code: str
    error_at: datetime | None
    failing_since: datetime | None = None
    resume_at: datetime | None = None
    version: str = ""
    rate: tuple[int, int | None] | None = None

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return reverse("organisations:forge", args=[self.host])

    @property
    def list_url(self) -> str:
        """Return the address of the list of its repositories."""
        return f"{reverse('repositories:list')}?{urlencode({'forge': self.host})}"

    @property
    def state_words(self) -> str:
        """Return its state in words."""
        return str(STATES[self.state])

    @property
    def trouble(self) -> str:
        """Return what went wrong, as a sentence; the code where there is none."""
        return str(SENTENCES.get(self.error_code, self.error_code))


def line_of(forge: Forge, seen: Seen, repositories: int) -> ForgeLine:
    """Return a forge with what its accounts add to it."""
    accounts, failing, last = seen
    return ForgeLine(
        host=forge.host,
        software=forge.software,
        is_whole=forge.is_whole,
        body=name_of(forge.organisation) if forge.organisation else "",
        body_uid=forge.organisation.uid if forge.organisation else "",
        accounts=accounts,
        failing=failing,
        repositories=repositories,
        state=_state(forge, seen),
        read_at=max(filter(None, (forge.last_ok_at, last)), default=None),
        ignored_since=forge.ignored_since,
        error_code=forge.error_code,
        error_at=forge.error_at,
        failing_since=forge.failing_since,
        resume_at=forge.resume_at if _rests(forge) else None,
        version=forge.version,
        rate=_rate(forge),
    )


def lines_of(forges: Iterable[Forge], repositories: Mapping[int, int]) -> list[ForgeLine]:
    """Return forges that are annotated with ``count``, ``failing`` and ``last``: failures first.

    ``repositories``: key of a forge → the listed repositories on it.
    """
    found = [
        line_of(
            forge,
            (
                getattr(forge, "count", 0),
                getattr(forge, "failing", 0),
                getattr(forge, "last", None),
            ),
            repositories.get(forge.pk, 0),
        )
        for forge in forges
    ]
    return sorted(found, key=lambda one: (_ORDER.get(one.state, 3), -one.repositories, one.host))


def _rests(forge: Forge) -> bool:
    """Tell whether the host asked to be left alone for a while."""
    return forge.resume_at is not None and forge.resume_at > timezone.now()


def _rate(forge: Forge) -> tuple[int, int | None] | None:
    """Return how many calls the host leaves of how many; None when it says nothing or renewed."""
    is_old = forge.rate_reset_at is not None and forge.rate_reset_at <= timezone.now()
    if forge.rate_remaining is None or is_old:
        return None
    return forge.rate_remaining, forge.rate_limit


def _state(forge: Forge, seen: Seen) -> str:
    accounts, failing, last = seen
    holds = {
        "ignored": forge.ignored_since is not None,
        "failed": bool(forge.error_code) or 0 < accounts == failing,
        "partly": failing > 0,
        "resting": _rests(forge),
        "read": bool(forge.last_ok_at or last),
        "empty": not accounts,
        "waits": forge.software in READABLE,
    }
    return next((state for state, is_so in holds.items() if is_so), "listed")
