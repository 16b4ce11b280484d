"""Marking what was searched for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.search.highlight import ELLIPSIS, cut, highlight


def marked(text: str, query: str) -> list[str]:
    return [piece for piece, is_match in highlight(text, query) if is_match]


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("L'Éducation nationale", "education", ["Éducation"]),
        ("les cartes de France", "carte", ["cartes"]),
        ("Cartographie", "carto", ["Cartographie"]),
        ("node.js and js", "node.js", ["node.js", "js"]),
        ("data-gouv-fr", "gouv", ["gouv"]),
        ("C++ or C", "c++", ["C++"]),
        ("camelCase", "case", ["camelCase"]),
        ("e\u0301tudes ici", "étude", ["e\u0301tudes"]),
        ("👩‍🚒🇫🇷", "🇫🇷", ["🇫🇷"]),
        ("open data", '"open data"', ["open", "data"]),
        ("open data", "-open data", ["data"]),
        ("🚀🚀", "🚀", ["🚀🚀"]),
        ("nothing here", "(", []),
        ("", "x", []),
    ],
)
def test_whole_words_are_marked(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


def test_a_text_without_a_match_is_one_piece() -> None:
    assert highlight("some words", "xylophone") == [("some words", False)]


@pytest.mark.slow
@given(st.text(max_size=200), st.text(max_size=20))
def test_the_pieces_joined_are_the_text(text: str, query: str) -> None:
    pieces = highlight(text, query)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)


def test_a_short_text_is_not_cut() -> None:
    assert cut(" a \n b ", 10) == "a b"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert cut("one two three four", 12) == "one two…"
    assert cut("one two three four", 14) == "one two three…"


def test_a_cut_stands_around_the_first_match() -> None:
    found = cut("mot " * 50 + "éducation " + "fin " * 50, 40, "education")
    assert "éducation" in found
    assert (found[0], found[-1]) == (ELLIPSIS, ELLIPSIS)


def test_a_match_at_the_end_is_shown_with_the_end() -> None:
    found = cut("mot " * 50 + "éducation", 40, "education")
    assert found.endswith("éducation")
    assert found.startswith(ELLIPSIS)


def test_a_text_without_spaces_is_cut_between_characters() -> None:
    assert cut("e\u0301" * 50, 10) == "e\u0301" * 4 + ELLIPSIS
    assert cut("🇫🇷" * 20, 10) == "🇫🇷" * 4 + ELLIPSIS
    assert cut("👍🏽" * 20, 10) == "👍🏽" * 4 + ELLIPSIS
    assert cut("👩‍🚒" * 20, 10) == "👩‍🚒" * 3 + ELLIPSIS


def test_a_start_without_spaces_is_between_characters() -> None:
    for size in (29, 30, 31):
        assert cut("e\u0301" * 100 + "🚀" + "x" * 90, size, "🚀").startswith(ELLIPSIS + "e")


def test_hardly_any_room_gives_dots() -> None:
    assert (cut("some words", 1), cut("some words", 0), cut("some words", -1)) == (ELLIPSIS, "", "")


@pytest.mark.slow
@given(st.text(max_size=200), st.integers(0, 60), st.text(max_size=10))
def test_a_cut_is_never_longer_than_asked(text: str, room: int, query: str) -> None:
    assert len(cut(text, room, query)) <= room
