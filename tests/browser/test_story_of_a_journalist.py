"""A data journalist reads a chart and its table, takes its file, and follows a figure."""

import csv
import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.test_story import count_of, opened

pytestmark = pytest.mark.browser
WORDS = {
    "en": {"figures": "Figures", "table": "The same as a table", "licences": "Licences"},
    "fr": {"figures": "Chiffres", "table": "Les mêmes données en tableau", "licences": "Licences"},
}


def number(text: str) -> int:
    return int("".join(filter(str.isdigit, text)))


def read_growth(page: Page, language: str) -> list[int]:
    """Open the table below the first chart, and return what it says for each year, in all."""
    fold = page.locator("details.fold").first
    fold.get_by_text(WORDS[language]["table"]).click()
    cells = fold.locator("tbody tr td:last-child")
    expect(cells.first).to_be_visible()
    return [number(text) for text in cells.all_inner_texts()]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_journalist_reads_takes_and_follows_figures(
    site: Site,
    chromium: Browser,
    language: str,
    has_scripts: bool,  # noqa: FBT001 (a fixture)
) -> None:
    with opened(chromium, java_script_enabled=has_scripts) as page:
        page.goto(f"{site.address}/{language}/")
        page.get_by_role("link", name=WORDS[language]["figures"], exact=True).first.click()
        shown = read_growth(page, language)
        assert shown == sorted(shown)
        assert number(page.locator(".figs dd a").first.inner_text()) == shown[-1]
        with page.expect_download() as waiting:
            page.locator('a[href*="figures/growth.csv"]').click()
        text = waiting.value.path().read_text("utf-8")
        assert [int(row["all"]) for row in csv.DictReader(io.StringIO(text))] == shown


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_number_of_a_licence_is_that_of_its_list(
    site: Site, chromium: Browser, language: str
) -> None:
    with opened(chromium) as page:
        page.goto(f"{site.address}/{language}/figures/")
        row = page.locator("tr", has=page.locator('th a[href$="licence=MIT"]'))
        expected = number(row.locator("td.n").first.inner_text())
        row.locator("th a").click()
        assert count_of(page) == expected > 700


@pytest.mark.parametrize("width", [1280, 375, 320])
def test_the_figures_of_one_ministry_fit_and_are_open_to_all(
    site: Site, chromium: Browser, width: int
) -> None:
    with opened(chromium, width, color_scheme="dark") as page:
        page.goto(f"{site.address}/fr/figures/?ministry=premier-ministre&language=JavaScript")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).violations_count == 0
