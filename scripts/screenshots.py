"""Photograph the pages of a running portal with Chromium, for the README and for a look at all.

make run                                             # in another terminal
.venv/bin/python scripts/screenshots.py docs/images  # the pictures of README and guides
.venv/bin/python scripts/screenshots.py --all FOLDER # every page, language, scheme and width
"""

import argparse
import json
import os
import re
import shutil
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

WIDTHS = {1280: 860, 375: 740}
STATES = {
    "search": "search/?q=urbanisme+python",
    "narrowed": "repositories/?q=python&licence=MIT",
    "none": "search/?q=zzzzqqqq",
    "refused": "search/?page=-1",
    "unknown": "nothing/",
    "error": "errors/timeout/",
}
"""Pages that are no start: name → address below the language."""

THINGS = {
    "repository": ("repositories", {"repository": ""}),
    "organisation": ("organisations", {"organisation": "", "mend": "mend/"}),
}
"""Kind → its folder, and the pages that each thing has."""


class Shot(NamedTuple):
    """One picture: where, in which language, scheme and width, and the name of its file."""

    path: str
    language: str
    scheme: str
    width: int
    name: str


def first(base: str, kind: str) -> str | None:
    """Return the uid of the first thing of one kind that the API lists."""
    question = f"{base}/api/v1/search?kind={kind}&size=1&sort=-stars"
    with urllib.request.urlopen(question, timeout=10) as answer:  # noqa: S310 (our own portal)
        results = json.load(answer)["results"]
    return str(results[0]["id"]) if results else None


def starts(base: str) -> dict[str, str]:
    """Return every page that the map of the site leads to."""
    with urllib.request.urlopen(f"{base}/en/sitemap/", timeout=10) as answer:  # noqa: S310
        text = answer.read().decode()
    paths = re.findall('href="/en/([a-z/-]*)"', text.partition("<main")[2].partition("</main")[0])
    return {path.strip("/").replace("/", "-") or "home": path for path in dict.fromkeys(paths)}


def pages(base: str) -> dict[str, str]:
    """Return the pages by name, as addresses below the language."""
    found = {**starts(base), **STATES}
    for kind, (place, names) in THINGS.items():
        uid = first(base, kind)
        for name, more in names.items() if uid else ():
            found[name] = f"{place}/{uid}/{more}"
    return found


def documented(base: str) -> Iterator[Shot]:
    """Give the pictures of the README and of the guides."""
    known = pages(base)
    for name in ("home", "search", "repository", "mend", "figures"):
        for language in ("en", "fr") if name in known else ():
            yield Shot(known[name], language, "light", 1280, f"{name}-{language}.png")


def everything(base: str) -> Iterator[Shot]:
    """Give every page in each language, scheme and width."""
    for name, path in pages(base).items():
        for language in ("en", "fr"):
            for scheme in ("light", "dark"):
                for width in WIDTHS:
                    file = f"{name}-{language}-{scheme}-{width}.png"
                    yield Shot(path, language, scheme, width, file)


def take(browser: Browser, base: str, shot: Shot, folder: Path, *, whole: bool) -> None:
    """Take one picture; a fault ends the run."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": WIDTHS[shot.width]},
        color_scheme="dark" if shot.scheme == "dark" else "light",
        locale=shot.language,
        reduced_motion="reduce",
    )
    page = context.new_page()
    address = f"{base}/{shot.language}/{shot.path}"
    answer = page.goto(address, wait_until="load")
    if answer is None or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        status = answer.status if answer else "no answer"
        message = f"{address}: {status}"
        raise SystemExit(message)
    page.evaluate("document.fonts.ready")
    page.screenshot(path=folder / shot.name, full_page=whole)
    context.close()
    print(shot.name)


def main() -> int:
    """Take the pictures; answer 2 when there is no portal or no browser."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", default="http://localhost:8000")
    parser.add_argument("--all", action="store_true", help="every page, in full length")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("screenshots: no chromium; on Debian: apt-get install chromium", file=sys.stderr)
        return 2
    try:
        shots = list(everything(options.base) if options.all else documented(options.base))
    except urllib.error.URLError as error:
        print(f"screenshots: {options.base}: {error.reason}; is it running?", file=sys.stderr)
        return 2
    options.folder.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for shot in shots:
            take(browser, options.base, shot, options.folder, whole=options.all)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
