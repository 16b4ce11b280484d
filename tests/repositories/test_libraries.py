"""Libraries: read from the list of 2021, given out as they came, tied to repositories."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import frictionless
import pytest

from beffroi.journal.models import Act
from beffroi.lib.files import FileRefusedError
from beffroi.lib.privacy import without_addresses
from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS, ImportWish
from beffroi.lib.tables import csv_pieces
from beffroi.organisations.shapes import Report
from beffroi.repositories.formats import libraries
from beffroi.repositories.models import Library
from tests.makers import NOON, make_repository

pytestmark = pytest.mark.django_db
HEADER = ",".join(column.name for column in libraries.GENERATION_1)
ROW = {
    "deprecation_reason": "None", "description": "What it does", "forks": "2", "homepage": "None",
    "keywords": "['a', \"b'c\"]", "language": "Python", "latest_download_url": "None",
    "latest_stable_release_number": "0.2.0",
    "latest_stable_release_published_at": "2019-02-12T20:58:07.659Z",
    "license_normalized": "False", "licenses": "MIT", "name": "x", "normalized_licenses": "['MIT']",
    "library_manager_url": "", "platform": "Pypi", "rank": "7",
    "repository_url": "https://github.com/etalab/x", "stars": "1", "status": "None",
}  # fmt: skip


def text_of(*given: dict[str, str]) -> str:
    return "".join(csv_pieces(HEADER.split(","), [[*{**ROW, **one}.values()] for one in given]))


def take_in(text: str) -> Report:
    importer = IMPORT_KINDS.get("libraries")
    assert importer is not None
    report = importer(text, ImportWish(at=NOON))
    assert isinstance(report, Report)
    return report


def exported() -> str:
    exporter = EXPORT_KINDS.get("libraries")
    assert exporter is not None
    return "".join(csv_pieces(exporter.columns, exporter.rows()))


def former() -> list[dict[str, Any]]:
    found = libraries.in_order(Library.objects.all())
    return [{one.name: one.read(library) for one in libraries.GENERATION_1} for library in found]


def test_what_python_made_of_values_becomes_values() -> None:
    take_in(text_of({}))
    one = Library.objects.get()
    assert (one.keywords, one.homepage, one.version) == (["a", "b'c"], "", "0.2.0")
    assert (one.licence, one.licences_found, one.is_licence_rewritten) == ("MIT", ["MIT"], False)
    assert one.released_at is not None
    assert one.released_at.isoformat() == "2019-02-12T20:58:07.659000+00:00"


def test_a_library_is_tied_to_its_repository_where_the_catalogue_has_it() -> None:
    repository = make_repository(url="https://github.com/Etalab/X")
    take_in(text_of({}, {"name": "y", "repository_url": "https://github.com/nobody/y"}))
    tied = dict(Library.objects.values_list("name", "repository__uid"))
    assert tied == {"x": repository.uid, "y": None}


def test_a_second_import_changes_nothing_and_a_new_value_changes_one() -> None:
    take_in(text_of({}, {"name": "y"}))
    again = take_in(text_of({}, {"name": "y"}))
    assert (again.same, again.changed, again.new) == (2, 0, 0)
    other = take_in(text_of({"stars": "9"}, {"name": "y"}))
    assert (other.same, other.changed) == (1, 1)
    assert [act.verb for act in Act.objects.order_by("pk")] == ["recorded", "recorded", "changed"]


def test_the_same_library_twice_in_a_file_counts_once() -> None:
    report = take_in(text_of({}, {"stars": "5"}))
    assert (report.read, report.new, report.same) == (2, 1, 1)
    assert [note.code for note in report.remarks] == ["listed-twice"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("keywords", "[__import__('os')]", "bad-value"),
        ("keywords", "[" * 5000, "bad-value"),
        ("keywords", "{'a': 1}", "bad-value"),
        ("normalized_licenses", "[1]", "bad-value"),
        ("stars", "-1", "bad-number"),
        ("stars", "99999999999", "bad-number"),
        ("license_normalized", "maybe", "bad-value"),
        ("latest_stable_release_published_at", "yesterday", "bad-date"),
        ("name", "", "missing"),
        ("platform", " ", "missing"),
        ("name", "x" * 301, "too-long"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_row_alone(
    column: str, cell: str, code: str
) -> None:
    if cell == "{'a': 1}":
        cell = "[{'a': 1}]"
    report = take_in(text_of({column: cell}, {"name": "other"}))
    assert [(note.row, note.field, note.code) for note in report.refused] == [(1, column, code)]
    assert report.new == 1


def test_another_list_is_refused_by_the_columns_that_it_lacks() -> None:
    with pytest.raises(FileRefusedError, match="library_manager_url"):
        take_in("name,repository_url\r\nx,y\r\n")


def test_our_own_export_is_read_back_to_the_same_file() -> None:
    make_repository(url="https://github.com/etalab/x")
    take_in(text_of({}, {"name": "y", "keywords": "[]", "licenses": "Affero GPLv3"}))
    file = exported()
    assert take_in(file).same == 2
    assert exported() == file


RULES = {
    "empty-is-None": lambda old, new: {old, new} == {"", "None"},
    "trimmed": lambda old, new: old.strip() == new.strip() == new,
    "address-masked": lambda old, new: without_addresses(old).strip() == new.strip(),
}
"""Why a cell may differ from the file of 2021; each has its place in the docs."""


@pytest.mark.slow
def test_the_file_of_2021_comes_out_row_by_row_as_it_went_in(shared: Path) -> None:
    folder = shared / "data/catalogue/fr"
    text = (folder / "libraries-2021-11-15.csv").read_bytes().decode()
    report = take_in(text)
    assert (report.read, report.new, report.refused) == (544, 544, [])
    given = {row["name"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    counts: Counter[str] = Counter()
    for row in former():
        for name, new in row.items():
            old, said = given[row["name"]][name], "" if new is None else new
            if old != said:
                counts[
                    next((r for r, fits in RULES.items() if fits(old, said)), f"{old!r} {said!r}")
                ] += 1
    assert set(counts) <= set(RULES)
    assert ",".join([*next(iter(given.values()))]) == HEADER
    schema = json.loads((folder / "table-schema-libraries.json").read_text("utf-8"))
    assert faults(former(), schema) - faults(list(given.values()), schema) == Counter()


def faults(rows: list[dict[str, Any]], described: Any) -> Counter[str]:
    """Count by column what the schema of 2021 refuses: its own file breaks it, by “None”."""
    schema = frictionless.Schema.from_descriptor(described)
    names = schema.field_names
    table = "".join(csv_pieces(names, [[row[name] for name in names] for row in rows]))
    check = frictionless.Resource(data=table.encode(), format="csv", schema=schema).validate()
    return Counter(row[0] for row in check.flatten(["fieldName"]))
