"""Counts of facets."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tantivy

from beffroi.search import counting
from beffroi.search.engine import build, open_index, open_writer
from beffroi.search.shapes import FACETS, FacetValue
from tests.search.documents import TODAY, ask, make_document, make_index


def buckets(**counts: int) -> list[Any]:
    return [{"key": name, "doc_count": number} for name, number in counts.items()]


def test_equal_counts_are_shown_in_the_order_of_their_values() -> None:
    shown = counting.shown(buckets(z=3, y=2, x=2, a=2), (), 2)
    assert shown == (FacetValue("z", 3), FacetValue("a", 2))


def test_chosen_values_are_always_shown() -> None:
    shown = counting.shown(buckets(z=3, y=2), ("y", "none"), 1)
    assert [(one.value, one.count) for one in shown] == [("z", 3), ("y", 2), ("none", 0)]


def test_no_value_is_shown_when_none_is_wanted() -> None:
    assert counting.shown(buckets(z=3), (), 0) == ()


def test_each_chosen_facet_is_counted_without_its_own_filter() -> None:
    asked: list[tuple[tuple[str, ...], str]] = []

    def counted(facets: tuple[str, ...], without: str) -> tuple[int, counting.Counts]:
        asked.append((facets, without))
        return 7, {name: [] for name in facets}

    total, found = counting.self_excluding(("kind", "topic"), {"topic": ("x",)}, counted)
    assert asked == [(("kind",), ""), (("topic",), "topic")]
    assert (total, found) == (7, {"kind": [], "topic": []})


@pytest.mark.slow
def test_more_values_than_the_library_counts_at_once_are_counted_one_by_one(
    tmp_path: Path,
) -> None:
    values = [tuple(f"{n}-{m}" for m in range(100)) for n in range(400)]
    documents = [
        make_document(f"r{n}", facets={"topic": some, "organisation": some})
        for n, some in enumerate(values)
    ]
    result = make_index(tmp_path, documents).search(ask())
    assert (result.count, result.values["topic"], result.values["organisation"]) == (
        400,
        40_000,
        40_000,
    )


@pytest.mark.slow
def test_counts_are_exact_over_several_segments(tmp_path: Path) -> None:
    build(tmp_path, [])
    with open_writer(tmp_path) as writer:
        for n in range(5):
            writer.put([make_document(f"r{n}", facets={"topic": ("a", f"b{n}")})])
            writer.commit()
    index = open_index(tmp_path)
    assert index is not None
    topics = index.search(ask(facet_size=2)).facets["topic"]
    assert topics == (FacetValue("a", 5), FacetValue("b0", 1))


def test_counting_without_facets_is_a_count(tmp_path: Path) -> None:
    folder = tmp_path / build(tmp_path, [make_document()])
    searcher = tantivy.Index.open(str(folder)).searcher()
    total, found = counting.count(searcher, tantivy.Query.all_query(), (), date(2026, 1, 1))
    assert (total, found) == (1, {})


def as_pairs(some: list[Any]) -> list[tuple[str, int]]:
    return sorted((one["key"], one["doc_count"]) for one in some)


@pytest.mark.parametrize("is_changed", [False, True])
def test_all_things_are_counted_alike_before_and_after_changes(
    tmp_path: Path, *, is_changed: bool
) -> None:
    facets = [{"topic": ("a", "b")}, {"topic": ("b",), "has": ("readme",)}, {}]
    folder = tmp_path / build(
        tmp_path, [make_document(f"r{n}", facets=facets[n % 3]) for n in range(9)]
    )
    if is_changed:
        with open_writer(tmp_path) as writer:
            writer.put([make_document("r0", facets={"topic": ("c",)})])
            writer.commit()
    searcher = tantivy.Index.open(str(folder)).searcher()
    _, counted = counting.count(searcher, tantivy.Query.all_query(), FACETS, TODAY)
    known = counting.everything(searcher, FACETS, TODAY)
    assert {name: as_pairs(some) for name, some in known.items()} == {
        name: as_pairs(some) for name, some in counted.items()
    }
    assert ("c", 1) in as_pairs(known["topic"]) or not is_changed
