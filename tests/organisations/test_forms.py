"""What may be asked of the lists of bodies and accounts."""

from datetime import date

import pytest

from beffroi.organisations.forms import accounts_chosen, chosen
from beffroi.search.shapes import Query
from tests.makers import make_account, make_forge, make_organisation

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)


def bodies(**filters: tuple[str, ...]) -> set[str]:
    found = chosen(Query(filters=filters, today=TODAY))
    return set(found.values_list("uid", flat=True))


def accounts(**filters: tuple[str, ...]) -> set[str]:
    found = accounts_chosen(Query(filters=filters, today=TODAY))
    return set(found.values_list("uid", flat=True))


def make_three_floors() -> None:
    top = make_organisation(uid="top", kind="ministry")
    middle = make_organisation(uid="middle", parent=top)
    make_account(uid="low-account", organisation=make_organisation(uid="low", parent=middle))


def test_a_body_stands_for_all_below_it() -> None:
    make_three_floors()
    make_organisation(uid="other")
    assert bodies(organisation=("middle",)) == {"middle", "low"}
    assert bodies(organisation=("low", "other")) == {"low", "other"}
    assert accounts(organisation=("top",)) == {"low-account"}


def test_only_a_ministry_counts_as_ministry() -> None:
    make_three_floors()
    assert bodies(ministry=("top",)) == {"top", "middle", "low"}
    assert bodies(ministry=("middle",)) == set()


def test_a_country_that_nobody_knows_can_be_asked_for() -> None:
    make_account(uid="a", organisation=make_organisation(uid="lost", country=""))
    make_account(uid="b", organisation=make_organisation(uid="found", country="NL"))
    assert bodies(country=("unknown",)) == {"lost"}
    assert accounts(country=("unknown", "NL")) == {"a", "b"}


def test_a_forge_finds_bodies_by_the_accounts_that_are_listed() -> None:
    there = make_forge("git.example.org")
    make_account(uid="a", forge=there, organisation=make_organisation(uid="one"))
    make_account(
        uid="b", forge=there, organisation=make_organisation(uid="two"),
        withdrawn_at="2026-01-01T00:00Z", withdrawn_reason="closed",
    )  # fmt: skip
    assert bodies(forge=("git.example.org",)) == {"one"}
    assert accounts(forge=("git.example.org",)) == {"a"}


def test_bodies_have_no_licence_and_one_kind() -> None:
    make_organisation(uid="one")
    assert bodies(licence=("MIT",)) == bodies(kind=("repository",)) == set()
    assert bodies(kind=("organisation",)) == {"one"}


def test_activity_of_a_body_is_its_last_change_in_the_registry() -> None:
    make_organisation(uid="old", changed_at="2020-01-01T00:00Z")
    make_organisation(uid="new", changed_at="2026-05-01T00:00Z")
    assert bodies(activity=("quiet",)) == {"old"}
    assert bodies(activity=("active",)) == {"new"}
