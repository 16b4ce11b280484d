"""The list of bodies as files and as a subscription."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from beffroi.organisations.formats.exports import BODY_COLUMNS
from beffroi.organisations.offers.documents import OrganisationDocuments
from beffroi.search.engine import build
from tests.makers import NOON, make_organisation

pytestmark = pytest.mark.django_db
FILE = "/en/organisations."
ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def uids(client: Client, question: str = "") -> list[str]:
    text = b"".join(client.get(f"{FILE}csv{question}")).decode()
    return [row["uid"] for row in csv.DictReader(io.StringIO(text, newline=""))]


def test_a_file_of_bodies_is_sorted_and_keeps_to_the_choice(client: Client) -> None:
    make_organisation(uid="b")
    make_organisation(uid="a", country="NL")
    make_organisation(uid="c", withdrawn_at=NOON, withdrawn_reason="closed")
    assert uids(client) == ["a", "b"]
    assert uids(client, "?country=NL") == ["a"]


def test_json_has_the_same_columns(client: Client) -> None:
    make_organisation(names={"fr": "Ville"}, parent=make_organisation(uid="top"))
    first, _ = json.loads(b"".join(client.get(f"{FILE}json")))
    assert tuple(first) == BODY_COLUMNS
    assert (first["names"], first["parent_uid"]) == ({"fr": "Ville"}, "top")


def test_words_choose_as_the_page_does(client: Client) -> None:
    make_organisation(uid="town", name="Ville de Lyon")
    make_organisation(uid="other", name="Ministère")
    build(settings.BEFFROI_INDEX, OrganisationDocuments().documents(None))
    assert uids(client, "?q=lyon") == ["town"]
    assert b"Ville de Lyon" in client.get(f"{FILE}atom?q=lyon").content


def test_a_feed_names_bodies_in_its_language_and_says_what_was_withdrawn(client: Client) -> None:
    make_organisation(uid="town", name="Ville", names={"en": "Town"}, description="a@b.example")
    make_organisation(uid="gone", withdrawn_at=NOON, withdrawn_reason="closed")
    content = client.get(f"{FILE}atom").content
    root = ET.fromstring(content)  # noqa: S314 (our own text)
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Town"
    assert [one.get("ref") for one in root.findall(GONE)] == [
        "tag:localhost,2026:organisations/gone"
    ]
    assert b"a@b" not in content


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("form", "queries"), [("csv", 4), ("atom", 2)])
def test_a_list_costs_the_same_for_one_and_for_twenty(
    client: Client, count: int, form: str, queries: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make_organisation()
    with django_assert_num_queries(queries):
        b"".join(client.get(f"{FILE}{form}"))
