"""Find repositories on a page that lists them: autoindex of web servers, cgit, gitweb."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final
from urllib.parse import quote, unquote, unquote_plus, urljoin

from beffroi.lib.http.addresses import Address, parse_address
from beffroi.lib.http.errors import AddressRefused

MOST_LINKS: Final = 20_000
_UNLIKELY = (".", "..", "robots.txt", "favicon.ico")


@dataclass(frozen=True, slots=True)
class Index:
    """One page: ``candidates`` are addresses of probable repositories without ``/`` at the end.

    ``pages``: further pages of the same list; ``has_project_index``: gitweb, whose list of
    projects is text.
    """

    candidates: tuple[str, ...]
    pages: tuple[str, ...] = ()
    has_project_index: bool = False


def parse_index(page: str, here: Address) -> Index:
    """Read a page; only links below its own address count."""
    parser = _Links()
    parser.feed(page)
    candidates: dict[str, None] = {}
    pages: dict[str, None] = {}
    for href, has_title in parser.links:
        target = _resolve(here, href)
        if target is None:
            continue
        if target.path == here.path and target.query.startswith("ofs="):
            pages[target.url] = None
        elif not target.query and (has_title or "cgit" not in parser.generator):
            _add(candidates, here, target)
    return Index(tuple(candidates), tuple(pages), "gitweb" in parser.generator)


def parse_project_index(text: str, here: Address) -> Index:
    """Read gitweb's ``?a=project_index``: one ``path owner`` a line, URL-encoded."""
    candidates: dict[str, None] = {}
    for line in text.splitlines()[:MOST_LINKS]:
        path = unquote_plus(line.partition(" ")[0])
        target = _resolve(here, quote(path)) if path and not path.startswith("/") else None
        if target and _is_below(target, here):
            candidates[f"{target.origin}{target.path}".rstrip("/")] = None
    return Index(tuple(candidates))


def _add(candidates: dict[str, None], here: Address, target: Address) -> None:
    if not _is_below(target, here):
        return
    base = here.path.rstrip("/")
    segments = [part for part in target.path.removeprefix(base).split("/") if part]
    is_file = "." in segments[-1] and not target.path.endswith("/")
    for count, segment in enumerate(segments, start=1):
        if segment.endswith(".git"):
            segments, is_file = segments[:count], False
            break
    is_deep = len(segments) > 1 and not segments[-1].endswith(".git")
    if is_file or is_deep:
        return
    candidates["/".join([here.origin + base, *segments])] = None


def _is_below(target: Address, here: Address) -> bool:
    base = here.path.rstrip("/") + "/"
    inside = unquote(target.path)
    if target.origin != here.origin or not inside.startswith(unquote(base)):
        return False
    segments = [part for part in inside.removeprefix(unquote(base)).split("/") if part]
    return bool(segments) and not any(part in _UNLIKELY for part in segments)


def _resolve(here: Address, href: str) -> Address | None:
    try:
        return parse_address(urljoin(here.url, href.partition("#")[0].strip()))
    except (AddressRefused, ValueError):
        return None


class _Links(HTMLParser):
    """Collects links, and the program that wrote the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, bool]] = []
        self.generator = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("href") and len(self.links) < MOST_LINKS:
            self.links.append((values["href"], bool(values.get("title"))))
        elif tag == "meta" and values.get("name", "").lower() == "generator":
            self.generator = values.get("content", "").lower()
