"""Repositories as open data: the columns, and nothing lost on the way round."""

import csv
import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from beffroi.forges.homepages import repair
from beffroi.lib.privacy import without_addresses
from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS, ImportWish
from beffroi.lib.tables import csv_pieces
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.repositories.formats import exports
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_repository

pytestmark = pytest.mark.django_db
THEN = datetime(2021, 11, 15, 8, 2, tzinfo=UTC)
GENERATION_1 = (
    "name,organization_name,platform,repository_url,description,is_fork,is_archived,"
    "creation_date,last_update,last_modification,homepage,stars_count,forks_count,license,"
    "open_issues_count,language,topics,software_heritage_exists,software_heritage_url"
)
"""Source: table-schema-repository.json of etalab/data-codes-sources-fr."""

OF_THIS_INSTANCE = {"first_seen", "changed", "sources"}
"""Columns that say when and from where an instance knows a row."""


ACTIVITY = {
    "at": "2026-05-04T12:00:00Z", "first_at": "2020-01-01T00:00:00Z",
    "last_at": "2026-05-01T00:00:00Z", "commits": 9, "commits_year": 3, "authors_year": 2,
    "release": "v1.0", "released_at": None,
}  # fmt: skip


def exported() -> str:
    found = EXPORT_KINDS.get("repositories")
    assert found is not None
    return "".join(csv_pieces(found.columns, found.rows()))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def take_in(text: str) -> None:
    importer = IMPORT_KINDS.get("repositories")
    assert importer is not None
    assert importer(text, ImportWish(at=THEN, country="FR")).refused == []


def empty() -> None:
    """Empty the catalogue, faster than row by row."""
    with connection.constraint_checks_disabled():
        Repository.objects.all().delete()
        ForgeAccount.objects.update(parent=None)
        ForgeAccount.objects.all().delete()
        Organisation.objects.all().delete()


def test_generation_1_comes_first_in_its_order() -> None:
    assert ",".join(exports.COLUMNS[:19]) == GENERATION_1
    assert len(set(exports.COLUMNS)) == len(exports.COLUMNS)


def test_the_columns_are_those_of_the_published_table_schema(shared: Path) -> None:
    schema = shared / "data/catalogue/fr/table-schema-repository.json"
    fields = json.loads(schema.read_text("utf-8"))["fields"]
    assert list(exports.COLUMNS[:19])[: len(fields)] == [field["name"] for field in fields]


def test_unknown_is_an_empty_cell_and_no_is_false() -> None:
    make_repository(is_fork=None, is_archived=False, stars=0, pushed_at=NOON)
    (row,) = read(exported())
    assert (row["is_fork"], row["is_archived"], row["stars_count"]) == ("", "False", "0")
    assert (row["last_modification"], row["last_update"]) == ("2026-05-04T12:00:00Z", "")


def test_withdrawn_repositories_are_not_in_the_file() -> None:
    make_repository(withdrawn_at=NOON, withdrawn_reason="deleted")
    assert read(exported()) == []


def test_pages_of_the_database_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    account = make_account()
    made = sorted(make_repository(account=account).url for _ in range(4))
    assert sorted(row["repository_url"] for row in read(exported())) == made


def test_no_cell_holds_an_e_mail_address() -> None:
    make_repository(description="Ask jean@example.org", descriptions={"fr": "jean@example.org"})
    text = exported()
    assert "jean@" not in text
    assert text.count("…@example.org") == 2


def test_what_is_exported_and_imported_again_gives_the_same_rows() -> None:
    make_repository(
        description='Deux\nlignes, "citées"', homepage="https://x.example", topics=["a b", "C"],
        language="C++", licence="MIT", licence_raw="MIT License", is_fork=False, is_archived=None,
        stars=3, forks=0, open_issues=1, watchers=2, created_at=NOON, pushed_at=NOON,
        last_activity_at=NOON, default_branch="main", is_mirror=True,
        languages={"C++": 0.5}, descriptions={"fr": "Deux"}, files={"licence": "LICENSE"},
        fork_parent="https://up.example/a/b", fork_kind="technical", vitality=61,
        activity=ACTIVITY,
    )  # fmt: skip
    before = read(exported())
    file = exported()
    empty()
    take_in(file)
    (row,), (old,) = read(exported()), before
    named = {"uid", "account_uid", "organisation_uid", "organisation"}  # by the makers
    same = set(row) - OF_THIS_INSTANCE - named
    assert {name: row[name] for name in same} == {name: old[name] for name in same}


@pytest.mark.long
@pytest.mark.slow
def test_the_real_file_comes_out_as_it_went_in_and_round_again_is_the_same(shared: Path) -> None:
    file = shared / "data/catalogue/fr/repositories-2021-11-15.csv.gz"
    source = gzip.decompress(file.read_bytes()).decode()
    take_in(source)
    first = exported()
    assert differences(read(source), read(first)) == []
    empty()
    take_in(first)
    assert without_instance(first) == without_instance(exported())


def without_instance(text: str) -> list[dict[str, str]]:
    kept = [name for name in exports.COLUMNS if name not in OF_THIS_INSTANCE]
    return [{name: row[name] for name in kept} for row in read(text)]


def differences(given: list[dict[str, str]], found: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Return (address, column) of what differs, but for the repairs that docs/api.md names."""
    known = {row["repository_url"]: row for row in found}
    first = {row["repository_url"]: row for row in reversed(given)}
    return [
        (address, name)
        for address, row in first.items()
        for name in GENERATION_1.split(",")
        if repaired(name, row) != known.get(address, {}).get(name)
    ]


def repaired(name: str, row: dict[str, str]) -> str:
    """Return a cell as the catalogue keeps it: whole paths, whole addresses, trimmed lines."""
    cell = without_addresses(row[name])
    if name == "organization_name":
        return urlsplit(row["repository_url"]).path.strip("/").rpartition("/")[0]
    if name == "homepage":
        return repair(cell.strip())[0]
    return cell.replace("\r\n", "\n").strip() if name == "description" else cell
