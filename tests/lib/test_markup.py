"""Lines of READMEs without their marks."""

import pytest

from beffroi.lib.markup import has_words, without_marks


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("> **Bold** and `code` of __all__", "Bold and code of all"),
        ("[![badge](a.svg)](https://b) [words](c) and [more][d]", "words and more"),
        ('<img src="x">Text<br/>', "Text"),
        ("a < b and [x", "a < b and [x"),
    ],
)
def test_what_is_read_stays_and_what_marks_it_goes(line: str, words: str) -> None:
    assert without_marks(line) == words


@pytest.mark.parametrize(("text", "expected"), [("né", True), ("v1.2", False), ("— 42 —", False)])
def test_signs_and_numbers_are_no_words(text: str, *, expected: bool) -> None:
    assert has_words(text) is expected
