"""A person finds "urbanisme python", narrows it, opens a repository: each way that people have."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
WORDS = {
    "en": {"search": "Search", "result": "result", "filters": "Filters", "code": "Code",
           "near": "near spellings", "sort": "Sort by", "remove": "Remove:", "other": "Français"},
    "fr": {"search": "Chercher", "result": "résultat", "filters": "Filtres", "code": "Code",
           "near": "orthographes voisines", "sort": "Trier par", "remove": "Retirer",
           "other": "English"},
}  # fmt: skip


@contextmanager
def opened(chromium: Browser, width: int = 1280, **facts: Any) -> Iterator[Page]:
    """Open a page of its own."""
    context = chromium.new_context(viewport={"width": width, "height": 800}, **facts)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_person_finds_narrows_and_opens(
    site: Site,
    chromium: Browser,
    language: str,
    width: int,
    has_scripts: bool,  # noqa: FBT001 (a fixture)
) -> None:
    say = WORDS[language]
    with opened(chromium, width, java_script_enabled=has_scripts) as page:
        page.goto(f"{site.address}/{language}/")
        page.locator("#q").fill("urbanisme")
        page.get_by_role("button", name=say["search"]).click()
        heading = page.locator("#rh")
        expect(heading).to_contain_text(say["result"])
        before = count_of(page)
        if width < 960:
            page.locator("#filters > summary").click()
        chosen = page.locator("#filters a[href*='language=Python']").first
        chosen.click()
        expect(page.locator(".chips")).to_contain_text("Python")
        assert 0 < count_of(page) < before
        page.locator(".result h3 a").first.click()
        expect(page.locator("h1")).not_to_be_empty()
        assert "/repositories/" in page.url


def count_of(page: Page) -> int:
    """Return the number of results that the page says."""
    return int("".join(filter(str.isdigit, page.locator("#rh").inner_text())))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_slip_of_the_keyboard_is_forgiven_and_said(
    site: Site, chromium: Browser, language: str
) -> None:
    with opened(chromium) as page:
        page.goto(f"{site.address}/{language}/search/?q=urbansime+pyton")
        expect(page.locator(".forgive").first).to_contain_text(WORDS[language]["near"])
        assert count_of(page) > 0


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_keyboard_alone_is_enough(site: Site, chromium: Browser, language: str) -> None:
    with opened(chromium) as page:
        page.goto(f"{site.address}/{language}/repositories/")
        press_until(page, lambda: page.locator("#q:focus").count() == 1)
        page.keyboard.type("urbanisme")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=urbanisme**")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.locator("a.skip[href='#rh']:focus").count() == 1
        page.keyboard.press("Enter")
        press_until(page, lambda: page.locator(".result h3 a:focus").count() == 1)
        page.keyboard.press("Enter")
        page.wait_for_url("**/repositories/*-*/")


def press_until(page: Page, is_there: Any, most: int = 40) -> None:
    """Press Tab until something has the focus; what has it is always seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        seen = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert seen != "none"
        if is_there():
            return
    pytest.fail("the keyboard does not get there")


def test_the_language_changes_on_the_same_page(site: Site, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{site.address}/en/search/?q=urbanisme&language=Python")
        count = count_of(page)
        page.get_by_role("link", name="Français").first.click()
        assert page.url.endswith("/fr/search/?q=urbanisme&language=Python")
        assert count_of(page) == count


def test_the_order_changes_without_a_script(site: Site, chromium: Browser) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto(f"{site.address}/en/repositories/?q=python")
        page.get_by_label("Sort by").select_option("-stars")
        page.get_by_role("button", name="Sort", exact=True).click()
        assert "sort=-stars" in page.url
        assert "q=python" in page.url


def test_the_pages_follow_each_other(site: Site, chromium: Browser) -> None:
    with opened(chromium) as page:
        page.goto(f"{site.address}/en/repositories/")
        first = page.locator(".result h3 a").first.get_attribute("href")
        page.get_by_role("link", name="Next page").click()
        assert "page=2" in page.url
        assert page.locator(".result h3 a").first.get_attribute("href") != first


def test_the_appearance_stays_without_a_script(site: Site, chromium: Browser) -> None:
    with opened(chromium, java_script_enabled=False) as page:
        page.goto(f"{site.address}/en/repositories/?q=python")
        page.get_by_role("button", name="Dark").click()
        assert page.url.endswith("/en/repositories/?q=python")
        assert page.locator("html").get_attribute("data-theme") == "dark"
