"""What a person sets is followed: print, forced colours, contrast, appearance; and the weight."""

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser.conftest import Site
from tests.browser.visiting import PAGES

pytestmark = pytest.mark.browser
LONG = ["new publiccode.yml", "rules"]
"""Pages that keep the floor of 100 kB and not the goal of 50: a long form, a long table."""
HEAVY = sorted(set(PAGES) - {"components", "errors", "unknown", "refused", "gone", *LONG})


def test_on_paper_there_is_no_navigation_and_links_are_written_out(
    site: Site, chromium: Browser
) -> None:
    page = chromium.new_page()
    page.goto(f"{site.address}/en/{PAGES['repository']}")
    page.emulate_media(media="print")
    for part in (".nav", ".tools", "form", ".crumbs", ".foot .cols"):
        assert page.locator(part).first.is_hidden(), part
    link = page.locator(".facts a[href^=http]").first
    written = link.evaluate("one => getComputedStyle(one, '::after').content")
    assert link.get_attribute("href") in written
    page.close()


def test_in_forced_colours_the_parts_keep_their_borders(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{site.address}/en/components/")
    width = "one => parseFloat(getComputedStyle(one).borderTopWidth)"
    assert page.locator(".btn").first.evaluate(width) >= 2
    assert page.locator("#search input").evaluate(width) >= 2
    assert page.locator("main .verdict b").first.evaluate(width) >= 2
    context.close()


def test_more_contrast_turns_soft_text_to_ink(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(contrast="more", color_scheme="light")
    page = context.new_page()
    page.goto(f"{site.address}/en/about/")
    colour = "getComputedStyle(document.querySelector('.lead')).color"
    assert page.evaluate(colour) == page.evaluate("getComputedStyle(document.body).color")
    context.close()


@pytest.mark.parametrize("name", HEAVY)
def test_a_first_visit_weighs_at_most_50_kb_and_the_next_15(
    site: Site, chromium: Browser, name: str
) -> None:
    first, second = weigh(site, chromium, name)
    assert (first <= 50_000, second <= 15_000) == (True, True), (first, second)


@pytest.mark.parametrize("name", LONG)
def test_a_first_visit_of_a_long_page_weighs_at_most_100_kb(
    site: Site, chromium: Browser, name: str
) -> None:
    assert weigh(site, chromium, name)[0] <= 100_000


def weigh(site: Site, chromium: Browser, name: str) -> tuple[int, int]:
    """Return the bytes on the wire of a first visit, and of a second in the other language."""
    context = chromium.new_context()
    page = context.new_page()
    weights: list[int] = []

    def note(request: Request) -> None:
        sizes = request.sizes()
        weights.append(sizes["responseBodySize"] + sizes["responseHeadersSize"])

    page.on("requestfinished", note)
    path = PAGES[name].format(site=site)
    page.goto(f"{site.address}/en/{path}", wait_until="networkidle")
    first = sum(weights)
    weights.clear()
    page.goto(f"{site.address}/fr/{path}", wait_until="networkidle")
    context.close()
    return first, sum(weights)


@pytest.mark.parametrize("name", ["home", "list", "repository", "body", "components"])
def test_the_page_is_the_same_without_scripts(site: Site, chromium: Browser, name: str) -> None:
    texts = []
    for has_scripts in (True, False):
        context = chromium.new_context(java_script_enabled=has_scripts)
        page = context.new_page()
        page.goto(f"{site.address}/en/{PAGES[name].format(site=site)}")
        expect(page.locator("h1")).to_have_count(1)
        texts.append(page.locator("main").inner_text())
        context.close()
    assert texts[0] == texts[1]
