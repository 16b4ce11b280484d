"""Everything that a question finds, for files: page after page, and part after part.

An index pages through its first results only. Beyond that the question is split by facets that
give every thing exactly one value, until each part is small enough; memory stays flat.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from beffroi.search.errors import SearchError
from beffroi.search.reader import MAX_FACET_SIZE, MAX_OFFSET
from beffroi.search.shapes import Hit, Query, SearchIndex

PAGE = 500
SPLITS = ("kind", "activity", "country")
"""Facets in which everything has exactly one value."""

SPLITS_OF: Mapping[str, tuple[str, ...]] = {"repository": ("forge", "language", "licence", "fork")}
"""Kind → further facets in which everything of that kind has exactly one value."""


def everything(index: SearchIndex, query: Query, most: int = MAX_OFFSET) -> Iterator[Hit]:
    """Return all hits of a question: in its order when at most ``most``, else part by part."""
    bare = replace(query, facets=(), offset=0, size=0, expanded="")
    if index.search(bare).count <= most:
        yield from _pages(index, bare)
        return
    facet = _next_split(bare)
    if not facet:
        raise SearchError(
            "too-deep", f"More than {most} results differ in nothing; narrow the search."
        )
    for value in _values(index, bare, facet):
        filters = {**bare.filters, facet: (value,)}
        yield from everything(index, replace(bare, filters=filters), most)


def _pages(index: SearchIndex, query: Query) -> Iterator[Hit]:
    offset = 0
    while hits := index.search(replace(query, size=PAGE, offset=offset)).hits:
        yield from hits
        offset += PAGE
        if offset > MAX_OFFSET:
            return


def _next_split(query: Query) -> str:
    """Return the first facet that can still tell results apart, or ""."""
    kinds = query.filters.get("kind", ())
    further = SPLITS_OF.get(kinds[0], ()) if len(kinds) == 1 else ()
    for facet in (*SPLITS, *further):
        if len(query.filters.get(facet, ())) != 1:
            return facet
    return ""


def _values(index: SearchIndex, query: Query, facet: str) -> list[str]:
    """Return the values of a facet among the results, those chosen if there is a choice."""
    counted = replace(query, facets=(facet,), facet_size=MAX_FACET_SIZE)
    found = [one.value for one in index.search(counted).facets[facet] if one.count]
    chosen = query.filters.get(facet)
    return sorted(value for value in found if not chosen or value in chosen)
