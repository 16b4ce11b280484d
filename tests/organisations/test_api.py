"""Public bodies and forge accounts for programs."""

from typing import Any

import pytest
from django.test import Client

from beffroi.organisations.models import Identifier
from tests.makers import NOON, make_account, make_forge, make_organisation

pytestmark = pytest.mark.django_db
BODIES, ACCOUNTS = "/api/v1/organisations", "/api/v1/accounts"


def uids(answer: Any) -> list[str]:
    return [one["uid"] for one in answer.json()["results"]]


def test_a_body_shows_its_identifiers_lineage_and_lists(client: Client) -> None:
    ministry = make_organisation(uid="ministry", kind="ministry")
    agency = make_organisation(uid="agency", parent=ministry, names={"fr": "Agence"})
    Identifier.objects.create(organisation=agency, scheme="fr-annuaire", value="1")
    found = client.get(f"{BODIES}/agency").json()
    assert found["identifiers"] == ["fr-annuaire:1"]
    assert (found["parent_uid"], found["names"]) == ("ministry", {"fr": "Agence"})
    assert [body["uid"] for body in found["bodies"]] == ["agency", "ministry"]
    assert found["kind_names"]["fr"] == "agence ou opérateur"
    assert found["lists"]["accounts"].endswith("/api/v1/accounts?organisation=agency")


def test_a_merged_body_leads_to_its_successor_and_is_listed_as_removed(client: Client) -> None:
    make_organisation(uid="old", successor=make_organisation(uid="new"))
    answer = client.get(f"{BODIES}/old")
    assert (answer.status_code, answer["Location"]) == (301, f"{BODIES}/new")
    assert uids(client.get(BODIES)) == ["new"]
    (tombstone,) = client.get(f"{BODIES}?state=removed").json()["results"]
    assert (tombstone["reason"], tombstone["successor_uid"]) == ("merged", "new")


@pytest.mark.parametrize("address", [f"{BODIES}/gone", f"{ACCOUNTS}/gone"])
def test_what_was_withdrawn_answers_410(client: Client, address: str) -> None:
    gone = {"uid": "gone", "withdrawn_at": NOON, "withdrawn_reason": "closed"}
    make_organisation(**gone)
    make_account(**gone)
    answer = client.get(address)
    assert (answer.status_code, answer.json()["reason"]) == (410, "closed")
    (tombstone,) = client.get(
        f"{address.rpartition('/')[0]}?state=removed&changed_since=2026-01-01"
    ).json()["results"]
    assert (tombstone["uid"], tombstone["withdrawn"]) == ("gone", "2026-05-04T12:00:00Z")


@pytest.mark.parametrize("address", [f"{BODIES}/nothing", f"{ACCOUNTS}/nothing"])
def test_a_name_that_nothing_has_is_a_problem(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_an_account_tells_what_is_wrong_with_it(client: Client) -> None:
    make_account(uid="a", error_code="timeout", error_at=NOON)
    make_account(uid="b")
    found = client.get(f"{ACCOUNTS}/a").json()
    assert found["trouble"] == {"code": "timeout", "at": "2026-05-04T12:00:00Z"}
    assert found["failures"].endswith("/api/v1/accounts/a/failures")
    assert client.get(f"{ACCOUNTS}/b").json()["trouble"] is None


def test_accounts_are_chosen_by_body_forge_and_country(client: Client) -> None:
    body = make_organisation(uid="body", country="NL")
    make_account(uid="a", organisation=body, forge=make_forge("git.example.org"))
    make_account(uid="b", organisation=body)
    make_account(uid="c")
    assert uids(client.get(f"{ACCOUNTS}?organisation=body")) == ["a", "b"]
    assert uids(client.get(f"{ACCOUNTS}?forge=git.example.org&country=NL")) == ["a"]
    assert uids(client.get(f"{ACCOUNTS}?changed_since=2026-05-05")) == []


def test_a_list_of_bodies_is_chosen_by_what_it_may_be(client: Client) -> None:
    make_organisation(uid="fr")
    make_organisation(uid="nl", country="NL")
    assert uids(client.get(f"{BODIES}?country=NL&changed_since=2026-01-01")) == ["nl"]
    answer = client.get(f"{BODIES}?licence=MIT")
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/unknown-parameter")


@pytest.mark.parametrize("address", [BODIES, ACCOUNTS])
def test_following_next_meets_everything_once(client: Client, address: str) -> None:
    for _ in range(5):
        make_account()
    met, page = [], f"{address}?size=2"
    while page:
        answer = client.get(page).json()
        met += [one["uid"] for one in answer["results"]]
        page = answer["next"]
    assert len(met) == len(set(met)) == 5


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("address", "queries"), [(BODIES, 2), (ACCOUNTS, 1)])
def test_a_list_costs_the_same_for_one_and_for_twenty(
    client: Client, count: int, address: str, queries: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make_account(organisation=make_organisation(parent=make_organisation(country="X")))
    with django_assert_num_queries(queries):
        client.get(address)


def test_no_answer_holds_an_e_mail_address(client: Client) -> None:
    text = "Write to jean@example.org"
    make_account(uid="a", description=text, location=text, organisation=make_organisation(
        uid="b", description=text))  # fmt: skip
    for address in (BODIES, ACCOUNTS, f"{BODIES}/b", f"{ACCOUNTS}/a"):
        content = client.get(address).content.decode()
        assert "jean" not in content
        assert "…@example.org" in content
