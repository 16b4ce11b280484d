"""Where the reading of a list goes on: plain text out, checked text in."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

LONGEST_CURSOR: Final = 100_000
MOST_BEFORE: Final = 300
"""Ids of the page before that are kept: enough of the end of it, whatever they look like."""
LONGEST_ADDRESS: Final = 2000


@dataclass(slots=True)
class Place:
    """A place in the list of one account.

    ``url``: the page to be read next, "" before the account itself was read. ``list``: the first
    page. ``declared``: repositories there are, as the forge says; the greatest it said. ``met``:
    different ones met. ``pages``, ``rows``: read so far. ``last``: number of the last page, when
    the forge numbers them. ``longest``: rows of the longest page. ``stale``: pages in a row that
    brought nothing new. ``mark``: a page read before, moved ever more rarely (Brent), to notice
    circles. ``before``: ids of the page before. ``is_whole``: False when a row without a readable
    id was met: then nobody knows what is missing.
    """

    url: str = ""
    list: str = ""
    declared: int | None = None
    met: int = 0
    pages: int = 0
    rows: int = 0
    last: int = 0
    longest: int = 0
    stale: int = 0
    mark: str = ""
    before: tuple[str, ...] = ()
    is_whole: bool = True


def write_place(place: Place) -> str:
    """Return the cursor of a place."""
    return json.dumps(asdict(place), ensure_ascii=False, separators=(",", ":"))


def read_place(cursor: str, origin: str) -> Place:
    """Read a cursor; one that is not of ours, or of another host, is the beginning.

    ``origin``: how addresses of the forge's API begin.
    """
    try:
        said = json.loads(cursor) if 0 < len(cursor) <= LONGEST_CURSOR else None
    except (ValueError, RecursionError):
        return Place()
    if not isinstance(said, dict) or set(said) != {field.name for field in fields(Place)}:
        return Place()
    if not _is_sound(said, origin):
        return Place()
    return Place(**{**said, "before": tuple(said["before"])})


def _is_sound(said: dict[str, Any], origin: str) -> bool:
    numbers = ("met", "pages", "rows", "last", "longest", "stale")
    before = said["before"]
    return (
        all(_is_address(said[name], origin) for name in ("url", "list", "mark"))
        and all(_is_count(said[name]) for name in numbers)
        and (said["declared"] is None or _is_count(said["declared"]))
        and isinstance(said["is_whole"], bool)
        and isinstance(before, list)
        and len(before) <= MOST_BEFORE
        and all(isinstance(name, str) for name in before)
    )


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _is_address(value: Any, origin: str) -> bool:
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        return False
    return not value or value.startswith(f"{origin}/")
