"""Lists in pages, as each forge numbers and links them; a page is made once and kept packed."""

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tests.fakes.forges.shapes import Ask, Forge, Reply, etag_of


@dataclass(frozen=True, slots=True)
class Slice:
    """Some rows of a list."""

    rows: Sequence[Any]
    page: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, -(-self.total // self.size))

    @property
    def has_next(self) -> bool:
        """Tell whether rows follow."""
        return self.page < self.last


def cut(forge: Forge, ask: Ask, rows: Sequence[Any], name: str = "per_page") -> Slice:
    """Return the page that is asked for; the size is capped without a word."""
    size = min(ask.number(name, forge.settings.page_size), forge.settings.page_most)
    page = ask.number("page", 1)
    return Slice(rows[(page - 1) * size : page * size], page, size, len(rows))


def links(
    here: Slice, address: Callable[[int], str], order: Iterable[str], *, is_whole: bool = False
) -> str:
    """Return a Link header, "" when all is on one page; ``is_whole``: always with both ends."""
    numbers = {
        "prev": here.page - 1 if here.page > 1 else 0,
        "next": here.page + 1 if here.has_next else 0,
        "last": here.last if here.has_next or is_whole else 0,
        "first": 1 if here.page > 1 or is_whole else 0,
    }
    return ", ".join(f'<{address(numbers[name])}>; rel="{name}"' for name in order if numbers[name])


def address_of(base: str, query: Mapping[str, Any]) -> str:
    """Return an address with its query in alphabetic order."""
    return f"{base}?{urlencode(sorted(query.items()))}"


def kept(forge: Forge, ask: Ask, version: int, make: Callable[[], Reply]) -> Reply:
    """Return the page of a target, made again only when something has changed."""
    known = forge.pages.get(ask.target)
    if known and known[0] == version:
        return known[1]
    reply = make()
    if reply.status == 200:
        reply.etag = etag_of(reply.body)
        reply.packed = gzip.compress(reply.body, 1, mtime=0)
        reply.body = b""
    forge.pages[ask.target] = (version, reply)
    return reply


def instant(seconds: int | None) -> str | None:
    """Return an instant as GitHub writes it."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def instant_with_milliseconds(seconds: int | None) -> str | None:
    """Return an instant as GitLab writes it."""
    return None if seconds is None else f"{(instant(seconds) or '')[:-1]}.{seconds % 1000:03d}Z"
