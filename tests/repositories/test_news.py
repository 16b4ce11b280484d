"""What came and what changed lately, by day, a page at a time."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from pytest_django import DjangoAssertNumQueries

from beffroi.journal.actions import note
from beffroi.journal.shapes import Deed
from beffroi.repositories.models import Repository
from beffroi.repositories.pages import news
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
CHANGED = "/en/repositories/changed/"
LATEST = "/en/repositories/latest/"


def act(
    one: Repository, verb: str, before: Mapping[str, Any], after: Mapping[str, Any], days: int = 0
) -> None:
    body = one.account.organisation.uid
    note(
        [
            Deed(
                at=NOON + timedelta(days=days), verb=verb, object_kind="repository",
                object_uid=one.uid, source="harvest", body_uid=body, before=before, after=after,
            )
        ]
    )  # fmt: skip


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_newest_come_first_under_their_day(client: Client) -> None:
    make_repository(name="older")
    later = NOON + timedelta(days=1)
    make_repository(name="newer", first_seen_at=later, seen_at=later)
    make_repository(name="gone", withdrawn_at=NOON, withdrawn_reason="legal")
    found = page(client, LATEST)
    words = ["5 May 2026", ">newer<", "4 May 2026", ">older<"]
    places = [found.index(one) for one in words]
    assert places == sorted(places)
    assert ">gone<" not in found
    assert reverse("repositories:atom") in found


def test_each_change_is_told_in_words(client: Client) -> None:
    one = make_repository(name="tool", account=make_account(organisation=make_organisation()))
    act(one, "recorded", {}, {"url": one.url})
    act(one, "changed", {"licence": "", "stars": 1}, {"licence": "EUPL-1.2", "stars": 2})
    act(one, "renamed", {"url": "https://a.example/x"}, {"url": "https://a.example/y"})
    act(one, "changed", {"is_archived": False}, {"is_archived": True})
    act(one, "withdrawn", {}, {"reason": "private"})
    act(one, "returned", {"withdrawn_reason": "private"}, {"withdrawn_reason": ""}, days=1)
    found = page(client, CHANGED)
    assert "It entered the catalogue." in found
    assert "Its licence changed: licence not stated → EUPL-1.2." in found
    assert "Its address was https://a.example/x; now it is https://a.example/y." in found
    assert "Its owner archived it." in found
    assert "it is no longer public" in found
    assert found.index("5 May 2026") < found.index("4 May 2026")


def test_small_changes_are_no_news(client: Client) -> None:
    act(make_repository(name="quiet"), "changed", {"stars": 1}, {"stars": 2})
    found = page(client, CHANGED)
    assert "quiet" not in found
    assert "Nothing here yet" in found


@pytest.mark.parametrize(
    ("what", "words"), [("new", "It entered"), ("archived", "Its owner opened it again.")]
)
def test_one_may_see_one_sort_of_change_alone(client: Client, what: str, words: str) -> None:
    one = make_repository()
    act(one, "recorded", {}, {"url": one.url})
    act(one, "changed", {"is_archived": True}, {"is_archived": False})
    found = page(client, f"{CHANGED}?what={what}")
    assert words in found
    assert found.count('class="when soft"') == 1


def test_pages_keep_what_was_chosen(client: Client) -> None:
    one = make_repository()
    for _ in range(45):
        act(one, "withdrawn", {}, {"reason": "legal"})
    found = page(client, f"{CHANGED}?what=withdrawn&page=2")
    assert f'href="{CHANGED}?what=withdrawn&amp;page=3" rel="next"' in found
    assert f'href="{CHANGED}?what=withdrawn" rel="prev"' in found


def test_a_page_that_there_is_not_leads_back(client: Client) -> None:
    make_repository()
    found = page(client, f"{LATEST}?page=9")
    assert "There is no such page of results" in found
    assert f'href="{LATEST}"' in found


@pytest.mark.parametrize(
    "address", [f"{CHANGED}?what=nothing", f"{CHANGED}?page=0", f"{LATEST}?page=x"]
)
def test_what_cannot_be_is_refused_with_words(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert "whole number" in answer.content.decode() or "no such news" in answer.content.decode()


@pytest.mark.parametrize("address", [LATEST, CHANGED])
@pytest.mark.parametrize("number", [1, 20])
def test_a_page_costs_the_same_for_one_and_for_twenty(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, address: str, number: int
) -> None:
    account = make_account()
    for _ in range(number):
        one = make_repository(account=account)
        act(one, "recorded", {}, {"url": one.url})
    client.get(address)
    with django_assert_num_queries(3 if address == LATEST else 5):
        client.get(address)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    address=some.sampled_from((LATEST, CHANGED, "/fr/reusable/")),
    given_=some.dictionaries(
        some.sampled_from(("page", "size", "what", "q", "sort", "has", "cursor", "x")),
        some.text(max_size=12) | some.sampled_from(("1", "2", "new", *news.WHAT)),
        max_size=4,
    ),
)
def test_no_parameter_breaks_a_page(client: Client, address: str, given_: dict[str, str]) -> None:
    assert client.get(address, given_).status_code in {200, 400}


@settings(max_examples=40, deadline=None)
@given(
    verb=some.sampled_from(("recorded", "renamed", "changed", "withdrawn", "returned")),
    before=some.dictionaries(some.sampled_from(("url", "licence", "is_archived")), some.none()),
    after=some.dictionaries(
        some.sampled_from(("url", "licence", "is_archived", "reason")),
        some.none() | some.booleans() | some.text(max_size=5),
    ),
)
def test_any_act_is_told(verb: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    told = news.Act(verb=verb, before=before, after=after)
    assert isinstance(news.words_of(told, "en"), str)
