"""The page of all feeds, and RSS at the addresses of code.gouv.fr."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client

from beffroi.portal.views.following import FORMER, MADE_OF_NOTHING
from beffroi.repositories.models import Library
from tests.makers import NOON, make_account, make_organisation, make_repository
from tests.portal.pages import fill

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    found = feedparser.parse(answer.content)
    assert found.bozo == 0
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_feed_that_the_page_names_is_one(client: Client, language: str) -> None:
    page = client.get(f"/{language}/feeds/")
    lines = [line for _, lines in page.context["groups"] for line in lines]
    addresses = [(form, url) for line in lines for form, url, _ in line.forms]
    assert len(addresses) == 2 * len(lines) == 18
    for form, url in addresses:
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(dict(MEDIA)[form])
        assert f'href="{url}"' in page.content.decode()


MEDIA = (("Atom", "application/atom+xml"), ("JSON Feed", "application/feed+json"))


@pytest.mark.parametrize("name", FORMER)
def test_a_former_feed_is_rss_that_another_program_reads(client: Client, name: str) -> None:
    said = {"name": "<x>\x01", "releaseDate": "2026-01-31", "softwareVersion": "1"}
    made = make_repository(uid="one", name="<x>\x01&", publiccode=said)
    facts = {"first_seen_at": NOON, "changed_at": NOON, "repository": made}
    Library.objects.create(uid="lib", registry="NPM", name="<x>", version="1.2", **facts)
    found = read(client, f"/data/{name}.xml")
    assert found.version == "rss20"
    assert found.entries
    assert found.feed.language == "en"
    own = next(link.href for link in found.feed.links if link.rel == "self")
    assert own == f"http://localhost:8000/data/{name}.xml"


def test_a_former_feed_is_in_one_language_whoever_asks(client: Client) -> None:
    make_repository(uid="one")
    texts = {
        client.get("/data/latest.xml", headers={"Accept-Language": language}).content
        for language in ("fr", "en")
    }
    assert len(texts) == 1


def test_a_former_feed_of_the_newest_is_by_entry_into_the_catalogue(client: Client) -> None:
    later = NOON + timedelta(days=1)
    make_repository(name="a", first_seen_at=later, seen_at=later)
    make_repository(name="b", created_at=later)
    found = read(client, "/data/latest-repositories.xml")
    assert [entry.title for entry in found.entries] == ["a", "b"]
    assert read(client, "/data/latest-organizations.xml").entries


def test_packages_are_in_order_of_their_versions_and_lead_to_the_web_alone(client: Client) -> None:
    facts = {"first_seen_at": NOON, "changed_at": NOON, "registry": "NPM", "version": "1"}
    Library.objects.create(uid="a", name="a", manager_url="javascript:alert(1)", **facts)
    Library.objects.create(
        uid="b", name="b", manager_url="https://x.example/b", released_at=NOON, **facts
    )
    found = read(client, "/data/latest-libraries.xml").entries
    places = [(entry.title, entry.link) for entry in found]
    assert places == [("b 1", "https://x.example/b"), ("a 1", "http://localhost:8000/data/")]


@pytest.mark.parametrize("name", MADE_OF_NOTHING)
def test_a_feed_without_data_says_so_and_where_the_others_are(client: Client, name: str) -> None:
    accept = {"Accept": "application/problem+json"}
    answer = client.get(f"/data/{name}.xml", headers=accept)
    assert (answer.status_code, answer.json()["type"]) == (410, "/errors/no-feed")
    assert "/feeds/" in answer.json()["detail"]


def test_one_body_is_followed_with_what_is_below_it(client: Client) -> None:
    from beffroi.journal.actions import note  # noqa: PLC0415
    from beffroi.journal.shapes import Deed  # noqa: PLC0415

    top = make_organisation(uid="top")
    account = make_account(organisation=make_organisation(uid="below", parent=top))
    make_repository(uid="map", name="Map", account=account)
    for uid, body in (("map", "below"), ("other", "elsewhere")):
        note([Deed(at=NOON, verb="recorded", object_kind="repository", object_uid=uid,
                   body_uid=body)])  # fmt: skip
    found = read(client, "/en/news.atom?organisation=top")
    assert [entry.title for entry in found.entries] == ["New: Map"]
    assert len(read(client, "/en/news.atom").entries) == 2


@pytest.mark.parametrize("path", ["repositories/", "organisations/", "search/"])
def test_a_list_names_its_own_feeds_in_its_head(client: Client, path: str) -> None:
    fill(2)
    page = client.get(f"/en/{path}?q=urbanisme").content.decode()
    name = path.strip("/")
    for form, media in (("atom", "application/atom+xml"), ("feed.json", "application/feed+json")):
        assert f'type="{media}" href="/en/{name}.{form}?q=urbanisme"' in page
