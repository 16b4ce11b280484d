"""What may be asked of the lists of bodies and accounts."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings

from beffroi.organisations.forms import accounts_chosen, chosen
from beffroi.organisations.models import ForgeAccount
from beffroi.organisations.offers.documents import OrganisationDocuments
from beffroi.search.engine import build, open_index
from beffroi.search.shapes import FACETS, Query
from tests.makers import make_account, make_forge, make_organisation, make_repository

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


def test_the_activity_of_a_body_is_that_of_what_it_and_all_below_publish() -> None:
    make_three_floors()
    make_organisation(uid="silent")
    low = ForgeAccount.objects.get(uid="low-account")
    make_repository(account=low, last_activity_at=datetime(2020, 1, 1, tzinfo=UTC))
    assert bodies(activity=("quiet",)) == {"top", "middle", "low"}
    assert bodies(activity=("unknown",)) == {"silent"}
    make_repository(account=low, last_activity_at=datetime(2026, 5, 1, tzinfo=UTC))
    assert bodies(activity=("active",)) == {"top", "middle", "low"}
    assert bodies(activity=("archived",)) == set()


def test_a_body_publishes_when_it_or_one_below_has_a_repository() -> None:
    make_three_floors()
    make_organisation(uid="silent")
    make_repository(account=ForgeAccount.objects.get(uid="low-account"))
    assert bodies(publishes=("yes",)) == {"top", "middle", "low"}
    assert bodies(publishes=("no",)) == {"silent"}
    assert len(bodies(publishes=("yes", "no"))) == 4
    assert bodies(publishes=("odd",)) == set()


def test_bodies_are_found_by_their_sort() -> None:
    make_three_floors()
    assert bodies(body=("ministry",)) == {"top"}
    assert bodies(body=("agency", "odd")) == {"middle", "low"}


@pytest.mark.slow
def test_the_database_finds_what_the_index_finds_for_every_value_of_every_facet() -> None:
    make_three_floors()
    make_organisation(uid="silent", country="")
    low = ForgeAccount.objects.get(uid="low-account")
    make_repository(account=low, last_activity_at=datetime(2026, 5, 1, tzinfo=UTC))
    old = make_account(uid="old", forge=make_forge("git.example.org"))
    make_repository(account=old, last_activity_at=datetime(2020, 5, 1, tzinfo=UTC))
    build(settings.BEFFROI_INDEX, OrganisationDocuments().documents(None))
    index = open_index(settings.BEFFROI_INDEX)
    assert index is not None
    counts = index.search(Query(facets=FACETS, facet_size=100, today=TODAY)).facets
    for name, values in counts.items():
        for value in (*(one.value for one in values), "nonsense"):
            hits = index.search(Query(filters={name: (value,)}, today=TODAY)).hits
            assert bodies(**{name: (value,)}) == {hit.uid for hit in hits}, (name, value)
