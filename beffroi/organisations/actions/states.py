"""How an account and its forge answer: read, refused, silent; and what the forge says of both."""

from datetime import datetime
from typing import Any

from beffroi.forges.shapes import AccountFacts
from beffroi.journal import actions as journal
from beffroi.journal.actions import rows
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import as_json, take
from beffroi.organisations.models import Forge, ForgeAccount

SILENT = frozenset(
    {"timeout", "unreachable", "tls", "http-error", "broken-answer", "too-many-redirects"}
)
"""Errors of a host that does not answer as it should: an outage, which proves nothing gone."""
OF_HOST = SILENT | {"credential-error", "blocked-by-forge", "refused-address", "reader-fault"}
"""Errors of the whole host; all others are of one account alone."""
_LONGEST = {
    "forge_key": 100, "kind": 20, "name": 300, "website": 500, "location": 300, "avatar_url": 700,
}  # fmt: skip


def note_reading(
    account: ForgeAccount, *, at: datetime, error: str = "", software: str = ""
) -> None:
    """Note that an account was read, or could not be; ``software``: what its forge proved to be."""
    account.error_code = error
    account.error_at = at if error else None
    if not error:
        account.read_at = at
    rows.save(account, "error_code", "error_at", "read_at")
    if error in SILENT:
        _note_silence(account.forge, error, at=at)
    else:
        of_host = error if error in OF_HOST else ""
        _note_answer(account, at=at, software=software, error=of_host, is_read=True)


def note_answer(
    account: ForgeAccount, *, at: datetime, software: str = "", version: str = ""
) -> None:
    """Note that a host answers, and what it runs."""
    _note_answer(account, at=at, software=software, version=version)


def _note_answer(  # noqa: PLR0913 (what a host may say)
    account: ForgeAccount,
    *,
    at: datetime,
    software: str = "",
    version: str = "",
    error: str = "",
    is_read: bool = False,
) -> None:
    forge = account.forge
    said: dict[str, Any] = {
        "error_code": error, "error_at": at if error else None, "failures": 0,
        "failing_since": None, "software": forge.software or software,
        "version": version or forge.version,
    }  # fmt: skip
    if all(getattr(forge, name) == value for name, value in said.items()) and not is_read:
        return
    if not error and not account.error_code:
        said["last_ok_at"] = at
    _write(forge, said)


def _note_silence(forge: Forge, error: str, *, at: datetime) -> None:
    failing = {"failures": forge.failures + 1, "failing_since": forge.failing_since or at}
    _write(forge, {"error_code": error, "error_at": at, **failing})


def _write(forge: Forge, said: dict[str, Any]) -> None:
    if all(getattr(forge, name) == value for name, value in said.items()):
        return
    for name, value in said.items():
        setattr(forge, name, value)
    Forge.objects.filter(pk=forge.pk).update(**said)


def learn_account(account: ForgeAccount, said: AccountFacts, *, source: str, at: datetime) -> bool:
    """Take what a forge says of an account; tell whether anything changed."""
    facts: dict[str, Any] = {
        "forge_key": said.forge_key or None, "kind": said.kind or None, "name": said.name or None,
        "description": said.description, "website": said.website, "location": said.location,
        "avatar_url": said.avatar_url, "is_verified": said.is_verified,
        "followers": said.followers, "declared_count": said.declared, "opened_at": said.opened_at,
    }  # fmt: skip
    for name, longest in _LONGEST.items():
        facts[name] = facts[name] and facts[name][:longest]
    changed = take(account, facts, source=source, at=at)
    if not changed:
        return False
    account.changed_at = at
    account.save(update_fields=[*changed, "sources", "changed_at"])
    deed = Deed(
        at=at, verb="changed", object_kind="account", object_uid=account.uid, source=source,
        body_uid=account.organisation.uid,
        before={name: as_json(pair[0]) for name, pair in changed.items()},
        after={name: as_json(pair[1]) for name, pair in changed.items()},
    )  # fmt: skip
    journal.note([deed])
    journal.want_indexed("account", [account.uid])
    journal.want_indexed("organisation", [account.organisation.uid])
    return True
