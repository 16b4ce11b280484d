"""What the script makes quicker, and that it changes nothing else."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
LIST = "/en/repositories/?q=urbanisme"


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def page(chromium: Browser, said: list[str]) -> Iterator[Page]:
    """Open a window that writes down what the console says."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()


def reach(page: Page, address: str) -> None:
    """Open a list and move over it, so that htmx comes."""
    page.goto(address)
    page.evaluate("window.isTheSame = true")
    page.hover("#filters a")
    await_htmx(page)


def await_htmx(page: Page) -> None:
    """Wait until htmx is there.

    Playwright's own ``wait_for_function`` evaluates inside the page, which our policy forbids.
    """
    end = time.monotonic() + 10
    while page.evaluate("window.htmx === undefined"):
        assert time.monotonic() < end, "htmx did not come within 10 seconds"
        page.wait_for_timeout(50)


def test_htmx_comes_only_when_somebody_reaches_for_the_list(site: Site, page: Page) -> None:
    page.goto(site.address + LIST)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.htmx") is None
    page.hover("#filters a")
    await_htmx(page)


def test_a_filter_replaces_the_list_and_changes_the_address(
    site: Site, page: Page, said: list[str]
) -> None:
    reach(page, site.address + LIST)
    page.click("#filters a[href*='language=Python']")
    page.wait_for_url("**q=urbanisme&language=Python")
    expect(page.locator(".chips")).to_contain_text("Python")
    expect(page.locator("#rh")).to_be_focused()
    assert page.evaluate("window.isTheSame") is True
    assert "result" in page.title()
    assert said == []


def test_what_stands_outside_the_list_follows_it(site: Site, page: Page) -> None:
    reach(page, site.address + LIST)
    page.click("#filters a[href*='language=Python']")
    expect(page.locator("#search input[name=language]")).to_have_value("Python")
    other = page.locator("#languages a[hreflang=fr]")
    expect(other).to_have_attribute("href", "/fr/repositories/?q=urbanisme&language=Python")
    expect(page.locator("#appearance input")).to_have_value(
        "/en/repositories/?q=urbanisme&language=Python"
    )


def test_order_and_pages_replace_the_list_too(site: Site, page: Page) -> None:
    reach(page, f"{site.address}/en/repositories/")
    page.select_option("#s", "-stars")
    page.click(".sort button")
    page.wait_for_url("**sort=-stars")
    page.locator(".pages a[rel=next]").click()
    page.wait_for_url("**page=2**")
    expect(page.locator(".pages [aria-current]")).to_have_text("2")
    expect(page.locator("#rh")).to_be_in_viewport()
    assert page.evaluate("window.isTheSame") is True


def test_back_goes_back(site: Site, page: Page) -> None:
    reach(page, site.address + LIST)
    page.click("#filters a[href*='language=Python']")
    page.wait_for_url("**language=Python")
    page.go_back()
    expect(page.locator(".chips")).to_have_count(0)
    assert page.url == site.address + LIST


def test_a_slow_answer_is_said_after_a_moment(site: Site, page: Page) -> None:
    reach(page, site.address + LIST)
    held: list[Route] = []
    page.route("**/repositories/**", lambda route: held.append(route))  # noqa: PLW0108 (typed)
    page.click("#filters a[href*='language=Python']", no_wait_after=True)
    expect(page.locator("main.waits")).to_have_count(1)
    expect(page.locator("body > p[role=status]")).to_have_text("Loading")
    held[0].continue_()
    expect(page.locator(".chips")).to_be_visible()
    expect(page.locator("body > p[role=status]")).to_have_text("")


def test_a_refused_answer_is_shown_as_the_page_that_it_is(site: Site, page: Page) -> None:
    reach(page, site.address + LIST)
    refused = f"{site.address}/en/repositories/?page=-1"
    page.route("**/repositories/*Python", lambda route: route.continue_(url=refused))
    page.click("#filters a[href*='language=Python']", no_wait_after=True)
    expect(page.locator("h1")).to_have_text("This cannot be done as asked")
    assert page.url.endswith("language=Python")


def test_suggestions_are_walked_with_arrows_and_closed_with_escape(
    site: Site, page: Page, said: list[str]
) -> None:
    page.goto(f"{site.address}/en/")
    box = page.get_by_role("combobox")
    box.press_sequentially("urb")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")
    expect(box).to_have_value(page.get_by_role("option", selected=True).inner_text())
    assert box.get_attribute("aria-activedescendant") == "suggestion-0"
    box.press("Escape")
    expect(box).to_have_value("urb")
    expect(page.get_by_role("listbox")).to_have_count(0)
    assert said == []


def test_a_suggestion_is_taken_with_enter_or_with_the_mouse(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/en/")
    page.get_by_role("combobox").press_sequentially("urb")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=urb*")
    page.goto(f"{site.address}/en/")
    page.get_by_role("combobox").press_sequentially("urb")
    page.get_by_role("option").nth(1).click()
    page.wait_for_url("**/search/?q=urb*")


def test_the_keys_do_what_their_page_says(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/en/about/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/repositories/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator(".result h3 a").first).to_be_focused()
    page.keyboard.press("?")
    page.wait_for_url("**/keys/")


def test_the_keys_can_be_turned_off_and_stay_off(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/en/keys/")
    page.check("#keys-off")
    page.goto(f"{site.address}/en/about/")
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()


def test_what_is_written_in_a_field_is_no_key(site: Site, page: Page) -> None:
    page.goto(f"{site.address}/en/about/")
    page.locator("#q").press_sequentially("g/?c")
    expect(page.locator("#q")).to_have_value("g/?c")
    assert page.url.endswith("/about/")
