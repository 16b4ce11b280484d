"""The list of repositories as files and as a subscription."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client

from beffroi.repositories.formats.exports import COLUMNS
from beffroi.repositories.offers.documents import RepositoryDocuments
from beffroi.search.engine import build
from tests.makers import NOON, make_account, make_repository

pytestmark = pytest.mark.django_db
FILE = "/en/repositories."
ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def text_of(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def rows(client: Client, question: str = "") -> list[dict[str, str]]:
    text = text_of(client.get(f"{FILE}csv{question}"))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def uids(client: Client, question: str = "") -> list[str]:
    return [row["uid"] for row in rows(client, question)]


def index_all() -> None:
    build(settings.BEFFROI_INDEX, RepositoryDocuments().documents(None))


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_a_file_has_a_name_a_type_and_is_streamed(client: Client, form: str) -> None:
    make_repository()
    answer = client.get(f"{FILE}{form}")
    assert answer.streaming
    assert answer["Content-Disposition"] == f'attachment; filename="beffroi-repositories.{form}"'
    assert "charset=utf-8" in answer["Content-Type"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_empty_list_is_a_file_with_its_header(client: Client) -> None:
    assert text_of(client.get(f"{FILE}csv")) == ",".join(COLUMNS) + "\r\n"


def test_the_three_formats_hold_the_same_rows(client: Client) -> None:
    make_repository(name="x,y", description='"a"\r\nb', topics=["a", "b c"], stars=0)
    (row,) = rows(client)
    (whole,) = json.loads(text_of(client.get(f"{FILE}json")))
    (line,) = map(json.loads, text_of(client.get(f"{FILE}jsonl")).splitlines())
    assert whole == line
    assert tuple(whole) == tuple(row) == COLUMNS
    assert (row["description"], whole["description"]) == ('"a"\r\nb', '"a"\r\nb')
    assert (row["topics"], whole["topics"]) == ("a,b c", ["a", "b c"])
    assert (row["stars_count"], row["is_fork"], whole["is_fork"]) == ("0", "", None)


def test_rows_are_sorted_by_address_whatever_came_first(client: Client) -> None:
    account = make_account()
    for name in ("c", "a", "b"):
        make_repository(uid=name, name=name, account=account)
    assert uids(client) == ["a", "b", "c"]
    assert uids(client, "?sort=-stars&page=3&size=1") == ["a", "b", "c"]


def test_a_file_keeps_to_the_choices_of_the_page(client: Client) -> None:
    make_repository(uid="a", language="Python", topics=["Open Data"])
    make_repository(uid="b", language="Java", topics=["open-data"])
    make_repository(uid="c", language="Python", withdrawn_at=NOON, withdrawn_reason="deleted")
    assert uids(client, "?language=Python") == ["a"]
    assert uids(client, "?topic=open-data&language=Java&kind=organisation") == ["b"]
    assert uids(client, "?language=Klingon") == []


def test_words_choose_as_the_page_does_and_in_its_order(client: Client) -> None:
    make_repository(uid="few", description="urbanisme", stars=1)
    make_repository(uid="many", description="urbanisme", stars=9)
    make_repository(uid="other", description="cuisine")
    index_all()
    assert uids(client, "?q=urbanisme&sort=-stars") == ["many", "few"]
    assert uids(client, "?q=urbanisme&archived=yes") == []


def test_words_without_an_index_are_refused_with_the_way_out(client: Client) -> None:
    answer = client.get(f"{FILE}csv?q=x", headers={"Accept": "application/problem+json"})
    assert (answer.status_code, answer.json()["type"]) == (503, "/errors/no-index")


def test_cells_are_disarmed_for_spreadsheets_only(client: Client) -> None:
    make_repository(description="@mdi/svg")
    assert rows(client)[0]["description"] == "@mdi/svg"
    assert rows(client, "?for=spreadsheet")[0]["description"] == "'@mdi/svg"


def test_an_unchanged_file_is_304_until_an_act_is_noted(client: Client) -> None:
    from beffroi.journal.actions import note  # noqa: PLC0415
    from beffroi.journal.shapes import Deed  # noqa: PLC0415

    known = {"If-None-Match": client.get(f"{FILE}csv")["ETag"]}
    assert client.get(f"{FILE}csv", headers=known).status_code == 304
    assert client.get(f"{FILE}csv?language=C", headers=known).status_code == 200
    note([Deed(at=NOON, verb="recorded", object_kind="repository", object_uid="x")])
    assert client.get(f"{FILE}csv", headers=known).status_code == 200


def test_a_file_of_words_changes_with_what_the_index_finds(client: Client) -> None:
    make_repository(description="urbanisme")
    index_all()
    first = client.get(f"{FILE}csv?q=urbanisme")["ETag"]
    make_repository(description="urbanisme")
    settings.BEFFROI_INDEX = settings.BEFFROI_INDEX.with_name("other")
    index_all()
    assert client.get(f"{FILE}csv?q=urbanisme")["ETag"] != first


def feed(client: Client, question: str = "") -> ET.Element:
    answer = client.get(f"{FILE}atom{question}")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)  # noqa: S314 (our own text)


def test_a_feed_has_the_newest_fifty_of_the_choice(client: Client) -> None:
    account = make_account()
    for number in range(51):
        make_repository(uid=f"r{number}", account=account, language="Python", topics=["x"])
    make_repository(uid="java", language="Java")
    for question in ("?language=Python", "?topic=x"):
        found = feed(client, question).findall(f"{ATOM}entry/{ATOM}id")
        assert len(found) == 50
        assert found[0].text == "tag:localhost,2026:repositories/r50"


def test_a_feed_of_words_is_a_subscription_to_the_search(client: Client) -> None:
    make_repository(uid="one", name="Carte", description="urbanisme a@b.example")
    index_all()
    found = feed(client, "?q=urbanisme")
    entry = found.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "Carte"
    assert entry.findtext(f"{ATOM}summary") == "urbanisme …@b.example"
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links["alternate"] == "http://localhost:8000/en/repositories/?q=urbanisme"


def test_a_feed_says_what_was_withdrawn(client: Client) -> None:
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "deleted"}
    make_repository(uid="gone", language="C", **gone)
    (deleted,) = feed(client, "?language=C").findall(GONE)
    assert deleted.get("ref") == "tag:localhost,2026:repositories/gone"
    assert feed(client, "?language=Java").findall(GONE) == []


def test_a_feed_is_304_when_the_reader_has_it(client: Client) -> None:
    make_repository()
    known = {"If-None-Match": client.get(f"{FILE}atom")["ETag"]}
    assert client.get(f"{FILE}atom", headers=known).status_code == 304


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("form", "queries"), [("csv", 4), ("atom", 3)])
def test_a_list_costs_the_same_for_one_and_for_twenty(
    client: Client, count: int, form: str, queries: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make_repository()
    with django_assert_num_queries(queries):
        answer = client.get(f"{FILE}{form}")
        b"".join(answer)


@pytest.mark.parametrize("question", ["page=-1", "q=%00", "size=9999999999", "q=%28", "topic=%00"])
@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "atom"])
def test_strange_questions_are_no_fault(client: Client, form: str, question: str) -> None:
    make_repository()
    index_all()
    assert client.get(f"{FILE}{form}?{question}").status_code == 200
