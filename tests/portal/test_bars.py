"""Bar tables."""

from beffroi.portal.bars import bars, share
from beffroi.search.shapes import FacetValue, Result


def test_every_bar_is_a_door_to_its_list() -> None:
    found = Result(3, (), facets={"licence": (FacetValue("MIT", 2), FacetValue("other", 1))})
    first, second = bars(found, "licence", {"licence": {"other": "To be named"}}, "/list/?a=b")
    assert (first.words, first.url, first.share) == ("MIT", "/list/?a=b&licence=MIT", 100)
    assert (second.words, second.count, second.share) == ("To be named", 1, 50)


def test_a_facet_that_was_not_counted_has_no_bars() -> None:
    assert bars(Result(0, ()), "licence", {}, "/?a=b") == []


def test_a_small_share_does_not_vanish() -> None:
    assert (share(1, 10_000), share(0, 0)) == (1, 0)
