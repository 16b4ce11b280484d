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
from beffroi.repositories.offers.batches import take_in_batches

KIND = "libraries"


class LibraryImporter:
    """Import a list in batches, each whole or not at all: one that was stopped can run again."""

    formats = libraries.FORMATS

    def __call__(self, text: str, wish: ImportWish) -> Report:
        """Import the text of a file and return the report; a library counts once a file."""
        _check(text, wish.format)
        first: dict[tuple[str, str], int] = {}
        return take_in_batches(
            libraries.rows(text),
            max(1, text.count("\n") - 1),
            wish,
            lambda row, report: _is_new(row, first, report),
            lambda rows, report: _take(rows, report, wish),
        )


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
