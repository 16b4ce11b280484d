"""An officer adds an account: link, address, preview, confirmation, progress, result."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, Program
from tests.browser.test_story import opened
from tests.browser.visiting import RULES
from tests.fakes.forges.running import FakeForge, fake_forges

pytestmark = pytest.mark.browser
ACCOUNTS = {"en": "maps", "fr": "plans"}
REPOSITORIES = 45
WORDS = {
    "en": {
        "look": "Look at it",
        "confirm": "Read it into the catalogue",
        "fresh": "Show the present state",
        "over": "done",
    },
    "fr": {
        "look": "Voir l’aperçu",
        "confirm": "Le faire entrer au catalogue",
        "fresh": "Afficher l’état actuel",
        "over": "terminée",
    },
}


class Portal:
    """A portal that serves and works, a forge beside it, and the link of an officer."""

    def __init__(self, address: str, program: Program, forge: FakeForge) -> None:
        self.address, self.program, self.forge = address, program, forge

    def link(self, language: str) -> str:
        """Return a fresh link, as the operator prints it, at this port."""
        printed = self.program.run("forge", "invite").strip()
        return f"{self.address}/{language}/harvests/new/?{printed.partition('?')[2]}"


@contextmanager
def working(program: Program) -> Iterator[None]:
    """Run the worker beside the portal."""
    words = [sys.executable, "-m", "beffroi", "worker"]
    with subprocess.Popen(words, env=program.environment, cwd=ROOT) as process:
        try:
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Start an empty portal with its worker, and a GitLab with two accounts."""
    program = Program(tmp_path_factory.mktemp("officer"))
    program.environment["BEFFROI_ALLOWED_NETWORKS"] = "127.0.0.0/8"
    program.run("init", "--country", "fr")
    with fake_forges() as running, program.serving() as address, working(program):
        accounts = [{"path": path, "repositories": REPOSITORIES} for path in ACCOUNTS.values()]
        forge = running.open("gitlab", accounts=accounts, settings={"delay": 0.05})
        yield Portal(address, program, forge)


def axe(page: Page) -> list[str]:
    """Return what axe finds on a page."""
    page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found]


def preview(page: Page, portal: Portal, language: str, account: str) -> None:
    """Open the link, give an address, come to the preview."""
    page.goto(portal.link(language))
    page.locator("#address").fill(f"{portal.forge.url}/{account}")
    page.get_by_role("button", name=WORDS[language]["look"]).click()


@pytest.mark.parametrize(("language", "has_scripts"), [("en", True), ("fr", False)])
def test_an_officer_adds_an_account_and_finds_every_repository(
    portal: Portal,
    chromium: Browser,
    language: str,
    has_scripts: bool,  # noqa: FBT001 (a parameter)
) -> None:
    say = WORDS[language]
    with opened(chromium, 1280, java_script_enabled=has_scripts) as page:
        preview(page, portal, language, ACCOUNTS[language])
        expect(page.locator("h1")).to_have_text(ACCOUNTS[language])
        expect(page.locator("tbody tr")).to_have_count(20)
        page.get_by_role("button", name=say["confirm"]).click()
        expect(page.locator("#progress label")).to_be_visible()
        seen = set()
        for _ in range(120):
            seen.add(page.locator("#progress").inner_html())
            if not has_scripts and page.get_by_role("button", name=say["fresh"]).count():
                page.get_by_role("button", name=say["fresh"]).click()
            if page.locator(".head .lead", has_text=say["over"]).count():
                break
            page.wait_for_timeout(500)
        assert len(seen) > 2, "the bar moves"
        expect(page.locator(".head .lead")).to_contain_text(say["over"])
        expect(page.locator(".results .result")).to_have_count(20)
        assert str(REPOSITORIES) in page.locator("section", has_text="127.0.0.1").last.inner_text()


def test_every_page_on_the_way_is_without_barrier(portal: Portal, chromium: Browser) -> None:
    with opened(chromium, 375) as page:
        page.goto(portal.link("fr"))
        assert axe(page) == []
        page.locator("#address").fill("https://github.com/IGNF/validator")
        page.get_by_role("button", name=WORDS["fr"]["look"]).click()
        expect(page.locator("#address")).to_have_attribute("aria-invalid", "true")
        assert axe(page) == []
        preview(page, portal, "fr", "maps")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_what_could_not_be_read_is_said_by_name(portal: Portal, chromium: Browser) -> None:
    with opened(chromium, 1280) as page:
        preview(page, portal, "en", "nobody")
        expect(page.locator(".note.bad").first).to_contain_text("no public account of this name")
        expect(page.get_by_role("button", name=WORDS["en"]["confirm"])).to_have_count(0)


def test_without_a_link_nothing_is_called(portal: Portal, chromium: Browser) -> None:
    portal.forge.do("forget")
    with opened(chromium, 1280) as page:
        page.goto(f"{portal.address}/en/harvests/new/")
        page.locator("#address").fill(f"{portal.forge.url}/maps")
        page.get_by_role("button", name=WORDS["en"]["look"]).click()
        expect(page.locator(".note.bad")).to_contain_text("beffroi forge invite")
        expect(page.locator("#address")).to_have_value(f"{portal.forge.url}/maps")
    assert portal.forge.requests("projects") == []
