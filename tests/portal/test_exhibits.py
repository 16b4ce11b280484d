"""The living page of components shows the product's own parts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from beffroi.portal import exhibits
from beffroi.repositories.pages.life import STATES

SHEET = Path(settings.BASE) / "portal/static/beffroi.css"
ICONS = Path(settings.BASE) / "portal/static/icons.svg"
PARTS = {
    *("acts", "bars", "blank", "chart", "chips", "cmd", "error", "facet", "facts", "field"),
    *("finding", "floor", "forgive", "icons", "kinds", "legend", "life", "mini", "note"),
    *("opt", "pages", "prov", "result", "second", "danger", "state", "step", "steps"),
    *("swatches", "tbl", "verdict", "wrong", "prose", "crumbs", "help", "low"),
}


def test_the_life_line_is_shown_in_every_state() -> None:
    assert {point.state for point in exhibits.line()} == set(STATES)


def test_every_icon_of_the_sprite_is_shown() -> None:
    drawn = re.findall('symbol id="([a-z]+)"', ICONS.read_text("utf-8"))
    assert set(exhibits.ICONS) == set(drawn) - {"mark"}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_shows_every_part(client: Client, language: str) -> None:
    page = client.get(f"/{language}/components/").content.decode()
    shown = {word for names in re.findall('class="([^"]*)"', page) for word in names.split()}
    assert shown >= PARTS


@pytest.mark.slow
@pytest.mark.django_db
def test_the_examples_lead_nowhere_else(client: Client) -> None:
    main = client.get("/en/components/").content.decode().split("<main", 1)[1].split("</main", 1)[0]
    addresses = set(re.findall('href="([^"#]+)"', main))
    assert {url for url in addresses if not url.startswith("/static/")} == {"/en/sitemap/"}


def test_the_style_sheet_weighs_25_kb_at_most() -> None:
    assert len(SHEET.read_bytes()) <= 25_000


def test_every_token_has_a_light_and_a_dark_tone() -> None:
    tokens = re.search(r":root\{(.*?)\n\}", SHEET.read_text("utf-8"), re.DOTALL)
    assert tokens
    plain = re.findall(r"--([a-z0-9-]+):#", tokens[1])
    assert plain == [], "a colour is written with light-dark()"


def test_the_examples_speak_both_languages() -> None:
    with translation.override("fr"):
        assert exhibits.steps()[0].title.startswith("Prochaine")
