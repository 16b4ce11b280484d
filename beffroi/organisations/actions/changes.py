"""How a row takes new facts: unknown never overwrites known, a person's value never a machine's."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from beffroi.lib.dates import write_instant
from beffroi.lib.privacy import without_addresses

MANUAL = "manual"


class Sourced(Protocol):
    """A row that says where its values come from."""

    sources: dict[str, Any]


def is_manual(row: Sourced, name: str) -> bool:
    """Tell whether a person set this field; such a value stays until it is reset."""
    return given_by(row, name).startswith(MANUAL)


def given_by(row: Sourced, name: str) -> str:
    """Return who gave a field its value."""
    said = row.sources.get(name) or row.sources.get("*") or {}
    return str(said.get("by", ""))


def take(
    row: Sourced, facts: Mapping[str, Any], *, source: str, at: datetime
) -> dict[str, tuple[Any, Any]]:
    """Put facts into a row, in memory; return what changed: field → (before, after).

    A fact of None changes nothing; nor does an empty one where another source knows more.
    """
    changed: dict[str, tuple[Any, Any]] = {}
    for name, value in facts.items():
        if value is None:
            continue
        before = getattr(row, name)
        if value == before or is_manual(row, name):
            continue
        if isinstance(before, str) and value == without_addresses(before):  # an export read back
            continue
        if value in ("", [], {}) and (
            before in (None, "", [], {}) or given_by(row, name) != source
        ):
            continue
        setattr(row, name, value)
        changed[name] = (before, value)
    if changed:
        mark(row, changed, source=source, at=at)
    return changed


def mark(row: Sourced, changed: Mapping[str, object], *, source: str, at: datetime) -> None:
    """Note who gave the changed values; ``*`` stands for all that nobody changed since."""
    said = {"by": source, "at": write_instant(at)}
    row.sources = {**row.sources, **dict.fromkeys(changed, said)} if row.sources else {"*": said}


def as_json(value: Any) -> Any:
    """Return a value as the journal keeps it."""
    if isinstance(value, datetime):
        return write_instant(value)
    return value.isoformat() if isinstance(value, date) else value
