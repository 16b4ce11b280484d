"""Near spellings."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.search import near
from beffroi.search.plan import AnyOf, Near, Unit
from tests.search.documents import ask, found, make_document, make_index


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("abc", "abc", 0),
        ("abc", "acb", 1),
        ("abc", "abcd", 1),
        ("abc", "xbc", 1),
        ("ca", "abc", 3),
        ("cartogaphie", "cartographie", 1),
        ("abcdef", "uvwxyz", 3),
        ("", "ab", 2),
    ],
)
def test_distance_counts_letters(one: str, other: str, expected: int) -> None:
    assert near.distance(one, other, 2) == expected


@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert near.distance(one, other, 2) == near.distance(other, one, 2)


def test_the_best_is_nearest_then_most_frequent_then_first() -> None:
    wanted = Near("abcdef", 2)
    assert near.best(wanted, {"abcdxy": 9, "abcdex": 1, "abcdey": 1}) == "abcdex"
    assert near.best(wanted, {"abcdef": 1, "abcdex": 9}) == ""
    assert near.best(wanted, {}) == ""
    assert near.best(wanted, {"uvwxyz": 9}) == ""


def test_a_unit_without_near_spelling_stays_as_it_is() -> None:
    unit = Unit((AnyOf(("a",)),))
    assert near.with_near(unit, {"b": 1}) == unit


def test_a_misspelt_word_finds_and_says_what_it_found(tmp_path: Path) -> None:
    documents = [make_document(f"r{n}", "cartographie") for n in range(9)]
    result = make_index(tmp_path, documents).search(ask("cartogaphie"))
    assert (result.count, result.forgiven) == (9, {"cartogaphie": "cartographie"})


def test_a_word_that_finds_enough_is_not_forgiven(tmp_path: Path) -> None:
    documents = [make_document(f"r{n}", "maison" if n < 5 else "raison") for n in range(9)]
    result = make_index(tmp_path, documents).search(ask("maison"))
    assert (result.count, result.forgiven) == (5, {})


def test_a_rare_word_finds_near_ones_too_without_being_called_wrong(tmp_path: Path) -> None:
    documents = [make_document(f"r{n}", "maison" if n < 4 else "raison") for n in range(9)]
    result = make_index(tmp_path, documents).search(ask("maison"))
    assert (result.count, result.forgiven) == (9, {})


@pytest.mark.slow
def test_a_word_with_endless_near_spellings_still_finds_all(tmp_path: Path) -> None:
    letters = "abcdefghijklmnopqrstuvwxy"
    names = [f"zzzz{one}{other}" for one in letters for other in letters]
    documents = [make_document(f"r{n}", name) for n, name in enumerate(names)]
    result = make_index(tmp_path, documents).search(ask("zzzzzz"))
    assert result.count == len(names)


def test_exact_forgives_nothing(tmp_path: Path) -> None:
    index = make_index(tmp_path, [make_document("r1", "maison")])
    assert found(index, "raison", is_exact=True) == []
