"""What could not be read, by name, in the reader's words, with the way to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy

from beffroi.organisations.pages.failures import sentence
from beffroi.organisations.pages.labels import current_language
from beffroi.organisations.pages.reading import is_readable, reading_command
from beffroi.repositories.models import Failure

MOST = 50
"""Failures named on one page."""

MENDING = {
    "mass-loss": gettext_lazy(
        "Look at the forge: is the account renamed, closed, or is the forge at fault? Nothing is "
        "removed until a person has looked."
    ),
    "not-found": gettext_lazy("Is the account renamed or closed? Give its new address."),
    "credential-error": gettext_lazy(
        "Who runs this site makes a new token at the forge and keeps it: beffroi forge token HOST"
    ),
    "token-sealed": gettext_lazy(
        "Who runs this site puts the old key back, or gives the token anew: beffroi forge token "
        "HOST"
    ),
    "account-not-found": gettext_lazy(
        "Is the account renamed or closed? Settle the question on its page, or give its new "
        "address."
    ),
    "account-is-user": gettext_lazy(
        "Move the code to an account of the organisation, or ask who runs this site to add it by "
        "hand."
    ),
    "suspicious-empty": gettext_lazy(
        "Look at the account in a browser: is it really empty? Nothing is removed until a person "
        "has looked."
    ),
    "not-public": gettext_lazy("Ask its owner to open it to readers without an account."),
    "forbidden": gettext_lazy("Ask its owner to open it to readers without an account."),
    "blocked-by-forge": gettext_lazy("Its owner takes it up with the forge."),
    "withheld": gettext_lazy("It is read again once the forge shows it."),
    "incomplete": gettext_lazy("It is read again by itself; what came was taken."),
    "endless": gettext_lazy("Tell who runs the forge: its list never ends."),
    "bad-request": gettext_lazy("Report it to who runs this site: the fault is ours."),
    "login-wall": gettext_lazy("The forge wants a sign-in: ask its owner to open it to readers."),
}
"""Code of a failure → the way to mend it, when there is more to say than to read again."""


@dataclass(frozen=True, slots=True)
class Unread:
    """One failure by name: what, since when, how to mend it."""

    url: str
    code: str
    message: str
    at: datetime
    mending: str
    command: str


def failures_of(rows: Iterable[Failure]) -> list[Unread]:
    """Return failures in the reader's words, each with the way to mend it."""
    return [
        Unread(
            url=row.url,
            code=row.code,
            message=sentence(row.code, row.message, current_language()),
            at=row.at,
            mending=str(MENDING.get(row.code, "")),
            command=reading_command(row.account) if is_readable(row.account) else "",
        )
        for row in rows[:MOST]  # type: ignore[index]
    ]
