"""The search as files and as a subscription, and what is new."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from beffroi.journal.actions import note
from beffroi.journal.shapes import Deed
from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.portal.found import COLUMNS
from beffroi.repositories.models import Repository
from beffroi.search.engine import build
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def make_town() -> None:
    body = make_organisation(uid="town", name="Ville", description="Urbanisme a@b.example")
    account = make_account(uid="account", organisation=body, full_path="ville")
    make_repository(uid="map", name="Carte", account=account, description="Urbanisme")
    sources = [source for _, source in SEARCH_DOCUMENTS.items()]
    build(settings.BEFFROI_INDEX, (one for source in sources for one in source.documents(None)))


def rows(client: Client, question: str = "") -> list[dict[str, str]]:
    text = b"".join(client.get(f"/en/search.csv{question}")).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def entries(client: Client, address: str) -> list[ET.Element]:
    root = ET.fromstring(client.get(address).content)  # noqa: S314 (our own text)
    return root.findall(f"{ATOM}entry")


def test_a_file_of_the_search_holds_every_kind(client: Client) -> None:
    make_town()
    found = {row["kind"]: row for row in rows(client, "?q=urbanisme")}
    assert set(found) == {"repository", "organisation"}
    assert tuple(found["repository"]) == COLUMNS
    assert found["repository"]["organisation"] == "Ville"
    assert found["organisation"]["description"] == "Urbanisme …@b.example"
    assert found["organisation"]["stars_count"] == ""


def test_a_file_keeps_to_the_choice_and_is_304_when_unchanged(client: Client) -> None:
    make_town()
    assert [row["id"] for row in rows(client, "?kind=organisation")] == ["town"]
    answer = client.get("/en/search.json?kind=organisation")
    assert json.loads(b"".join(answer))[0]["id"] == "town"
    known = {"If-None-Match": answer["ETag"]}
    assert client.get("/en/search.json?kind=organisation", headers=known).status_code == 304


def test_a_search_can_be_subscribed_to(client: Client) -> None:
    make_town()
    found = entries(client, "/en/search.atom?q=urbanisme&kind=repository")
    assert [one.findtext(f"{ATOM}title") for one in found] == ["Carte"]
    assert found[0].findtext(f"{ATOM}id") == "tag:localhost,2026:repositories/map"
    assert b"urbanisme" in client.get("/en/search.atom?q=urbanisme").content


def deed(verb: str, kind: str, uid: str) -> Deed:
    return Deed(at=NOON, verb=verb, object_kind=kind, object_uid=uid, body_uid="town")


def test_what_is_new_is_read_from_the_journal(client: Client) -> None:
    make_town()
    note([deed("recorded", "organisation", "town"), deed("changed", "repository", "map")])
    note([deed("withdrawn", "account", "account"), deed("renamed", "repository", "map")])
    found = entries(client, "/en/news.atom")
    assert [one.findtext(f"{ATOM}title") for one in found] == [
        "Renamed: Carte", "Withdrawn: ville", "New: Ville",
    ]  # fmt: skip
    assert len({one.findtext(f"{ATOM}id") for one in found}) == 3
    assert {one.findtext(f"{ATOM}author/{ATOM}name") for one in found} == {"Ville"}


def test_what_was_withdrawn_is_named_but_no_longer_described(client: Client) -> None:
    make_town()
    Repository.objects.filter(uid="map").update(description="To be forgotten")
    note([deed("renamed", "repository", "map")])
    assert b"To be forgotten" in client.get("/en/news.atom").content
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "legal", "description": "To be forgotten"}
    Repository.objects.filter(uid="map").update(**gone)
    answer = client.get("/en/news.atom").content
    assert (b"To be forgotten" in answer, b"Carte" in answer) == (False, True)


def test_what_is_new_speaks_french_too(client: Client) -> None:
    make_town()
    note([deed("withdrawn", "repository", "map")])
    (entry,) = entries(client, "/fr/news.atom")
    assert entry.findtext(f"{ATOM}title") != "Withdrawn: Carte"
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "http://localhost:8000/fr/repositories/map/"


@pytest.mark.parametrize("count", [1, 20])
def test_what_is_new_costs_the_same_for_one_and_for_twenty(
    client: Client, count: int, django_assert_num_queries: Any
) -> None:
    make_town()
    note([deed("recorded", "repository", f"r{number}") for number in range(count)])
    with django_assert_num_queries(3):
        assert len(entries(client, "/en/news.atom")) == count
