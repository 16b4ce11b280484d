"""What a forge withholds for a legal reason: the record stays, its words and files are hidden."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import is_manual, mark
from beffroi.repositories.models import Readme, Repository

LEGAL = "legal"
_HIDDEN: dict[str, Any] = {
    "description": "", "descriptions": {}, "files": {}, "publiccode": None, "codemeta": None,
}  # fmt: skip
_LONGEST = {"withheld": 40, "withheld_url": 700}


def withhold(rows: Sequence[Repository], why: str, url: str, *, source: str, at: datetime) -> int:
    """Hide words and files of repositories that their forge withholds; how many are new to it.

    They come back with the next reading once the forge shows them again. What a person wrote
    stays.
    """
    fresh = [row for row in rows if not row.withheld]
    for row in rows:
        row.withheld = row.withheld or why[: _LONGEST["withheld"]] or LEGAL
        row.withheld_url = url[: _LONGEST["withheld_url"]] or row.withheld_url
        mark(row, {"withheld": ""}, source=source, at=at)
        hide(row)
        row.changed_at = at if row in fresh else row.changed_at
        row.look_wanted_at = None
        row.save(
            update_fields=[
                *_HIDDEN, "withheld", "withheld_url", "sources", "changed_at", "look_wanted_at"
            ]
        )  # fmt: skip
    Readme.objects.filter(repository__in=[row.pk for row in rows]).delete()
    _note(fresh, ("", why or LEGAL), source=source, at=at)
    return len(fresh)


def lift(rows: Sequence[Repository], *, source: str, at: datetime) -> int:
    """Show again what a forge no longer withholds; it is looked into anew. How many there were."""
    held = [row for row in rows if row.withheld]
    before = held[0].withheld if held else ""
    for row in held:
        row.withheld = row.withheld_url = ""
        row.changed_at = row.look_wanted_at = at
        row.head = ""
        row.save(update_fields=["withheld", "withheld_url", "changed_at", "look_wanted_at", "head"])
    _note(held, (before, ""), source=source, at=at)
    return len(held)


def hide(row: Repository) -> None:
    """Take away, in memory, what a withheld repository does not show."""
    for name, nothing in _HIDDEN.items():
        if not is_manual(row, name):
            setattr(row, name, nothing)


def hide_again(row: Repository) -> None:
    """Hide what a list said of a repository that is withheld."""
    hide(row)
    row.save(update_fields=list(_HIDDEN))


def _note(rows: Sequence[Repository], pair: tuple[str, str], *, source: str, at: datetime) -> None:
    before, after = pair
    journal.note(
        [
            Deed(
                at=at, verb="changed", object_kind="repository", object_uid=row.uid, source=source,
                body_uid=row.account.organisation.uid, before={"withheld": before},
                after={"withheld": after},
            )
            for row in rows
        ]
    )  # fmt: skip
    journal.want_indexed("repository", [row.uid for row in rows])
