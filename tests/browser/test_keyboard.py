"""The keyboard alone: every control is reached, seen, and left again."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_story import press_until
from tests.browser.visiting import PAGES

pytestmark = pytest.mark.browser
WALK = """() => {
  const shown = (one) => one.checkVisibility({visibilityProperty: true}) && !one.disabled;
  const wanted = "a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex='0']";
  const all = [...document.querySelectorAll(wanted)].filter(shown);
  // Of a group of radio buttons, Tab reaches the chosen one, else the first; arrows the others.
  const chosen = (name) => all.find((one) => one.type === "radio" && one.name === name
    && one.checked) || all.find((one) => one.type === "radio" && one.name === name);
  const ways = all.filter((one) => one.type !== "radio" || one === chosen(one.name));
  ways.forEach((one, at) => one.setAttribute("data-at", at));
  return ways.length;
}"""
FOCUSED = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const place = one.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = place.bottom > 0 && place.top < innerHeight && place.width > 0;
  return [one.getAttribute("data-at"), seen, inside, one.outerHTML.slice(0, 120)];
}"""
MOST = 400


@pytest.fixture(scope="module")
def context(chromium: Browser) -> BrowserContext:
    return chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")


@pytest.mark.parametrize("name", PAGES)
def test_tab_reaches_every_control_and_each_is_seen(
    site: Site, context: BrowserContext, name: str
) -> None:
    page = context.new_page()
    page.goto(f"{site.address}/en/{PAGES[name].format(site=site)}")
    count = page.evaluate(WALK)
    reached, unseen = walk(page, min(count, MOST))
    page.close()
    assert unseen == []
    assert reached == [str(at) for at in range(min(count, MOST))], "in the order of the page"


def walk(page: Page, count: int) -> tuple[list[str | None], list[str]]:
    """Press Tab so many times; return what had the focus, and what did not show it."""
    reached, unseen = [], []
    for _ in range(count):
        page.keyboard.press("Tab")
        at, is_seen, is_inside, text = page.evaluate(FOCUSED)
        reached.append(at)
        if not (is_seen and is_inside):
            unseen.append(text)
    return reached, unseen


@pytest.mark.parametrize("name", ["home", "list", "repository", "components", "unknown"])
def test_the_first_tab_offers_to_skip_to_the_content(
    site: Site, context: BrowserContext, name: str
) -> None:
    page = context.new_page()
    page.goto(f"{site.address}/fr/{PAGES[name].format(site=site)}")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip:focus")
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.close()


def test_a_source_opens_and_closes_and_keeps_the_focus(site: Site, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"{site.address}/en/{PAGES['repository']}")
    press_until(page, lambda: page.locator(".prov summary:focus").count() == 1, 60)
    page.keyboard.press("Enter")
    expect(page.locator(".prov[open] > div")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".prov[open]")).to_have_count(0)
    expect(page.locator(".prov summary:focus")).to_have_count(1)
    page.close()


def test_on_a_phone_the_menu_leads_to_the_index_of_the_site(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto(f"{site.address}/en/")
    press_until(page, lambda: page.locator("a.menu:focus").count() == 1)
    page.keyboard.press("Enter")
    expect(page.locator("#index")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#index') !== null")
    context.close()


def test_filters_open_by_keyboard_on_a_phone(site: Site, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 740})
    page = context.new_page()
    page.goto(f"{site.address}/en/repositories/?q=urbanisme")
    press_until(page, lambda: page.locator("#filters > summary:focus").count() == 1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.facet') !== null")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_be_visible()
    context.close()
