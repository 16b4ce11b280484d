"""What feeds say of repositories, read by programs of others."""

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client

from beffroi.repositories.feeds import EVENTS
from tests.lib.test_jsonfeed import VALID
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db
HOSTILE = "<script>&\x01\x0b\ud7ff]]>\u202e"
ADDRESSES = ["repositories", *(f"repositories/{event}" for event in EVENTS)]


def read(client: Client, name: str, question: str = "") -> Any:
    answer = client.get(f"/en/{name}.atom{question}")
    assert answer.status_code == 200
    found = feedparser.parse(answer.content)
    assert found.bozo == 0
    return found


def titles(client: Client, name: str, question: str = "") -> list[str]:
    return [entry.title for entry in read(client, name, question).entries]


def fill_every_feed() -> None:
    account = make_account(organisation=make_organisation(uid="town", name=HOSTILE))
    said = {"name": HOSTILE, "softwareVersion": HOSTILE, "releaseDate": "2026-01-31"}
    found = make_repository(
        uid="one", name=HOSTILE, description=HOSTILE, topics=[HOSTILE], language="C",
        account=account, url="https://x.example/one", last_activity_at=NOON, publiccode=said,
    )  # fmt: skip
    found.aliases.create(
        url="https://x.example/before", url_key="x.example/before", since=NOON, source="test"
    )
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "deleted"}
    make_repository(uid="gone", name=HOSTILE, url="https://x.example/gone", account=account, **gone)


@pytest.mark.parametrize("name", ADDRESSES)
def test_another_program_reads_every_feed_whatever_stands_in_it(client: Client, name: str) -> None:
    fill_every_feed()
    found = read(client, name)
    (entry,) = found.entries
    assert entry.id.startswith("tag:localhost,2026:repositories/")
    assert entry.link.startswith("http://localhost:8000/en/repositories/")
    own = next(link.href for link in found.feed.links if link.rel == "self")
    assert own == f"http://localhost:8000/en/{name}.atom"
    whole = json.loads(client.get(f"/en/{name}.feed.json").content)
    VALID.validate(whole)
    assert [item["id"] for item in whole["items"]] == [entry.id]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("form", ["atom", "feed.json"])
def test_a_feed_is_not_sent_twice(client: Client, name: str, form: str) -> None:
    fill_every_feed()
    answer = client.get(f"/fr/{name}.{form}")
    assert answer["Access-Control-Allow-Origin"] == "*"
    for known in ("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"):
        again = client.get(f"/fr/{name}.{form}", headers={known[1]: answer[known[0]]})
        assert again.status_code == 304
        assert again["ETag"].removeprefix("W/") == answer["ETag"].removeprefix("W/")


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("count", [1, 20])
def test_a_feed_costs_the_same_for_one_and_for_twenty(
    client: Client, event: str, count: int, django_assert_max_num_queries: Any
) -> None:
    fill_every_feed()
    for number in range(count):
        said = {"releaseDate": "2026-02-01"}
        made = make_repository(last_activity_at=NOON, publiccode=said)
        made.aliases.create(url=str(number), url_key=str(number), since=NOON, source="test")
    with django_assert_max_num_queries(2):
        client.get(f"/en/repositories/{event}.atom")


def test_new_means_new_in_the_catalogue_whatever_the_forge_says(client: Client) -> None:
    later = NOON + timedelta(days=1)
    make_repository(name="old", created_at=NOON - timedelta(days=999), first_seen_at=later,
                    seen_at=later)  # fmt: skip
    make_repository(name="young", created_at=later)
    assert titles(client, "repositories") == ["old", "young"]


def test_activity_is_an_entry_for_each_day(client: Client) -> None:
    one = make_repository(name="one", uid="one", last_activity_at=NOON)
    make_repository(name="never")
    first = read(client, "repositories/updated").entries
    one.last_activity_at = NOON + timedelta(days=1)
    one.save()
    (second,) = read(client, "repositories/updated").entries
    assert [entry.title for entry in first] == ["one"]
    assert first[0].id != second.id
    assert second.id.endswith("one/moved-2026-05-05")


def test_a_rename_names_both_addresses(client: Client) -> None:
    fill_every_feed()
    (entry,) = read(client, "repositories/renamed").entries
    assert entry.summary == "Before: https://x.example/before. Now: https://x.example/one."


def test_a_withdrawal_gives_its_reason_in_the_language_of_the_feed(client: Client) -> None:
    fill_every_feed()
    english = read(client, "repositories/removed").entries[0]
    french = feedparser.parse(client.get("/fr/repositories/removed.atom").content).entries[0]
    assert english.id == french.id
    assert english.summary != french.summary
    assert "deleted" not in french.summary


def test_publiccode_is_dated_when_it_was_found(client: Client) -> None:
    said = {"*": {"by": "x", "at": "2026-01-01"}, "publiccode": {"by": "y", "at": "2026-02-02"}}
    make_repository(name="one", publiccode={"name": "x"}, sources=said)
    make_repository(name="two", publiccode={"name": "x"}, sources={})
    make_repository(name="none")
    found = read(client, "repositories/publiccode").entries
    assert [entry.updated[:10] for entry in found] == ["2026-05-04", "2026-02-02"]


@pytest.mark.parametrize("day", ["soon", "2999-01-01", "", 7, ["2026-01-01"], None])
def test_a_release_without_a_past_day_is_none(client: Client, day: object) -> None:
    make_repository(publiccode={"releaseDate": day})
    assert titles(client, "repositories/releases") == []


def test_a_release_has_name_version_and_day_the_newest_first(client: Client) -> None:
    make_repository(
        publiccode={"name": "One", "softwareVersion": "1.2", "releaseDate": "2025-01-31"}
    )
    make_repository(name="two", publiccode={"releaseDate": "2026-01-31T10:00:00Z"})
    assert titles(client, "repositories/releases") == ["two 2026-01-31", "One 1.2"]


@pytest.mark.parametrize("event", EVENTS)
def test_a_feed_keeps_to_the_filters_of_its_address(client: Client, event: str) -> None:
    fill_every_feed()
    name = f"repositories/{event}"
    for question in ("?organisation=town", "?organisation=town&page=9&utm_source=x"):
        assert len(titles(client, name, question)) == 1
    assert titles(client, name, "?organisation=nobody") == []
    assert titles(client, name, "?topic=nothing") == []


@pytest.mark.parametrize("event", EVENTS)
def test_words_are_refused_with_the_way_out(client: Client, event: str) -> None:
    accept = {"Accept": "application/problem+json"}
    answer = client.get(f"/en/repositories/{event}.atom?q=x", headers=accept)
    assert (answer.status_code, answer.json()["type"]) == (400, "/errors/no-words")


def test_a_feed_says_its_language_and_its_question(client: Client) -> None:
    content = client.get("/fr/repositories.atom?language=C&utm_source=x&page=2").content.decode()
    assert 'xml:lang="fr"' in content
    assert 'href="http://localhost:8000/fr/repositories.atom?language=C"' in content
    assert "utm_source" not in content
