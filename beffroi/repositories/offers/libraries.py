"""Libraries: the kind of file that the catalogue imports, and as open data."""

from collections.abc import Iterator, Sequence
from typing import Any

from beffroi.lib.files import FileRefusedError, csv_header, missing
from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS, ImportWish
from beffroi.lib.tables import FORMS
from beffroi.organisations.shapes import Note, Report
from beffroi.repositories.actions.libraries import record_libraries
from beffroi.repositories.formats import libraries
from beffroi.repositories.models import Library

BATCH = 500
KIND = "libraries"


class LibraryImporter:
    """Import a list in batches, each whole or not at all: one that was stopped can run again."""

    formats = libraries.FORMATS

    def __call__(self, text: str, wish: ImportWish) -> Report:
        """Import the text of a file and return the report; a library counts once a file."""
        _check(text, wish.format)
        report, total = Report(), max(1, text.count("\n") - 1)
        batch: list[libraries.Row] = []
        first: dict[tuple[str, str], int] = {}
        for row in libraries.rows(text):
            report.read += 1
            if row.refusal:
                report.refused.append(row.refusal)
            elif _is_new(row, first, report):
                batch.append(row)
            if len(batch) >= BATCH:
                _take(batch, report, wish)
                batch = []
                wish.progress(min(report.read, total), total)
        _take(batch, report, wish)
        wish.progress(report.read, report.read)
        return report


class LibraryExport:
    """Every library, by uid."""

    columns: Sequence[str] = libraries.COLUMNS
    kinds: Sequence[Any] = libraries.KINDS
    forms: Sequence[str] = FORMS

    def rows(self) -> Iterator[Sequence[Any]]:
        """Return rows, read from the database in pages."""
        for one in libraries.in_order(Library.objects.all()):
            yield [column.read(one) for column in libraries.EXPORTED]


def _check(text: str, wanted: str) -> None:
    if wanted and wanted not in libraries.FORMATS:
        raise FileRefusedError("unknown-format", f"‘{wanted}’ is no format here; known: csv.")
    if not libraries.fits(text):
        lacking = ", ".join(missing(csv_header(text), libraries.NEEDS))
        message = f"The file is no list of libraries: it lacks the columns {lacking}."
        raise FileRefusedError("wrong-columns", message)


def _is_new(row: libraries.Row, first: dict[tuple[str, str], int], report: Report) -> bool:
    """Tell whether a library comes for the first time; a second one is the same, remarked."""
    if row.facts is None:
        return False
    place = first.setdefault((row.facts["registry"], row.facts["name"]), row.place)
    if place != row.place:
        report.same += 1
        text = f"{row.facts['name']} is listed already in row {place}; that row is kept."
        report.remarks.append(Note(row.place, "name", "listed-twice", text))
    return place == row.place


def _take(rows: Sequence[libraries.Row], report: Report, wish: ImportWish) -> None:
    found = [row.facts for row in rows if row.facts is not None]
    for state in record_libraries(found, source="import:csv", at=wish.at) if found else ():
        setattr(report, state, getattr(report, state) + 1)


def register() -> None:
    """Leave importer and exporter in the slots."""
    IMPORT_KINDS.register(KIND, LibraryImporter())
    EXPORT_KINDS.register(KIND, LibraryExport())
