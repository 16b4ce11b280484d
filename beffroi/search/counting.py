"""Counts of facets: each leaves its own choice out, and what no choice touches is remembered."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from beffroi.search import order
from beffroi.search.native import tantivy
from beffroi.search.shapes import TOGETHER, FacetValue

MOST_BUCKETS = 60_000
"""Values of one facet that are counted (the library counts 65,000 in one go)."""

Bucket = Mapping[str, Any]
"""One value of a facet and its count, as the library gives them: ``key``, ``doc_count``."""

Counts = dict[str, list[Bucket]]
"""Facet → all its values, most frequent first."""


def count(
    searcher: tantivy.Searcher, query: tantivy.Query, facets: Iterable[str], today: date
) -> tuple[int, Counts]:
    """Return how many things match, and how many of them each value of the facets has."""
    names = tuple(facets)
    try:
        answer = searcher.aggregate(query, _wanted(names, today))
    except ValueError:  # too many different values in all: one facet after the other
        answer = {}
        for name in names:
            answer |= searcher.aggregate(query, _wanted((name,), today))
    found = {name: _sorted(name, answer[name]["buckets"]) for name in names}
    return int(answer["_all"]["value"]), found


def everything(searcher: tantivy.Searcher, facets: Iterable[str], today: date) -> Counts:
    """Return how many of all things each value of the facets has.

    An index from which nothing was deleted since it was built knows it by heart: the length of
    each value's list. One that holds deleted things (each has one kind) is counted.
    """
    names = tuple(facets)
    listed = sum(number for _, number in searcher.terms_with_prefix("facet_kind", ""))
    if listed != searcher.num_docs:
        return count(searcher, tantivy.Query.all_query(), names, today)[1]
    dated = [name for name in names if name == "activity"]
    found = count(searcher, tantivy.Query.all_query(), dated, today)[1] if dated else {}
    for name in names:
        if name not in dated:
            known = searcher.terms_with_prefix(f"facet_{name}", "")
            ranked = sorted(known, key=lambda one: (-one[1], one[0]))
            found[name] = [{"key": value, "doc_count": number} for value, number in ranked]
    return found


def shown(buckets: list[Bucket], chosen: tuple[str, ...], size: int) -> tuple[FacetValue, ...]:
    """Return the first values, most frequent first, and the chosen ones wherever they stand."""
    end = min(size, len(buckets))
    while 0 < end < len(buckets) and buckets[end]["doc_count"] == buckets[end - 1]["doc_count"]:
        end += 1  # equal counts are put in the order of their values below
    ranked = sorted([(-bucket["doc_count"], bucket["key"]) for bucket in buckets[:end]])[:size]
    if chosen:
        missing = set(chosen).difference(value for _, value in ranked)
        found = {one["key"]: one["doc_count"] for one in buckets if one["key"] in missing}
        ranked = sorted(ranked + [(-found.get(value, 0), value) for value in missing])
    return tuple([FacetValue(value, int(-number), value in chosen) for number, value in ranked])


def self_excluding(
    facets: tuple[str, ...],
    filters: Mapping[str, tuple[str, ...]],
    counted: Callable[[tuple[str, ...], str], tuple[int, Counts]],
) -> tuple[int, Counts]:
    """Count each facet without its own choice: ``counted(facets, filter left out)``.

    All facets without a choice share one pass; each facet with a choice needs its own, but
    those of ``TOGETHER``: another value would narrow the results as they are.
    """
    alone = [name for name in facets if name in filters and name not in TOGETHER]
    total, found = counted(tuple(name for name in facets if name not in alone), "")
    for name in alone:
        found = found | counted((name,), name)[1]
    return total, found


def _wanted(names: tuple[str, ...], today: date) -> dict[str, Any]:
    wanted: dict[str, Any] = {"_all": {"value_count": {"field": "seen"}}}
    for name in names:
        if name == "activity":
            ranges = [
                {"key": value, "from": start, "to": end}
                for value, (start, end) in order.activities(today).items()
            ]
            wanted[name] = {"range": {"field": "seen", "ranges": ranges}}
        else:
            wanted[name] = {
                "terms": {
                    "field": f"facet_{name}",
                    "size": MOST_BUCKETS,
                    "segment_size": MOST_BUCKETS,
                }
            }
    return wanted


def _sorted(name: str, buckets: list[Bucket]) -> list[Bucket]:
    """Return the values of a facet; of ranges the library returns empty ones, and its own."""
    if name != "activity":
        return buckets
    real = [one for one in buckets if one["doc_count"] and one["key"][0].isalpha()]
    return sorted(real, key=lambda one: (-one["doc_count"], one["key"]))
