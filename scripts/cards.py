"""Draw the pictures that programs ask for from the mark: card.png for social networks, favicon.ico.

.venv/bin/python scripts/cards.py   # needs Chromium; writes into beffroi/portal/static

They are kept in the tree: a server needs no library of pictures, and they change with the mark
alone.
"""

import shutil
import struct
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "beffroi" / "portal" / "static"
CARD = (1200, 630)
ICON = 32
PAPER, INK, PATINA = "#ffffff", "#14201c", "#00574d"


def path_of_the_mark() -> str:
    """Return the path data of the mark."""
    text = (STATIC / "mark.svg").read_text("utf-8")
    return text.split(' d="')[1].split('"')[0]


def card() -> str:
    """Return the card as a page: the mark between the thick-and-thin rules of every page."""
    rules = "".join(
        f'<rect x="90" y="{y}" width="1020" height="{height}" fill="{INK}"/>'
        for y, height in ((70, 9), (85, 3), (542, 3), (551, 9))
    )
    mark = f'<path transform="translate(465 135) scale(11.25)" fill="{PATINA}" d="{{}}"/>'
    return _svg(*CARD, rules + mark.format(path_of_the_mark()), PAPER)


def icon() -> str:
    """Return the mark alone, on nothing."""
    mark = f'<path transform="translate(4 0)" fill="{PATINA}" d="{path_of_the_mark()}"/>'
    return _svg(ICON, ICON, mark, "none")


def shot(browser: Browser, page_text: str, size: tuple[int, int]) -> bytes:
    """Return a page as PNG."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.set_content(page_text)
    picture = page.screenshot(omit_background=True)
    page.close()
    return picture


def as_ico(picture: bytes) -> bytes:
    """Return one PNG as an ICO file, which may hold PNG since Windows Vista."""
    entry = struct.pack("<BBBBHHII", ICON, ICON, 0, 0, 1, 32, len(picture), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + picture


def main() -> None:
    """Write both files."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        (STATIC / "card.png").write_bytes(shot(browser, card(), CARD))
        (STATIC / "favicon.ico").write_bytes(as_ico(shot(browser, icon(), (ICON, ICON))))
        browser.close()
    for name in ("card.png", "favicon.ico"):
        print(name, (STATIC / name).stat().st_size, "bytes")


def _svg(width: int, height: int, inside: str, ground: str) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return (
        f'<body style="margin:0;background:{"transparent" if ground == "none" else ground}">'
        f'<svg xmlns="http://www.w3.org/2000/svg" style="display:block" {size}>{inside}</svg>'
    )


if __name__ == "__main__":
    main()
