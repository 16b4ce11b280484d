"""Bodies and accounts as open data: the columns, and nothing lost on the way round."""

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.lib.slots import EXPORT_KINDS, IMPORT_KINDS, ImportWish
from beffroi.lib.tables import csv_pieces
from beffroi.organisations.formats import exports
from beffroi.organisations.formats.platforms import platform_of
from beffroi.organisations.models import ForgeAccount, Identifier, Organisation
from tests.makers import NOON, make_account, make_organisation

pytestmark = pytest.mark.django_db
THEN = datetime(2021, 11, 15, 8, 2, tzinfo=UTC)
OF_THIS_INSTANCE = {"first_seen", "changed", "sources", "last_read"}


def exported(kind: str) -> str:
    found = EXPORT_KINDS.get(kind)
    assert found is not None
    return "".join(csv_pieces(found.columns, found.rows()))


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def take_in(kind: str, text: str) -> None:
    importer = IMPORT_KINDS.get(kind)
    assert importer is not None
    assert importer(text, ImportWish(at=THEN, country="FR")).refused == []


def without_instance(text: str) -> list[dict[str, str]]:
    return [
        {name: cell for name, cell in row.items() if name not in OF_THIS_INSTANCE}
        for row in read(text)
    ]


def test_accounts_begin_with_the_columns_of_the_published_table_schema(shared: Path) -> None:
    schema = shared / "data/catalogue/fr/table-schema-organization.json"
    fields = [field["name"] for field in json.loads(schema.read_text("utf-8"))["fields"]]
    assert set(exports.ACCOUNT_COLUMNS[:12]) >= set(fields)
    assert exports.ACCOUNT_COLUMNS[:12] == (
        "login", "description", "name", "organization_url", "avatar_url", "website", "location",
        "email", "is_verified", "repositories_count", "creation_date", "platform",
    )  # fmt: skip


def test_the_column_of_addresses_is_there_and_empty() -> None:
    make_account(declared_count=3, is_verified=None)
    (row,) = read(exported("accounts"))
    assert (row["email"], row["repositories_count"], row["is_verified"]) == ("", "3", "")
    assert row["platform"] == "GitHub"


def test_withdrawn_and_merged_ones_are_not_in_the_files() -> None:
    make_organisation(uid="old", successor=make_organisation(uid="new"))
    make_account(
        uid="gone", withdrawn_at=NOON, withdrawn_reason="closed",
        organisation=make_organisation(uid="body"),
    )  # fmt: skip
    assert [row["uid"] for row in read(exported("organisations"))] == ["body", "new"]
    assert read(exported("accounts")) == []


def test_pages_of_the_database_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    made = sorted(make_account().uid for _ in range(4))
    assert [row["uid"] for row in read(exported("accounts"))] == made
    assert len(read(exported("organisations"))) == 4


@pytest.mark.parametrize(("software", "name"), [("gitlab", "GitLab"), ("odd", "odd"), ("", None)])
def test_a_platform_has_the_name_that_readers_of_generation_1_know(
    software: str, name: str | None
) -> None:
    assert platform_of(software) == name


@pytest.mark.slow
def test_real_bodies_exported_and_imported_again_give_the_same_rows(shared: Path) -> None:
    folder = shared / "data/catalogue/fr"
    take_in("organisations", (folder / "top_organizations.yml").read_text("utf-8"))
    swiss = shared / "data/catalogue/foreign/ch-organisation-uris-excerpt.json"
    take_in("organisations", swiss.read_text("utf-8"))
    before = exported("organisations")
    Identifier.objects.all().delete()
    Organisation.objects.update(parent=None)
    Organisation.objects.all().delete()
    take_in("organisations", before)
    assert without_instance(exported("organisations")) == without_instance(before)


@pytest.mark.long
@pytest.mark.slow
def test_real_accounts_exported_and_imported_again_give_the_same_rows(shared: Path) -> None:
    take_in("accounts", (shared / "data/catalogue/fr/organizations-2021-11-15.csv").read_text())
    bodies, before = exported("organisations"), exported("accounts")
    ForgeAccount.objects.all().delete()
    Organisation.objects.all().delete()
    take_in("organisations", bodies)
    take_in("accounts", before)
    assert without_instance(exported("accounts")) == without_instance(before)
