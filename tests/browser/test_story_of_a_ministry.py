"""A newcomer on a phone finds a ministry, understands it, follows it, and shares its page."""

import feedparser
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_story import opened

pytestmark = pytest.mark.browser
PHONE = 375
WORDS = {
    "en": {"search": "Search", "bodies": "Organisations", "follow": "Follow by feed",
           "mend": "What we know, and how to mend it", "silent": "state no licence"},
    "fr": {"search": "Chercher", "bodies": "Organismes", "follow": "Suivre par flux",
           "mend": "Ce que nous savons, et comment le corriger", "silent": "n’indiquent aucune"},
}  # fmt: skip


def find_ministry(page: Page, site: Site, language: str) -> None:
    """Come from the home page to the page of the ministry of culture."""
    say = WORDS[language]
    page.goto(f"{site.address}/{language}/")
    page.locator("input[name=q]").first.fill("ministère de la culture")
    page.get_by_role("button", name=say["search"], exact=True).first.click()
    page.locator(".kinds").get_by_role("link", name=say["bodies"]).click()
    page.locator(".result h3 a", has_text="Ministère de la Culture").first.click()
    expect(page.locator("h1")).to_have_text("Ministère de la Culture")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_newcomer_finds_a_ministry_and_understands_what_it_publishes(
    site: Site,
    chromium: Browser,
    language: str,
    has_scripts: bool,  # noqa: FBT001 (a fixture)
) -> None:
    with opened(chromium, PHONE, java_script_enabled=has_scripts) as page:
        find_ministry(page, site, language)
        lead = page.locator(".head .lead.dots")
        expect(lead).to_contain_text(WORDS[language]["silent"])
        count = int("".join(filter(str.isdigit, lead.locator("a").first.inner_text())))
        lead.locator("a").first.click()
        assert f"{count}" in "".join(filter(str.isdigit, page.locator("#rh").inner_text()))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_she_follows_it_by_a_feed_that_every_reader_understands(
    site: Site, chromium: Browser, language: str
) -> None:
    with opened(chromium, PHONE) as page:
        find_ministry(page, site, language)
        button = page.get_by_role("link", name=WORDS[language]["follow"])
        announced = page.locator("link[rel=alternate][type='application/atom+xml']").first
        address = announced.get_attribute("href")
        assert address == button.get_attribute("href")
        answer = page.request.get(f"{site.address}{address}")
        feed = feedparser.parse(answer.body())
        assert (answer.status, feed.bozo, feed.version) == (200, False, "atom10")
        assert feed.entries


def test_the_link_that_she_shares_opens_the_same_for_a_colleague(
    site: Site, chromium: Browser
) -> None:
    with opened(chromium, PHONE) as page:
        find_ministry(page, site, "fr")
        address, shown = page.url, page.locator("main").inner_text()
        shared = page.locator("link[rel=canonical]").get_attribute("href") or ""
        assert address.endswith(shared.partition("/fr/")[2])
    with opened(chromium, 1280, locale="en-GB") as colleague:
        colleague.goto(address)
        colleague.set_viewport_size({"width": PHONE, "height": 800})
        assert colleague.locator("main").inner_text() == shown


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_publisher_sees_what_is_missing_and_each_number_opens_its_list(
    site: Site, chromium: Browser, language: str
) -> None:
    with opened(chromium, PHONE) as page:
        find_ministry(page, site, language)
        page.get_by_role("link", name=WORDS[language]["mend"]).click()
        number = page.locator("#no-licence .state a")
        count = "".join(filter(str.isdigit, number.inner_text()))
        number.click()
        assert "".join(filter(str.isdigit, page.locator("#rh").inner_text())) == count


def test_the_hierarchy_opens_and_closes_by_the_keyboard(site: Site, chromium: Browser) -> None:
    with opened(chromium, PHONE, java_script_enabled=True) as page:
        page.goto(f"{site.address}/en/organisations/tree/")
        fold = page.locator("details").last
        fold.locator("summary").first.focus()
        page.keyboard.press("Enter")
        expect(fold).to_have_attribute("open", "")
        page.keyboard.press("Enter")
        expect(fold).not_to_have_attribute("open", "")
