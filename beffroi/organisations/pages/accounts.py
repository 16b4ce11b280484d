"""Forge accounts as a body's page shows them: those that matter first, the empty ones folded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from beffroi.lib.cleaning import web_link
from beffroi.organisations.models import ForgeAccount
from beffroi.organisations.pages.labels import name_of
from beffroi.organisations.pages.reading import is_readable

FIRST = 12
"""Accounts that are shown at first."""

FOLDED = 200
"""Accounts of a group that stand behind its fold; the files hold all."""

STATES = {
    "failed": gettext_lazy("could not be read"),
    "ignored": gettext_lazy("not read, on purpose"),
    "read": gettext_lazy("read"),
    "waits": gettext_lazy("waits for its first reading"),
    "listed": gettext_lazy("known from lists"),
}
"""State of an account → its words."""


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account: where, how many repositories, what its forge says, its state in words."""

    url: str
    words: str
    count: int
    declared: int | None
    state: str
    state_words: str
    code: str
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts of a body in three groups; ``more``: those that the folds leave out."""

    first: tuple[AccountLine, ...]
    others: tuple[AccountLine, ...]
    empty: tuple[AccountLine, ...]
    count: int
    others_count: int
    empty_count: int

    @property
    def more(self) -> int:
        """Return how many the folds leave out."""
        return self.others_count + self.empty_count - len(self.others) - len(self.empty)


def state_of(account: ForgeAccount) -> str:
    """Return the state of an account: one of ``STATES``."""
    if account.error_code:
        return "failed"
    if account.ignored_since:
        return "ignored"
    if account.read_at:
        return "read"
    return "waits" if is_readable(account) else "listed"


def grouped(accounts: Iterable[ForgeAccount], counts: Mapping[int, int]) -> Accounts:
    """Put accounts in groups: the largest and those that failed, the others, the empty ones.

    ``counts``: key of an account → its listed repositories.
    """
    lines = [_line(account, counts.get(account.pk, 0)) for account in accounts]
    lines.sort(key=lambda line: (line.state != "failed", -line.count, line.words))
    telling = [line for line in lines if line.count or line.state == "failed"]
    empty = [line for line in lines if not line.count and line.state != "failed"]
    first = telling[:FIRST] or empty[:FIRST]
    others, silent = telling[FIRST:], [line for line in empty if line not in first]
    return Accounts(
        first=tuple(first),
        others=tuple(others[:FOLDED]),
        empty=tuple(silent[:FOLDED]),
        count=len(lines),
        others_count=len(others),
        empty_count=len(silent),
    )


@dataclass(frozen=True, slots=True)
class Office:
    """One address that accounts give, and the bodies whose accounts they are."""

    words: str
    url: str
    bodies: tuple[tuple[str, str], ...]


def offices_of(field: str) -> list[Office]:
    """Return the addresses in a field of all accounts, those of most bodies first."""
    rows = ForgeAccount.objects.listed().exclude(**{field: ""}).select_related("organisation")
    found: dict[str, dict[str, str]] = {}
    for account in rows.order_by("organisation__name", "pk"):
        address = str(getattr(account, field)).strip()
        body = account.organisation
        url = reverse("organisations:detail", args=[body.uid])
        found.setdefault(address, {})[url] = name_of(body)
    offices = [
        Office(address, web_link(address), tuple((name, url) for url, name in bodies.items()))
        for address, bodies in found.items()
    ]
    return sorted(offices, key=lambda office: (-len(office.bodies), office.words))


def named_links(accounts: Iterable[ForgeAccount], field: str) -> list[tuple[str, int]]:
    """Return the addresses that accounts give in a field, with how many give each."""
    found: dict[str, int] = {}
    for account in accounts:
        address = str(getattr(account, field)).strip()
        if address:
            found[address] = found.get(address, 0) + 1
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def state_words(state: str) -> str:
    """Return the words of a state."""
    return str(STATES.get(state) or gettext("not known"))


def _line(account: ForgeAccount, count: int) -> AccountLine:
    state = state_of(account)
    return AccountLine(
        url=reverse("organisations:account", args=[account.uid]),
        words=f"{account.forge.host}/{account.full_path}".rstrip("/"),
        count=count,
        declared=account.declared_count,
        state=state,
        state_words=state_words(state),
        code=account.error_code,
        read_at=account.read_at,
    )
