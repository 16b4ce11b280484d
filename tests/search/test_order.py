"""The sort keys of both engines."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.search import order
from beffroi.search.errors import SearchError
from tests.search.documents import TODAY, ask, make_document, seconds


def test_archived_things_are_last_whatever_their_date() -> None:
    old = order.keys(make_document("a", updated=0))
    archived = order.keys(make_document("b", updated=seconds(2030), is_last=True))
    assert old.by_updated > archived.by_updated
    assert old.by_name < archived.by_name


@pytest.mark.slow
@given(st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12), st.booleans())
def test_numbers_fit_into_a_database(updated: int, stars: int, is_last: bool) -> None:  # noqa: FBT001
    keys = order.keys(make_document(updated=updated, stars=stars, is_last=is_last))
    assert 0 <= keys.by_updated < 2**63
    assert 0 <= keys.by_stars < 2**63
    assert 0 <= keys.seen <= order.ARCHIVED
    assert keys.weight >= 1


def test_stars_weigh_gently() -> None:
    weights = [order.keys(make_document(stars=stars)).weight for stars in (0, 10, 1000)]
    assert weights == sorted(weights)
    assert weights[-1] < 2.1


def test_the_default_is_relevance_with_words_and_newest_without() -> None:
    assert order.chosen(ask("x"), has_words=True) == "relevance"
    assert order.chosen(ask(sort="relevance"), has_words=False) == "-updated"
    assert order.chosen(ask(sort="name"), has_words=True) == "name"


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(SearchError) as refused:
        order.chosen(ask(sort="stars"), has_words=True)
    assert (refused.value.code, refused.value.parameter) == ("unknown-sort", "sort")


def test_active_is_what_changed_in_the_last_365_days() -> None:
    assert order.active_since(TODAY) == seconds(2025, 5, 4)
    assert order.active_since(date(1, 1, 1)) == 1


def test_every_moment_has_one_activity() -> None:
    ranges = sorted(order.activities(TODAY).values())
    assert [end for _, end in ranges[:-1]] == [start for start, _ in ranges[1:]]
