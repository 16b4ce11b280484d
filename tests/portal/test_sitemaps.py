"""Maps of the site: every page once, in every language, in parts."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from beffroi.portal import sitemaps
from tests.makers import NOON, make_account, make_repository

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"


def read(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.streaming
    assert answer["Content-Type"].startswith("application/xml")
    return ET.fromstring(b"".join(answer))  # noqa: S314 (our own text)


def parts(client: Client) -> list[str]:
    found = read(client, "/sitemap.xml").findall(f"{MAP}sitemap/{MAP}loc")
    return [str(one.text).removeprefix("http://localhost:8000") for one in found]


def places(client: Client, address: str) -> list[str]:
    return [str(one.text) for one in read(client, address).findall(f"{MAP}url/{MAP}loc")]


def test_the_map_has_every_listed_thing_once_in_each_language(client: Client) -> None:
    account = make_account(uid="acc")
    make_repository(uid="one", account=account)
    make_repository(uid="gone", account=account, withdrawn_at=NOON, withdrawn_reason="deleted")
    found = [place for part in parts(client) for place in places(client, part)]
    assert len(found) == len(set(found))
    body = account.organisation.uid
    for path in ("repositories/one", "accounts/acc", f"organisations/{body}", "feeds"):
        assert {f"http://localhost:8000/{code}/{path}/" for code in ("en", "fr")} <= set(found)
    assert not any("gone" in place for place in found)


def test_what_the_map_names_is_there(client: Client) -> None:
    make_repository(uid="one")
    for part in parts(client):
        for place in places(client, part):
            assert client.get(place.removeprefix("http://localhost:8000")).status_code == 200


def test_each_page_names_its_twins_and_its_last_change(client: Client) -> None:
    make_repository(uid="one")
    english, french = read(client, parts(client)[1]).findall(f"{MAP}url")
    assert english.findtext(f"{MAP}lastmod") == "2026-05-04T12:00:00Z"
    twins = [{one.get("hreflang"): one.get("href") for one in url.findall(LINK)}
             for url in (english, french)]  # fmt: skip
    assert twins[0] == twins[1]
    assert twins[0]["fr"] == french.findtext(f"{MAP}loc")


def test_a_part_never_has_more_addresses_than_are_allowed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sitemaps.BLOCK * 2 <= sitemaps.MAX_ADDRESSES
    monkeypatch.setattr(sitemaps, "BLOCK", 2)
    made = [make_repository(uid=f"r{number}") for number in range(5)]
    mine = [part for part in parts(client) if "repositories" in part]
    assert len(mine) == len({one.pk // 2 for one in made})
    found = [place for part in mine for place in places(client, part)]
    assert len(found) == 10


@pytest.mark.parametrize("count", [1, 20])
def test_a_map_costs_the_same_for_one_and_for_twenty(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    account = make_account()
    for number in range(count):
        make_repository(uid=f"r{number}", account=account)
    with django_assert_num_queries(3):
        part = parts(client)[1]
    with django_assert_num_queries(1):
        assert len(places(client, part)) == count * 2


@pytest.mark.parametrize("name", ["nothing-0", "repositories-9999999", "pages-x"])
def test_a_part_that_is_none_is_not_found(client: Client, name: str) -> None:
    assert client.get(f"/sitemap-{name}.xml").status_code == 404
