"""What is asked of an index and what it answers."""

from dataclasses import FrozenInstanceError

import pytest

from beffroi.search.shapes import FACETS, SORTS, Query
from tests.search.documents import make_document


def test_a_bare_question_asks_for_the_first_page_of_everything() -> None:
    query = Query()
    assert (query.text, query.filters, query.offset, query.size) == ("", {}, 0, 20)


def test_facets_and_orders_have_each_name_once() -> None:
    assert len(set(FACETS)) == len(FACETS)
    assert len(set(SORTS)) == len(SORTS)


def test_a_document_cannot_change_under_the_index() -> None:
    with pytest.raises(FrozenInstanceError):
        make_document().name = "other"  # type: ignore[misc]
