"""Characters as a person counts them."""

import pytest

from beffroi.lib import graphemes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("abc", 3),
        ("à l’œuvre", 9),
        ("e\u0301te\u0301", 3),
        ("a\r\nb", 3),
        ("\n\n", 2),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽👍", 2),
        ("🇫🇷🇩🇪", 2),
        ("🇫🇷🇩", 2),
        ("각", 1),
        ("한국어", 3),
        ("\u1112\u1161\u11ab", 1),
        ("नि", 1),
        ("a\u200db", 2),
        ("❤️", 1),
        ("日本語", 3),
    ],
)
def test_what_a_person_sees_as_one_is_one(text: str, count: int) -> None:
    assert graphemes.count(text) == count
