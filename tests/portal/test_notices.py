"""What the site says of itself, its theme, its suggestions."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from beffroi.lib.themes import load
from beffroi.portal import context
from tests.lib.test_themes import COLOURS, MARK, PATH, written
from tests.portal.pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def themed(tmp_path: Path, settings: Any) -> Any:
    """Dress the site as another government."""
    text = 'name = { en = "Zoo" }\nsubtitle = { en = "Code of Zoo" }\nmark = "mark.svg"\n'
    settings.BEFFROI_THEME = load(written(tmp_path, text + COLOURS, MARK.format(PATH)))
    context._house.cache_clear()  # noqa: SLF001 (what a new process would start without)
    yield settings.BEFFROI_THEME
    context._house.cache_clear()  # noqa: SLF001


def test_a_theme_changes_name_mark_and_colour_of_every_page(client: Client, themed: Any) -> None:
    page = client.get("/en/about/").content.decode()
    assert "<title>About this portal – Zoo</title>" in page
    assert "Zoo<small>Code of Zoo</small>" in page
    assert f'<link rel="stylesheet" href="/theme/{themed.stamp}.css">' in page
    assert f'<use href="/theme/{themed.stamp}.svg#mark"/>' in page


def test_a_theme_is_served_for_good_under_its_own_address(client: Client, themed: Any) -> None:
    sheet = client.get(f"/theme/{themed.stamp}.css")
    assert (sheet.content.decode(), sheet["Content-Type"]) == (
        themed.sheet,
        "text/css; charset=utf-8",
    )
    assert "immutable" in sheet["Cache-Control"]
    assert client.get(f"/theme/{themed.stamp}.svg")["Content-Type"] == "image/svg+xml"
    assert client.get("/theme/other.css").status_code == 404


def test_without_a_theme_there_is_no_second_sheet(client: Client) -> None:
    assert client.get("/en/about/").content.decode().count('rel="stylesheet"') == 1
    assert client.get("/theme/anything.css").status_code == 404


def test_the_legal_notice_says_who_runs_the_site(client: Client, settings: Any) -> None:
    settings.BEFFROI_OPERATOR = "Office of <Code>"
    settings.BEFFROI_WRITE_TO = {"url": "mailto:a@example.org", "words": "a@example.org"}
    page = client.get("/en/legal/").content.decode()
    assert "Office of &lt;Code&gt;" in page
    assert '<a href="mailto:a@example.org">a@example.org</a>' in page


def test_where_nobody_said_who_runs_it_the_notice_says_so(client: Client) -> None:
    assert client.get("/en/legal/").content.decode().count("not stated yet") == 2
    assert "has not said yet where to write" in client.get("/en/accessibility/").content.decode()


def test_the_keys_are_listed_with_what_they_do(client: Client) -> None:
    page = client.get("/en/keys/").content.decode()
    assert '<kbd>g</kbd> <kbd>o</kbd></dt><dd><a href="/en/organisations/">' in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("urb", ["urbanisme"]),
        ("carte urb", ["carte urbanisme"]),
        ("zzz", []),
        ("", []),
        ("urbanisme ", []),
        ("\0", []),
        ('"<script>', []),
    ],
)
def test_the_word_that_is_typed_is_completed(client: Client, typed: str, found: list[str]) -> None:
    fill(2)
    answer = client.get("/suggest", {"q": typed})
    assert (answer.status_code, answer.json()[:1]) == (200, found)


def test_without_an_index_nothing_is_suggested(client: Client) -> None:
    assert client.get("/suggest?q=urb").json() == []


def test_words_between_backticks_are_code_and_nothing_is_markup(client: Client) -> None:
    page = client.get("/en/errors/no-index/").content.decode()
    assert "<code>beffroi reindex</code>" in page
