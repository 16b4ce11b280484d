"""Questions of harvests in words and as data, for the command line."""

from datetime import datetime
from typing import Any

from beffroi.lib.dates import write_instant
from beffroi.repositories.models import Question

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def sentence(question: Question) -> str:
    """Return what happened, what was done about it, and what yes or no would do; in English."""
    count = question.count
    many = f"{count} repositories" if count != 1 else "1 repository"
    account = f"{question.account.forge.host}/{question.account.full_path}".rstrip("/")
    to = str(question.facts.get("to") or "")
    day = _day(question.asked_at)
    if question.settled_at is not None:
        end = f"{question.settled_as} on {question.settled_at:%Y-%m-%d}"
        return f"{many} of {account}: {question.kind}; {end}."
    if question.kind == "account-gone":
        yes = f"confirm the move to {to}" if to else "confirm that they are gone"
        what = f"{many} of {account} answered 404 on {day} (group renamed?)"
        return f"{what} — kept as missing; {yes}."
    if question.kind == "moved-out":
        where = to or "accounts that are not listed"
        what = f"{many} of {account} answered from {where} on {day}"
        return f"{what} — kept as missing; confirm the move, and the account is of the same body."
    whole = question.facts.get("scope") == "forge"
    where = f"the forge {question.account.forge.host}" if whole else account
    what = f"{many} of {where} were gone at once on {day}"
    return f"{what} — nothing was removed; confirm that they are gone."


def as_json(question: Question) -> dict[str, Any]:
    """Return a question as data."""
    facts = question.facts
    return {
        "uid": question.uid,
        "kind": question.kind,
        "account": question.account.url,
        "account_uid": question.account.uid,
        "organisation": question.account.organisation.uid,
        "scope": facts.get("scope", "account"),
        "count": question.count,
        "repositories": list(question.uids),
        "to": facts.get("to", ""),
        "moved": facts.get("moved", {}),
        "asked_at": write_instant(question.asked_at),
        "seen_at": write_instant(question.seen_at),
        "settled_at": write_instant(question.settled_at) or None,
        "settled_as": question.settled_as,
    }


def _day(at: datetime) -> str:
    return f"{_DAYS[at.weekday()]} {at:%Y-%m-%d}"
