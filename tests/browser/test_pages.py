"""Every page: nothing that axe finds, nothing wider than the window, nothing heavy."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
PAGES = {
    "home": "",
    "search": "search/?q=accessibilit%C3%A9",
    "list": "repositories/?licence=MIT&language=Python",
    "all values": "repositories/?expanded=licence",
    "nothing": "search/?q=zzzzqqqq+python&licence=MIT",
    "bodies": "organisations/",
    "repository": "repositories/openfisca-france-nmirc5yp/",
    "lost": "repositories/{site.lost}/",
    "gone": "repositories/{site.gone}/",
    "body": "organisations/{site.body}/",
    "ministry": "organisations/premier-ministre/",
    "account": "accounts/{site.account}/",
    "about": "about/",
    "api": "api/",
    "unknown": "nothing/",
    "refused": "search/?q=kept&page=-1",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def opened(site: Site, page: Page, name: str, language: str) -> Response:
    """Open one page with every disclosure open."""
    answer = page.goto(f"{site.address}/{language}/{PAGES[name].format(site=site)}")
    assert answer is not None
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate("document.fonts.ready")
    return answer


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("fr", "dark")])
def test_axe_finds_nothing(
    site: Site, chromium: Browser, name: str, language: str, scheme: str
) -> None:
    context = chromium.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    opened(site, page, name, language)
    for width in (1280, 375, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found = Axe().run(page, options={"runOnly": RULES})
        assert found.response["violations"] == [], found.generate_report()
    context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_wider_than_the_window(
    site: Site, chromium: Browser, name: str, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    opened(site, page, name, language)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.set_viewport_size({"width": 640, "height": 800})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_the_console_stays_silent(site: Site, chromium: Browser, name: str) -> None:
    said: list[str] = []
    context = chromium.new_context()
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = opened(site, page, name, "fr")
    assert [text for text in said if "Failed to load resource" not in text] == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    context.close()


@pytest.mark.parametrize("name", ["home", "search", "list", "repository", "body"])
def test_a_first_visit_weighs_at_most_50_kb_and_the_next_15(
    site: Site, chromium: Browser, name: str
) -> None:
    context = chromium.new_context()
    page = context.new_page()
    weights: list[int] = []
    page.on("requestfinished", lambda r: weights.append(r.sizes()["responseBodySize"]))
    opened(site, page, name, "en")
    page.wait_for_load_state("networkidle")
    first = sum(weights)
    weights.clear()
    opened(site, page, name, "fr")
    page.wait_for_load_state("networkidle")
    assert (first <= 50_000, sum(weights) <= 15_000) == (True, True), (first, sum(weights))
    context.close()
