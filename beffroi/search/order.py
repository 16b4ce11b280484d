"""The orders as sortable keys, the same in both engines.

Every key begins with what is not archived, so that archived things come last, and ends with a
number or text made of the uid, so that equal things have one order.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from math import log2

from beffroi.search import words
from beffroi.search.errors import SearchError
from beffroi.search.shapes import SORTS, Document, Query

COLUMNS = {
    "-updated": "by_updated",
    "-score": "by_score",
    "-stars": "by_stars",
    "-added": "by_added",
    "-size": "by_size",
    "-read": "by_read",
    "name": "by_name",
}
"""The order of a question → the key that it sorts by; ``name`` alone goes upwards."""

ARCHIVED = 1 << 40
"""``seen`` of what is archived; below it: seconds since 1970, 0 when unknown."""

ACTIVE_DAYS = 365
_MOST = (1 << 32) - 1
_ZERO = 1 << 20
"""What a score of 0 is sorted as: numbers of the index are not below zero, scores are."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of one document; numbers stay below 2**63, for databases."""

    by_updated: int
    by_score: int
    by_stars: int
    by_added: int
    by_size: int
    by_read: int
    by_name: str
    seen: int
    weight: float


def keys(document: Document) -> Keys:
    """Return the sort keys of a document."""
    name = f"{document.kind}:{document.uid}".encode("utf-8", "replace")
    tie = int.from_bytes(blake2b(name, digest_size=4).digest()) >> 2
    head = 0 if document.is_last else 1 << 62

    def key(value: int) -> int:
        return head | min(max(value, 0), _MOST) << 30 | tie

    shown = words.fold(words.clean(document.name[:200]).lower())
    popularity = (1 + 0.1 * log2(1 + max(document.stars, 0))) * (1 + 1e-3 * tie / (1 << 30))
    return Keys(
        by_updated=key(document.updated),
        by_score=key(0 if document.score is None else max(document.score + _ZERO, 1)),
        by_stars=key(document.stars),
        by_added=key(document.added),
        by_size=key(document.size),
        by_read=key(document.read),
        by_name=f"{int(document.is_last)}{shown}\t{document.uid}\t{document.kind}",
        seen=ARCHIVED if document.is_last else min(max(document.updated, 0), _MOST),
        weight=popularity,
    )


def chosen(query: Query, *, has_words: bool) -> str:
    """Return the order to use: as asked, else relevance if there are words, else the newest."""
    if query.sort and query.sort not in SORTS:
        raise SearchError(
            "unknown-sort",
            f"There is no order {query.sort[:40]!r}; choose one of {', '.join(SORTS)}.",
            "sort",
        )
    sort = query.sort or "relevance"
    return "-updated" if sort == "relevance" and not has_words else sort


def default_sort(text: str) -> str:
    """Return the order of a question that asks for none."""
    return "relevance" if text.strip() else "-updated"


def active_since(today: date) -> int:
    """Return the second from which a thing counts as active on that day."""
    try:
        day = today - timedelta(days=ACTIVE_DAYS)
    except OverflowError:
        return 1
    return max(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()), 1)


@lru_cache(maxsize=8)
def activities(today: date) -> dict[str, tuple[int, int]]:
    """Return the values of ``activity``, each with the range of ``seen`` it covers: [from, to)."""
    since = active_since(today)
    return {
        "unknown": (0, 1),
        "quiet": (1, since),
        "active": (since, ARCHIVED),
        "archived": (ARCHIVED, ARCHIVED + 1),
    }
