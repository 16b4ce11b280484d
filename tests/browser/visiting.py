"""Every page and state of the site, each opened once a language; what was found there, kept."""

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.conftest import Site

PAGES = {
    "home": "",
    "search": "search/?q=accessibilit%C3%A9",
    "search of everything": "search/",
    "list": "repositories/?licence=MIT&language=Python",
    "last page": "repositories/?page=400",
    "all values": "repositories/?expanded=licence",
    "forgiven": "search/?q=urbansime+pyton",
    "nothing": "search/?q=zzzzqqqq+python&licence=MIT",
    "no such page": "repositories/?q=urbanisme&page=99",
    "bodies": "organisations/",
    "tree": "organisations/tree/",
    "offices": "organisations/offices/",
    "forges": "forges/",
    "forge": "forges/github.com/",
    "harvests": "harvests/",
    "harvest": "harvests/test/",
    "a new forge": "harvests/new/?address=https%3A%2F%2Fgit.example.org",
    "repository": "repositories/openfisca-france-nmirc5yp/",
    "lost": "repositories/{site.lost}/",
    "gone": "repositories/{site.gone}/",
    "body": "organisations/{site.body}/",
    "body to mend": "organisations/{site.body}/mend/",
    "ministry": "organisations/premier-ministre/",
    "account": "accounts/{site.account}/",
    "account to mend": "accounts/{site.account}/mend/",
    "latest": "repositories/latest/",
    "changed": "repositories/changed/",
    "reusable": "reusable/",
    "libraries": "libraries/",
    "publiccode.yml": "publiccode/",
    "new publiccode.yml": "publiccode/new/",
    "rules": "policy/rules/?severity=MUST",
    "figures": "figures/",
    "data": "data/",
    "feeds": "feeds/",
    "about": "about/",
    "api": "api/",
    "accessibility": "accessibility/",
    "legal": "legal/",
    "keys": "keys/",
    "map": "sitemap/",
    "errors": "errors/",
    "error": "errors/timeout/",
    "components": "components/",
    "unknown": "nothing/",
    "refused": "search/?q=kept&page=-1",
    "not by address": "repositories/by-address/?url=https%3A%2F%2Fexample.org%2Fnothing",
}
"""Name → address below the language."""

EMPTY = {"empty home": "", "empty list": "repositories/", "empty bodies": "organisations/"}
"""The same of a portal where nothing is yet."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SETTINGS = {
    "en": ((1280, "light"), (375, "dark"), (320, "light")),
    "fr": ((1280, "dark"), (375, "light"), (320, "dark")),
}
"""Language → windows; both together are every width in both schemes."""

SPACED = """const sheet = new CSSStyleSheet();
sheet.replaceSync("*{line-height:1.5!important;letter-spacing:.12em!important;" +
  "word-spacing:.16em!important}p{margin-bottom:2em!important}");
document.adoptedStyleSheets = [sheet]"""
"""WCAG 1.4.12, text spacing."""

WIDTH = "document.documentElement.scrollWidth"
OPEN = "for (const one of document.querySelectorAll('details')) one.open = true"
AXE = "rules => axe.run({runOnly: rules, resultTypes: ['violations']})"


@dataclass
class Found:
    """What one page showed."""

    status: int = 0
    policy: str = ""
    violations: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


class Visitor:
    """One browser context that goes from page to page and remembers."""

    def __init__(self, chromium: Browser) -> None:
        self.context: BrowserContext = chromium.new_context()
        self.axe = Axe().axe_script
        self.known: dict[str, Found] = {}

    def visit(self, site: Site, path: str, language: str) -> Found:
        """Look at one page in all windows, or remember what was seen there."""
        url = f"{site.address}/{language}/{path.format(site=site)}"
        if url not in self.known:
            self.known[url] = self._look(site, url, language)
        return self.known[url]

    def _look(self, site: Site, url: str, language: str) -> Found:
        found = Found()
        page = self.context.new_page()

        def hear(message: ConsoleMessage) -> None:
            if "Failed to load resource" not in message.text:
                found.said.append(message.text)

        def note(request: Request) -> None:
            if not request.url.startswith((site.address, "data:")):
                found.outside.append(request.url)

        page.on("console", hear)
        page.on("pageerror", lambda error: found.said.append(str(error)))
        page.on("request", note)
        answer = page.goto(url)
        assert answer is not None
        self._examine(page, answer, language, found)
        page.close()
        return found

    def _examine(self, page: Page, answer: Response, language: str, found: Found) -> None:
        found.status = answer.status
        found.policy = answer.headers["content-security-policy"]
        page.evaluate(OPEN)
        page.evaluate(self.axe)
        for width, scheme in SETTINGS[language]:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for one in page.evaluate(AXE, RULES)["violations"]:
                places = [node["target"] for node in one["nodes"]][:4]
                found.violations.append(f"{width} {scheme}: {one['id']} {places}")
        self._stretch(page, found)

    def _stretch(self, page: Page, found: Found) -> None:
        """Try the narrow window, wide spacing and twice the size of text."""
        widths = {"320": page.evaluate(WIDTH)}
        page.evaluate(SPACED)
        widths["320, spaced"] = page.evaluate(WIDTH)
        page.evaluate("document.adoptedStyleSheets = []")
        found.too_wide += [name for name, width in widths.items() if width > 320]
        page.set_viewport_size({"width": 640, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if page.evaluate(WIDTH) > 640:
            found.too_wide.append("640, text at 200 %")
