"""Repositories under the columns of the French data before Beffroi."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import frictionless
import pytest

from beffroi.forges.homepages import repair
from beffroi.lib.privacy import without_addresses
from beffroi.lib.tables import FORMATS, Column
from beffroi.repositories.formats import exports, former
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_forge, make_repository
from tests.repositories.lists import take, text_at

pytestmark = pytest.mark.django_db
Row = dict[str, Any]


def written(columns: Any, form: str = "csv") -> str:
    names = [column.name for column in columns]
    found = exports.in_order(Repository.objects.listed())
    rows = ([column.read(one) for column in columns] for one in found)
    return "".join(FORMATS[form].write(names, rows))


def one_of(columns: Any) -> Row:
    (row,) = json.loads(written(columns, "json"))
    return dict(row)


def test_generation_1_names_the_group_at_the_top_and_joins_topics() -> None:
    account = make_account(full_path="Top/below", forge=make_forge("gitlab.com", software="gitlab"))
    make_repository(account=account, topics=["a", "b c"], is_fork=None, description="x\ny")
    row = one_of(former.GENERATION_1)
    assert (row["organization_name"], row["platform"]) == ("Top", "GitLab")
    assert (row["topics"], row["is_fork"], row["description"]) == ("a,b c", None, "x\r\ny")


def test_generation_1_writes_truths_as_python_does_and_unknown_as_nothing() -> None:
    make_repository(is_fork=True, is_archived=False, stars=None)
    (row,) = csv.DictReader(io.StringIO(written(former.GENERATION_1), newline=""))
    assert (row["is_fork"], row["is_archived"], row["stars_count"]) == ("True", "False", "")


def test_french_names_stand_in_the_order_of_2021(shared: Path) -> None:
    header = text_at(shared, "history/A-snapshot-2021-04-14T1938Z.csv.gz").partition("\r\n")[0]
    assert header.split(",") == [one.name for one in former.FRENCH]


def test_generation_2_has_the_number_first_and_the_branch_after_the_description() -> None:
    make_repository(forge_id="42", default_branch="main")
    row = one_of(former.GENERATION_2)
    assert [*row][:7] == [
        "id", "name", "organization_name", "platform", "repository_url", "description",
        "default_branch",
    ]  # fmt: skip
    assert (row["id"], row["default_branch"]) == ("42", "main")


def test_generation_3_knows_no_unknown() -> None:
    make_repository(
        is_fork=None, is_archived=None, forks=None, licence="", url="https://github.com/a/b"
    )
    row = one_of(former.GENERATION_3)
    assert None not in row.values()
    assert (row["fork"], row["archived"], row["forks_count"]) == (False, False, 0)
    assert (row["license"], row["updated_at"], row["id"]) == ("", "", "https://github.com/a/b")


def test_generation_3_gives_the_score_of_the_old_script() -> None:
    files = {"licence": "LICENSE", "readme": "README.md", "contributing": "C.md", "publiccode": "p"}
    make_repository(files=files, licence="MIT", forks=11, watchers=2, description="x")
    row = one_of(former.GENERATION_3)
    assert row["awesome-score"] == 1000 + 1000 + 100 + 100 + 100 + 10
    assert (row["contributing"], row["publiccode"], row["license"]) == (True, True, "mit")


def test_short_names_cut_a_description_after_120_characters() -> None:
    make_repository(description="é" * 121)
    make_repository(description="x" * 120)
    found = [row["d"] for row in json.loads(written(former.SHORT, "json"))]
    assert sorted(found) == ["x" * 120, "é" * 120 + "…"]


def test_short_names_are_those_of_the_reference() -> None:
    names = [column.name for column in former.SHORT]
    assert sorted(names) == sorted(former.SHORT_NAMES.values())


def test_only_repositories_that_heritage_was_asked_about_have_an_answer() -> None:
    make_repository(is_at_heritage=True, url="https://github.com/a/b")
    row = one_of(former.HERITAGE)
    assert row == {"origin_url": "https://github.com/a/b", "is_available": True}


def _first_of_each(rows: list[Row]) -> dict[str, Row]:
    return {row["repository_url"]: row for row in reversed(rows)}


RULES = {
    "trimmed": lambda old, new, _: old.strip() == new.strip() == new,
    "address-masked": lambda old, new, _: without_addresses(old).strip() == new,
    "home-page-repaired": lambda old, new, _: repair(old)[0] == new,
    "group-of-the-address": lambda _old, new, row: f"/{new}/" in row["repository_url"],
}
"""Why a cell of the catalogue may differ from the file of 2021; each has its place in the docs."""
ALLOWED = {
    "description": ("trimmed", "address-masked"),
    "homepage": ("trimmed", "address-masked", "home-page-repaired"),
    "organization_name": ("group-of-the-address",),
}


def deviations(given: dict[str, Row], found: dict[str, Row]) -> Counter[str]:
    """Count the deviations by rule; what no rule explains is counted under its column."""
    counts: Counter[str] = Counter()
    for address, row in given.items():
        for name, old in row.items():
            new = found[address][name]
            if old != new:
                rules = (rule for rule in ALLOWED.get(name, ()) if RULES[rule](old, new, row))
                counts[next(rules, f"unexplained {name}")] += 1
    return counts


@pytest.mark.long
@pytest.mark.slow
def test_the_file_of_2021_comes_out_row_by_row_as_it_went_in(shared: Path) -> None:
    text = text_at(shared, "repositories-2021-11-15.csv.gz")
    take(text, NOON, country="FR")
    given = _first_of_each(list(csv.DictReader(io.StringIO(text, newline=""))))
    table = written(former.GENERATION_1)
    found = list(csv.DictReader(io.StringIO(table, newline="")))
    assert [*found[0]] == [*next(iter(given.values()))]
    assert len(found) == len(given) == 9066  # 91 addresses were listed twice
    counts = deviations(given, {row["repository_url"]: row for row in found})
    assert set(counts) <= set(RULES)
    assert counts["group-of-the-address"] < 149
    check_json_and_schema(shared, table, found)


def check_json_and_schema(shared: Path, table: str, found: list[Row]) -> None:
    """Check that JSON says the same, and that the schema of 2021 accepts the table."""
    whole = json.loads(written(former.GENERATION_1, "json"))
    said = [{name: "" if one is None else str(one) for name, one in row.items()} for row in whole]
    assert said == found
    file = shared / "data/catalogue/fr/table-schema-repository.json"
    described = json.loads(file.read_text("utf-8"))
    schema = frictionless.Schema.from_descriptor(described)
    check = frictionless.Resource(data=table.encode(), format="csv", schema=schema).validate()
    assert check.flatten(["rowNumber", "fieldName", "message"]) == []


def test_a_column_that_is_named_anew_keeps_its_reader() -> None:
    make_repository(name="x")
    assert isinstance(former.FRENCH[0], Column)
    assert one_of(former.FRENCH)["nom"] == "x"
