"""What the words around a name say of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy.licence.notices import frames


@pytest.mark.parametrize(
    "before",
    ["licensed under the ", "released under the terms of the ", "is distributed under ",
     "it under the terms of either the ", "sous licence ", "régi par la licence ",
     "distribué selon les termes de la ", "available under a ", "you may use this under the ",
     "made available under the terms of the ", "this work is licensed under a ",
     "governed by the ", "steht unter der "],
)  # fmt: skip
def test_words_of_licensing_make_a_grant(before: str) -> None:
    assert frames.is_grant(before)


@pytest.mark.parametrize(
    "before", ["written in ", "works with ", "the author of the ", "import ", "tested on ", ""]
)
def test_other_words_make_none(before: str) -> None:
    assert not frames.is_strict(before)


@pytest.mark.parametrize(
    "before",
    ["license : ", "license = ", "licenses : [ ", "module license ( ",
     "licenses : : osi approved : : ",
     "license type : ", "copyright : "],
)  # fmt: skip
def test_a_field_is_one(before: str) -> None:
    assert frames.is_field(before)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("this is not licensed under the ", ""),
        ("it is compatible with the ", ""),
        ("unlike the ", ", this"),
        ("rather than the ", ""),
        ("the ", "compatible licenses"),
        ("the ", "license may not apply"),
        ("previously released under the ", ""),
        ("licenses such as ", ""),
        ("a file that violates the ", ""),
        ("no longer under the ", ""),
    ],
)
def test_a_name_that_is_denied_or_compared_is_not_meant(before: str, after: str) -> None:
    assert frames.is_negated(before, after)


@pytest.mark.parametrize(
    "before",
    ["you may not use this file except in compliance with the ", "licensed under the ",
     "you can not only use but redistribute it under the "],
)  # fmt: skip
def test_a_grant_with_a_not_in_it_is_still_one(before: str) -> None:
    assert not frames.is_negated(before, "license ")


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("or ", "OR"), ("or the ", "OR"), ("/ ", "OR"), ("license or the ", "OR"), ("| ", "OR"),
        (", or ( at your option ) ", "OR"), ("ou ", "OR"), ("and ", "AND"),
        ("licenses and ", "AND"), ("& ", "AND"), (", and ", "ALSO"),
        ("was written by somebody else with ", ""),
    ],
)  # fmt: skip
def test_what_stands_between_two_names_joins_them(between: str, expected: str) -> None:
    assert frames.operator(between) == expected


def test_words_of_choice_and_of_an_alternative_are_known() -> None:
    assert frames.offers_choice("dual licensed under the ")
    assert frames.is_alternative("alternatively , this software may be distributed under the ")
    assert not frames.offers_choice("licensed under the ")
    assert not frames.is_alternative("licensed under the ")


def test_the_steps_of_a_pattern_grow_with_its_words_only() -> None:
    for words in ("the " * 40, "license : " * 20, "a , ( " * 14, "not under " * 20):
        assert frames.is_grant(words) in {True, False}
        assert frames.is_negated(words, words) in {True, False}
        assert isinstance(frames.operator(words), str)


@given(some.text(), some.text())
def test_any_words_are_answered(before: str, after: str) -> None:
    frames.is_grant(before)
    frames.is_field(before)
    frames.is_strict(before)
    frames.is_negated(before, after)
    frames.is_pointer(before, after)
    frames.operator(before)
