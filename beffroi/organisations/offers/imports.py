"""The kinds of files that the registry imports: organisations, accounts."""

from collections.abc import Callable, Sequence
from typing import Any

from beffroi.lib.errors import UsageError
from beffroi.lib.slots import IMPORT_KINDS, ImportWish
from beffroi.organisations.actions import register_accounts, register_bodies
from beffroi.organisations.formats import accounts, bodies
from beffroi.organisations.formats.reading import Format, Row, choose, country_of
from beffroi.organisations.shapes import AccountFacts, BodyFacts, Note, Report

BATCH = 500
Key = tuple[str, str]


class RegistryImporter:
    """Import a list: each batch is one transaction, so that a stopped import can run again."""

    def __init__(self, kind: str, formats: dict[str, Format], register: Callable[..., Any]) -> None:
        self._kind, self._formats, self._register = kind, formats, register
        self.formats = {key: one.about for key, one in formats.items()}

    def __call__(self, text: str, wish: ImportWish) -> Report:
        """Import the text of a file and return the report; a thing counts once a file.

        The order of the rows does not matter: they are taken parents first, then by identity.
        """
        if country_of(wish.country) is None:
            raise UsageError(f"“{wish.country}” is no country's code of two letters, such as FR.")
        key = choose(self._formats, text, wish.format)
        rows = self._formats[key].rows(text, wish.country)
        report = Report(read=len(rows))
        taken = _in_order(_single(rows, report))
        for start in range(0, len(taken), BATCH):
            part = taken[start : start + BATCH]
            answers = self._register(
                [row.facts for row in part], source=f"import:{key}", at=wish.at
            )
            for _, state in answers:
                setattr(report, state, getattr(report, state) + 1)
            wish.progress(min(start + BATCH, len(taken)), len(taken))
        return report


def _single(rows: Sequence[Row], report: Report) -> list[Row]:
    """Return the rows that are taken; note the others in the report: refused, or listed twice."""
    taken: list[Row] = []
    first: dict[Key, Row] = {}
    for row in rows:
        report.remarks += row.remarks
        if row.facts is None:
            report.refused += [row.refusal] if row.refusal else []
            continue
        keys = _keys(row.facts)
        before = next((first[key] for key in keys if key in first), None)
        if before is None:
            first |= dict.fromkeys(keys, row)
            taken.append(row)
            continue
        report.same += 1
        report.remarks.append(_twice(row, before))
    return taken


def _twice(row: Row, before: Row) -> Note:
    if row.facts == before.facts:
        text = f"It is listed already in row {before.place}; it counts once."
        return Note(row.place, "", "listed-twice", text)
    text = f"Row {before.place} says other things of the same; that row is kept."
    return Note(row.place, "", "contradiction", text)


def _keys(facts: AccountFacts | BodyFacts) -> Sequence[Key]:
    if isinstance(facts, BodyFacts):
        return facts.identifiers
    return ((facts.host, facts.full_path.lower()),)


def _in_order(rows: Sequence[Row]) -> list[Row]:
    """Return rows by identity, each after the one above it."""
    above: dict[Key, Key | None] = {}
    for row in rows:
        if isinstance(row.facts, BodyFacts):
            above |= dict.fromkeys(row.facts.identifiers, row.facts.parent)

    def place(row: Row) -> tuple[int, Key]:
        if not isinstance(row.facts, BodyFacts):
            return (0, _keys(row.facts)[0]) if row.facts else (0, ("", ""))
        walked: set[Key] = set()
        here = row.facts.parent
        while here is not None and here not in walked:
            walked.add(here)
            here = above.get(here)
        return len(walked), row.facts.identifiers[0]

    return sorted(rows, key=place)


def register() -> None:
    """Leave the importers in the slot."""
    IMPORT_KINDS.register(
        "organisations", RegistryImporter("organisations", dict(bodies.FORMATS), register_bodies)
    )
    IMPORT_KINDS.register(
        "accounts", RegistryImporter("accounts", dict(accounts.FORMATS), register_accounts)
    )
