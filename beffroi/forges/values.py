"""Take typed values out of JSON that a stranger wrote: what has the wrong type is unknown.

Nothing here raises, everything is bounded, and a text holds nothing that changes how its
neighbours read: no control characters, no overrides of direction.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, unquote

from beffroi.forges.shapes import Failure
from beffroi.lib.cleaning import clean
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.http.addresses import parse_address

Row = Mapping[str, Any]
"""One object of a forge's answer, not yet believed."""

MOST_CHARACTERS: Final = 20_000
MOST_ITEMS: Final = 200
MOST_COUNT: Final = 2_147_483_647
LONGEST_NAME: Final = 300
LONGEST_ADDRESS: Final = 700
LONGEST_ID: Final = 100
LONGEST_HEAD: Final = 64
EMPTY: Final[Row] = {}
UNSET: Final = datetime(1970, 1, 2, tzinfo=UTC)
"""Before this day no forge existed: 0001-01-01 and 1970-01-01 stand for "never"."""

_LONGEST_DATE: Final = 40
_OVERRIDES = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_PLAIN_PATH = re.compile(r"[A-Za-z0-9._/-]{1,400}")
_NOWHERE_ELSE: Final = frozenset("?#%\\")
_STEPS: Final = frozenset({"", ".", ".."})
_ADDRESS = re.compile(r"https?://[^\s/?#@\\\"<>]+(?:[/?#][^\s\\\"<>]*)?", re.IGNORECASE)


def text(row: Row, key: str, longest: int = MOST_CHARACTERS) -> str:
    """Return a text without control characters, cut to ``longest``; "" when there is none."""
    value = row.get(key)
    if not value or type(value) is not str:
        return ""
    return _clean(value if len(value) <= longest else value[:longest], lines=True)


def name(row: Row, key: str, longest: int = LONGEST_NAME) -> str:
    """Return a text that only counts whole, such as a path; "" when it is too long or odd."""
    value = row.get(key)
    if type(value) is not str or len(value) > longest:
        return ""
    return _clean(value)


def path(row: Row, key: str) -> str:
    """Return names joined by ``/``, such as a full name; "" when they lead elsewhere."""
    value = name(row, key, LONGEST_ADDRESS).strip("/")
    return "" if _leads_elsewhere(value) else value


def identifier(row: Row, key: str) -> str:
    """Return a number or a text that identifies something, as text; "" when there is none."""
    value = row.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
        return str(value)
    if isinstance(value, str) and len(value) <= LONGEST_ID and value.isprintable():
        return value.strip()
    return ""


def link(row: Row, key: str, longest: int = LONGEST_ADDRESS) -> str:
    """Return an address that begins with https or http and has a host; else ""."""
    value = row.get(key)
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        return ""
    return value if _ADDRESS.fullmatch(value) else ""


def own_address(row: Row, key: str, origin: str, path: str) -> str:
    """Return the address that a row gives when it is on the forge's own ``origin``, else built.

    A forge speaks for its own host alone: the address of another one is never believed.
    """
    value = row.get(key)
    if value == f"{origin}/{path}" and _PLAIN_PATH.fullmatch(path):  # nearly all are
        return f"{origin}/{path}"
    value = link(row, key)
    is_own = value.lower().startswith(f"{origin.lower()}/")
    if is_own and not _leads_elsewhere(unquote(value[len(origin) :]).strip("/")):
        return value.rstrip("/")
    return f"{origin}/{quote(path)}"


@lru_cache(maxsize=8)
def origin_of(url: str) -> str:
    """Return scheme and host of a page of ours; the rows of one page ask again and again."""
    return parse_address(url).origin


def instant(row: Row, key: str) -> datetime | None:
    """Return an instant in UTC; None when it is missing, no date, or stands for "never"."""
    value = row.get(key)
    if not value or type(value) is not str or len(value) > _LONGEST_DATE:
        return None
    try:
        found = read_instant(value)
    except DateError:
        return None
    return found if found >= UNSET else None


def count(row: Row, key: str) -> int | None:
    """Return a number from 0 up to what the tables hold, else None."""
    value = row.get(key)
    return value if type(value) is int and 0 <= value <= MOST_COUNT else None


def flag(row: Row, key: str) -> bool | None:
    """Return True or False where the forge says so, else None."""
    value = row.get(key)
    return value if value is True or value is False else None


def part(row: Row, key: str) -> Row:
    """Return the object under a key, empty when there is none."""
    value = row.get(key)
    return value if isinstance(value, dict) else EMPTY


def texts(row: Row, key: str, longest: int = 200) -> tuple[str, ...]:
    """Return the texts of a list, each once, in their order."""
    value = row.get(key)
    if not value or not isinstance(value, list):
        return ()
    found = (_clean(item[:longest]) for item in value[:MOST_ITEMS] if isinstance(item, str))
    return tuple(dict.fromkeys(item for item in found if item))


def shares(row: Any) -> dict[str, float]:
    """Return name → share, together 1, largest first, out of sizes or percentages."""
    if not isinstance(row, dict):
        return {}
    sizes = {
        _clean(str(key)[:80]): float(size)
        for key, size in list(row.items())[:MOST_ITEMS]
        if isinstance(size, (int, float)) and not isinstance(size, bool) and 0 < size < 2**63
    }
    sizes.pop("", None)
    total = sum(sizes.values())
    largest = sorted(sizes.items(), key=lambda pair: (-pair[1], pair[0]))[:20]
    return {language: round(size / total, 4) for language, size in largest}


def broken(address: str, what: str) -> Failure:
    """Return the failure of one row of a list that cannot be a repository."""
    message = f"A row of this list cannot be read: {what}."
    return Failure(address, "broken-answer", message)


def _leads_elsewhere(names: str) -> bool:
    """Say whether a path holds more than names: steps up, a query, an escape."""
    return not _NOWHERE_ELSE.isdisjoint(names) or not _STEPS.isdisjoint(names.split("/"))


def _clean(value: str, *, lines: bool = False) -> str:
    if value.isprintable():  # nearly all are
        return value.strip()
    return clean(value.translate(_OVERRIDES), lines=lines)
