"""Every page: nothing that axe finds, nothing wider than the window, nothing heavy, no word."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser

from tests.browser.conftest import Site
from tests.browser.visiting import EMPTY, PAGES, Found, Visitor

pytestmark = pytest.mark.browser
LANGUAGES = ["en", "fr"]
ERRORS = {"unknown": 404, "refused": 400, "gone": 410, "not by address": 404}
MACHINES = {"csv", "json", "jsonl", "parquet", "atom", "feed_json", "rss", "news", "package"}


@pytest.fixture(scope="module")
def visitor(chromium: Browser) -> Visitor:
    return Visitor(chromium)


@pytest.fixture(params=[*PAGES, *EMPTY])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=LANGUAGES)
def found(
    request: pytest.FixtureRequest, site: Site, empty_site: Site, visitor: Visitor, name: str
) -> Found:
    """Open the page, or remember it."""
    if name in EMPTY:
        return visitor.visit(empty_site, EMPTY[name], request.param)
    return visitor.visit(site, PAGES[name], request.param)


def test_axe_finds_nothing_in_any_window_and_scheme(found: Found) -> None:
    assert found.violations == []


def test_nothing_is_wider_than_the_window(found: Found) -> None:
    assert found.too_wide == []


def test_the_console_stays_silent(found: Found) -> None:
    assert found.said == []


def test_nothing_comes_from_elsewhere(found: Found) -> None:
    assert found.outside == []
    assert "default-src 'none'" in found.policy
    assert "unsafe" not in found.policy


def test_the_page_is_what_it_says(found: Found, name: str) -> None:
    assert found.status == ERRORS.get(name, 200)


def test_every_page_of_the_program_is_in_the_list() -> None:
    known = {path.partition("?")[0] for path in PAGES.values()}
    written = pages_without_arguments()
    assert "repositories/" in written
    assert sorted(written - known) == []


def pages_without_arguments() -> set[str]:
    """Return the addresses below a language that need nothing more, files and feeds left out."""
    found: set[str] = set()
    for top in get_resolver().url_patterns:
        if not isinstance(top, URLResolver) or "LocalePrefix" not in repr(top.pattern.__class__):
            continue
        for group in top.url_patterns:
            assert isinstance(group, URLResolver)
            plain = [one for one in group.url_patterns if isinstance(one, URLPattern)]
            named = [one for one in plain if one.name]  # the others are old addresses
            routes = {str(one.pattern) for one in named if not one.pattern.converters}
            found |= {route for route in routes if route == "" or route.endswith("/")}
    return found
