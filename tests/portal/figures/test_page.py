"""The page of figures: every number is a door, and behind it stands that number."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.organisations.pages.asking import open_now
from beffroi.portal.figures import CHARTS, small
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Repository
from beffroi.search.shapes import FACETS
from tests.makers import make_account, make_repository
from tests.portal.figures.sample import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
DOOR = re.compile(r'<a href="([^"]+)">(?:<bdi>.*?</bdi>)?([0-9,]*)</a>')
NUMBER = re.compile(r'<td class="n">(?:<a href="[^"]+">)?([0-9,]+)<')
RESULT = re.compile(r'role="status">([0-9,]+) results?<')

QUESTIONS = (
    "",
    "?language=Python&q=repository",
    "?organisation=etalab",
    "?ministry=interieur&country=BE&country=FR",
    "?topic=map&has=readme&added=2026",
)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def page(client: Client, question: str = "", language: str = "en") -> str:
    answer = client.get(f"/{language}/figures/{question}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def doors(text: str) -> Iterator[tuple[str, int]]:
    """Give each list that the tables of a page lead to, and the number that stands there."""
    for row in ROW.findall(text):
        numbers = NUMBER.findall(row)
        for url, number in DOOR.findall(row):
            if "/repositories/?" in url or "/organisations/?" in url:
                shown = number or numbers[0]
                yield html.unescape(url), int(shown.replace(",", ""))


def found_behind(client: Client, url: str) -> int:
    text = client.get(url).content.decode()
    return int(RESULT.search(text)[1].replace(",", ""))  # type: ignore[index]


@pytest.mark.parametrize("question", QUESTIONS)
def test_behind_every_door_stands_the_number_that_is_on_it(client: Client, question: str) -> None:
    fill()
    found = set(doors(page(client, question)))
    for url, number in found:
        assert found_behind(client, url) == number, url
    assert len(found) > 20


def test_every_chart_has_its_table_and_its_files(client: Client) -> None:
    fill()
    text = page(client)
    for key in CHARTS:
        assert f'id="{key}-t"' in text, key
        assert f'href="/en/figures/{key}.csv"' in text, key
        assert f'href="/en/figures/{key}.json"' in text, key


def test_the_file_of_a_chart_says_what_the_page_says(client: Client) -> None:
    fill()
    for key in CHARTS:
        answer = client.get(f"/en/figures/{key}.csv")
        assert answer["Content-Type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode())))
        records = json.loads(b"".join(client.get(f"/en/figures/{key}.json")))
        assert rows, key
        assert [one["value"] for one in records] == [row["value"] for row in rows]
        lists = [row[name] for row in rows for name in row if name.endswith("_list")]
        assert all(value == "" or value.startswith("http") for value in lists)


def test_drawings_are_named_and_hold_no_script_and_no_style(client: Client) -> None:
    fill()
    text = page(client)
    assert text.count('role="img"') == 3  # growth, software, scores
    assert " style=" not in text
    assert 'aria-labelledby="growth growth-d"' in text
    assert 'id="growth"' in text
    assert 'id="growth-d"' in text


def test_french_has_its_own_words_and_numbers(client: Client) -> None:
    fill()
    text = page(client, language="fr")
    assert "<h1>Le catalogue en chiffres</h1>" in text
    assert "20,0\u202f%" in text


def test_the_second_reader_costs_no_counting(client: Client) -> None:
    fill()
    page(client)
    with CaptureQueriesContext(connection) as asked:
        page(client, "?utm_source=mail")
    assert [one["sql"] for one in asked if "COUNT" in one["sql"] or "GROUP" in one["sql"]] == []
    assert len(asked) == 0


def test_figures_follow_the_index_and_nothing_else(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("beffroi.search.reader.RELOAD_SECONDS", 0.0)
    made = fill()
    make_repository(account=made[0].account, name="late")
    assert ">5</a></dd>" in page(client)
    rebuild(holder="test", at=timezone.now())
    assert ">6</a></dd>" in page(client)


def test_what_was_withdrawn_is_told_with_the_entries(client: Client) -> None:
    made = fill()
    Repository.objects.filter(pk=made[0].pk).update(
        withdrawn_at=timezone.now(), withdrawn_reason="deleted"
    )
    rebuild(holder="test", at=timezone.now())
    text = page(client)
    assert "5 repositories have entered the catalogue, 1 was withdrawn" in text


def test_chips_take_each_filter_away(client: Client) -> None:
    fill()
    text = page(client, "?language=Python&topic=map")
    assert "A part of the catalogue in figures" in text
    assert 'href="/en/figures/?topic=map"' in text
    assert "Etalab in figures" in page(client, "?organisation=etalab")


def test_an_empty_catalogue_says_how_to_fill_it(client: Client) -> None:
    rebuild(holder="test", at=timezone.now())
    assert "beffroi import repositories FILE" in page(client)
    assert "beffroi reindex" not in page(client)


def test_a_question_without_answer_says_so(client: Client) -> None:
    fill()
    assert "No repository answers to these filters" in page(client, "?language=Cobol")
    answer = client.get("/en/figures/growth.csv?language=Cobol")
    assert b"".join(answer).splitlines() == [b"value,label"]


def test_without_an_index_the_page_says_how_to_build_it(client: Client) -> None:
    make_repository(account=make_account())
    assert "beffroi reindex" in page(client)
    assert client.get("/en/figures/growth.csv").status_code == 503


@pytest.mark.parametrize("question", ["?sort=none", "?exact=maybe"])
def test_a_malformed_question_is_refused_in_words(client: Client, question: str) -> None:
    fill()
    assert client.get(f"/en/figures/{question}").status_code == 400
    assert client.get("/en/figures/unknown.csv").status_code == 404


def test_a_body_has_small_figures_for_its_page() -> None:
    fill()
    index = open_now()
    assert index
    found = small(index, "ville")
    assert [one.key for one in found] == ["growth", "freedoms", "languages"]
    assert found[0].csv == "/en/figures/growth.csv?organisation=ville"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    given_values=st.lists(
        st.tuples(st.sampled_from([*FACETS, "q", "sort", "size", "page"]), st.text(max_size=20)),
        max_size=4,
    ),
    key=st.sampled_from(["", "growth.csv", "files.json", "organisations.csv"]),
)
def test_no_address_of_the_figures_is_a_fault(
    client: Client, given_values: list[tuple[str, str]], key: str
) -> None:
    if not Repository.objects.exists():
        fill()
    answer = client.get(
        f"/en/figures/{key}", QUERY_STRING=urlencode(given_values, errors="replace")
    )
    assert answer.status_code in {200, 400}
