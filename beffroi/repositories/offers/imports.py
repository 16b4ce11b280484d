"""The kind of file that the catalogue imports: repositories."""

from collections.abc import Sequence

from beffroi.lib.files import FileRefusedError, csv_header, missing
from beffroi.lib.slots import IMPORT_KINDS, ImportWish
from beffroi.organisations.actions import register_accounts
from beffroi.organisations.shapes import AccountFacts, Note, Report
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.actions.record import record
from beffroi.repositories.formats import imports
from beffroi.repositories.formats.imports import Row
from beffroi.repositories.offers.batches import take_in_batches


class RepositoryImporter:
    """Import a list in batches, each whole or not at all: one that was stopped can run again."""

    formats = imports.FORMATS

    def __call__(self, text: str, wish: ImportWish) -> Report:
        """Import the text of a file and return the report; an address counts once a file."""
        _check(text, wish.format)
        first: dict[str, tuple[int, int]] = {}
        return take_in_batches(
            imports.rows(text, wish.country),
            max(1, text.count("\n") - 1),
            wish,
            lambda row, report: _is_new(row, first, report),
            lambda rows, report: _take(rows, report, wish),
        )


def _check(text: str, wanted: str) -> None:
    if wanted and wanted not in imports.FORMATS:
        raise FileRefusedError("unknown-format", f"‘{wanted}’ is no format here; known: csv.")
    if not imports.fits(text):
        lacking = ", ".join(missing(csv_header(text), imports.NEEDS))
        message = f"The file is no list of repositories: it lacks the columns {lacking}. "
        found = ", ".join(name[:40] for name in csv_header(text)[:12])
        raise FileRefusedError("wrong-columns", f"{message}It has: {found or 'none'}.")


def _is_new(row: Row, first: dict[str, tuple[int, int]], report: Report) -> bool:
    """Tell whether this address comes for the first time; a second one is the same, remarked.

    ``first`` maps an address to the place of its first row and a digest of what that said.
    """
    if row.found is None:
        return False
    said = hash(repr(row.found))
    place, said_first = first.setdefault(key_of(row.found.url), (row.place, said))
    if place == row.place:
        return True
    report.same += 1
    if said == said_first:
        text = f"{row.found.url} is listed already in row {place}; it counts once."
        report.remarks.append(Note(row.place, "repository_url", "listed-twice", text))
    else:
        text = f"{row.found.url} says other things in row {place}; the first row is kept."
        report.remarks.append(Note(row.place, "repository_url", "contradiction", text))
    return False


def _take(rows: Sequence[Row], report: Report, wish: ImportWish) -> None:
    if not rows:
        return
    source = "import:csv"
    wanted: dict[tuple[str, str], AccountFacts] = {}
    for row in rows:
        if row.account:
            wanted.setdefault((row.account.host, row.account.full_path.lower()), row.account)
    taken = register_accounts(list(wanted.values()), source=source, at=wish.at)
    accounts = {key: account for key, (account, _) in zip(wanted, taken, strict=True)}
    found = [
        (accounts[row.account.host, row.account.full_path.lower()], row.found)
        for row in rows
        if row.account and row.found
    ]
    memories = {row.found.url: row.memory for row in rows if row.found and row.memory}
    outcomes = record(found, source=source, at=wish.at, memories=memories)
    for row, outcome in zip(rows, outcomes, strict=True):
        if outcome.state == "refused":
            report.refused.append(_note(row, (outcome.field, outcome.code, outcome.message)))
            continue
        setattr(report, outcome.state, getattr(report, outcome.state) + 1)
        report.remarks += [_note(row, remark) for remark in outcome.remarks]


def _note(row: Row, said: tuple[str, str, str]) -> Note:
    """Return what is said of a row, under the name of its column."""
    field, code, message = said
    return Note(row.place, imports.COLUMNS.get(field, field), code, message)


def register() -> None:
    """Leave the importer in the slot."""
    IMPORT_KINDS.register("repositories", RepositoryImporter())
