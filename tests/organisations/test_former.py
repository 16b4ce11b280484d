"""Accounts and forges under the columns of the French data before Beffroi."""

import csv
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import pytest

from beffroi.lib.privacy import without_addresses
from beffroi.lib.slots import IMPORT_KINDS, ImportWish
from beffroi.lib.tables import FORMATS
from beffroi.organisations.formats import exports, former
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_forge, make_organisation, make_repository

pytestmark = pytest.mark.django_db
Row = dict[str, Any]


def written(columns: Any, form: str = "csv") -> str:
    names = [column.name for column in columns]
    found = exports.accounts_in_order(ForgeAccount.objects.listed())
    rows = ([column.read(one) for column in columns] for one in found)
    return "".join(FORMATS[form].write(names, rows))


def owners(columns: Any = former.GENERATION_3) -> list[Row]:
    accounts = ForgeAccount.objects.listed()
    found = former.with_repositories(accounts, Repository.objects.listed())
    return [{column.name: column.read(one) for column in columns} for one in found]


def test_groups_of_gitlab_have_the_address_that_generation_1_gave_them() -> None:
    forge = make_forge("gitlab.example", software="gitlab")
    group = make_account(forge=forge, full_path="a/b", kind="group")
    assert former.former_url(group) == "https://gitlab.example/groups/a/b"
    person = make_account(forge=forge, full_path="c", kind="user")
    assert former.former_url(person) == person.url
    assert former.former_url(make_account(full_path="d")) == "https://github.com/d"


def test_french_names_are_those_of_the_years_before_2021() -> None:
    assert [column.name for column in former.FRENCH] == [
        "login", "description", "nom", "organisation_url", "avatar_url", "site_web", "adresse",
        "email", "est_verifiee", "nombre_repertoires", "date_creation", "plateforme",
    ]  # fmt: skip


def test_only_accounts_with_repositories_that_are_no_persons_are_owners() -> None:
    make_repository(account=make_account(uid="one", full_path="one"))
    make_repository(account=make_account(full_path="person", kind="user"))
    make_repository(
        account=make_account(full_path="gone"), withdrawn_at=NOON, withdrawn_reason="deleted"
    )
    make_account(full_path="empty")
    assert [row["login"] for row in owners()] == ["one"]


def test_an_owner_names_its_body_and_the_ministry_above_it() -> None:
    ministry = make_organisation(name="Ministry", kind="ministry")
    body = make_organisation(name="Agency", parent=ministry)
    for _ in range(2):
        make_repository(account=ForgeAccount.objects.first() or make_account(organisation=body))
    (row,) = owners()
    assert (row["organization"], row["ministry"]) == ("Agency", "Ministry")
    assert (row["repositories_count"], row["followers"], row["forge"]) == (2, 0, "github")


def test_a_body_that_is_not_known_is_not_named() -> None:
    make_repository(account=make_account(organisation=make_organisation(kind="unidentified")))
    (row,) = owners()
    assert (row["organization"], row["ministry"], row["email"]) == ("", "", "")
    assert None not in row.values()


def test_owners_cost_the_same_number_of_queries_for_one_and_for_twenty(
    django_assert_num_queries: Any,
) -> None:
    make_repository()
    with django_assert_num_queries(2):
        owners()
    for _ in range(20):
        make_repository()
    with django_assert_num_queries(2):
        assert len(owners()) == 21


def test_short_names_are_those_of_the_reference_and_cut_the_description() -> None:
    make_repository(account=make_account(description="é" * 200))
    (row,) = owners(former.OWNERS)
    assert sorted(row) == sorted(former.SHORT_NAMES.values())
    assert row["d"] == "é" * 120 + "…"


def test_forges_are_listed_by_host() -> None:
    make_forge("b.example", software="gitlab")
    make_forge("a.example", software="")
    found = [[column.read(one) for column in former.FORGES] for one in former.forges_in_order()]
    assert found == [["a.example", ""], ["b.example", "gitlab"]]


def one_line(text: str) -> str:
    return " ".join(text.split())


RULES: dict[str, tuple[str, Callable[[str, str], bool]]] = {
    "one-line": ("description", lambda old, new: one_line(old) == one_line(new)),
    "address-masked": (
        "description",
        lambda old, new: one_line(without_addresses(old)) == one_line(new),
    ),
    "trimmed": ("name", lambda old, new: one_line(old) == one_line(new)),
    "no-addresses": ("email", lambda _old, new: new == ""),
}
"""Why a cell of the registry may differ from the file of 2021; each has its place in the docs."""


def deviations(given: dict[str, Row], found: dict[str, Row]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for address, row in given.items():
        for name, old in row.items():
            if old != (new := found[address][name]):
                rules = (
                    rule for rule, (of, fits) in RULES.items() if of == name and fits(old, new)
                )
                counts[next(rules, f"unexplained {name}: {old!r} {new!r}")] += 1
    return counts


def by_address(text: str) -> dict[str, Row]:
    rows = csv.DictReader(io.StringIO(text, newline=""))
    return {row["organization_url"]: row for row in rows}


@pytest.mark.slow
def test_the_file_of_2021_comes_out_row_by_row_as_it_went_in(shared: Path) -> None:
    folder = shared / "data/catalogue/fr"
    text = (folder / "organizations-2021-11-15.csv").read_bytes().decode()
    importer = IMPORT_KINDS.get("accounts")
    assert importer is not None
    assert importer(text, ImportWish(at=NOON, country="FR")).refused == []
    table = written(former.GENERATION_1)
    counts = deviations(by_address(text), by_address(table))
    assert set(counts) == set(RULES)
    assert len(by_address(table)) == len(by_address(text)) == 1257
    described = json.loads((folder / "table-schema-organization.json").read_text("utf-8"))
    schema = frictionless.Schema.from_descriptor(described)
    check = frictionless.Resource(data=table.encode(), format="csv", schema=schema).validate()
    assert check.flatten(["rowNumber", "fieldName", "message"]) == []
    whole = json.loads(written(former.GENERATION_1, "json"))
    said = [{name: "" if one is None else str(one) for name, one in row.items()} for row in whole]
    assert said == [*by_address(table).values()]
