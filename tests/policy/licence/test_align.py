"""Two texts laid side by side, one letter per word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.licence.align import common_prefix, differences


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("abcdef", "abcdef", []),
        ("abcdef", "abcXdef", [(3, 3, 3, 4)]),
        ("abcdef", "abdef", [(2, 3, 2, 2)]),
        ("abcdef", "abXdef", [(2, 3, 2, 3)]),
        ("abc", "", [(0, 3, 0, 0)]),
        ("", "x", [(0, 0, 0, 1)]),
        ("abc", "xyz", [(0, 3, 0, 3)]),
    ],
)
def test_differences_are_where_they_are(left: str, right: str, expected: list[object]) -> None:
    assert differences(left, right) == expected


def test_the_common_beginning_is_counted_from_anywhere() -> None:
    assert common_prefix("a" * 500 + "b", "xx" + "a" * 500 + "c", 0, 2) == 500


@given(st.text("abc", max_size=60), st.text("abc", max_size=60))
def test_outside_the_differences_the_texts_are_equal(left: str, right: str) -> None:
    place = other = 0
    for i0, i1, j0, j1 in [*differences(left, right), (len(left), 0, len(right), 0)]:
        assert left[place:i0] == right[other:j0]
        place, other = i1, j1
