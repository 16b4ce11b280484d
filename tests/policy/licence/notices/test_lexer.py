"""Cutting a file into the words and signs near words of licensing."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy.licence.notices import lexer
from beffroi.policy.licence.words import read_text


def tokens(text: str) -> list[str]:
    return [token for window in lexer.windows(read_text(text)) for token in window.tokens]


@pytest.mark.parametrize(
    "text",
    [
        "licensed under the mit license",
        "/* Licensed under\n * the MIT License\n */",
        "# Licensed under\n# the MIT Licence",
        "dnl Licensed under\ndnl the MIT license",
        "REM Licensed under the\nREM MIT license",
        '.\\" Licensed under the\n.\\" MIT license',
        "<p>Licensed under<br/>the <b>MIT</b> license</p>",
        '"Licensed under the\\n"\n"MIT license"',
        "-- Licensed under the “MIT” license",
    ],
)
def test_marks_of_comments_and_markup_leave_the_same_words(text: str) -> None:
    words = [token for token in tokens(text) if token != lexer.PARAGRAPH]
    assert words == ["licensed", "under", "the", "mit", "license"]


def test_words_that_are_written_as_one_are_parted() -> None:
    assert tokens("GPLv2+ or LGPL3") == ["gpl", "2", "+", "or", "lgpl", "3"]


def test_addresses_are_one_word_also_out_of_markup() -> None:
    assert tokens('<a href="https://opensource.org/licenses/MIT">x</a>')[0] == (
        "https://opensource.org/licenses/mit"
    )


def test_a_full_stop_ends_a_sentence_and_not_a_version_or_a_file_name() -> None:
    assert "." not in tokens("see LICENSE.txt of GPL v. 2")
    assert tokens("GPL. No")[1] == "."


def test_an_empty_line_ends_a_paragraph() -> None:
    assert tokens("the GPL\n *\n * is") == ["the", "gpl", lexer.PARAGRAPH, "is"]


def test_each_token_knows_its_line() -> None:
    (window,) = lexer.windows(read_text("\n\nthe\nGPL"))
    assert (window.tokens, window.line_of) == (["the", "gpl"], [3, 4])


def test_lines_far_from_words_of_licensing_are_not_read() -> None:
    text = "\n".join(["int x;"] * 100 + ["GPL"] + ["int y;"] * 100)
    assert len(tokens(text)) < 40


def test_known_lines_are_not_read_again() -> None:
    text = read_text("\n".join(["the GPL"] * 30))
    assert not list(lexer.windows(text, [range(1, 31)]))


def test_work_on_a_very_long_line_grows_with_its_hits_only() -> None:
    filler = "a = b; " * 20_000
    assert len(tokens(filler + "licensed under MIT " + filler)) < 2000
    assert len(tokens("licence gpl " * 30_000)) <= 2 * lexer.MAX_TOKENS


@given(some.text())
def test_any_text_is_cut(text: str) -> None:
    for window in lexer.windows(read_text(text)):
        assert len(window.tokens) == len(window.line_of)
