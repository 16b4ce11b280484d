"""Bar tables: names and counts, every one a door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from beffroi.search.shapes import FacetValue, Result


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: words, address, how many, where the number leads, share of the largest (0–100)."""

    words: str
    url: str
    count: int
    count_url: str
    share: int


def bars(
    result: Result, facet: str, labels: Mapping[str, Mapping[str, str]], url: str
) -> list[Bar]:
    """Return the counts of one facet; each leads to ``url`` narrowed by its value."""
    found: Sequence[FacetValue] = result.facets.get(facet, ())
    names = labels.get(facet, {})
    largest = max((one.count for one in found), default=1)
    return [
        Bar(
            words=names.get(one.value, one.value),
            url=(address := f"{url}&{urlencode({facet: one.value})}"),
            count=one.count,
            count_url=address,
            share=share(one.count, largest),
        )
        for one in found
    ]


def share(count: int, largest: int) -> int:
    """Return a count as a share of the largest, 1 at least, so that nothing vanishes."""
    return max(round(100 * count / largest), 1) if largest else 0
