"""One analysis for French and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.search import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Éducation nationale", ["education", "nationale"]),
        ("l'État, d'où qu’il", ["etat", "ou", "il"]),
        ("user's guide", ["user", "guide"]),
        ("un\u00a0mot\u202fici", ["un", "mot", "ici"]),
        ("C++ C# F# .NET", ["c++", "c#", "f#", ".net"]),
        ("œuvre Straße ﬁn Ａ", ["oeuvre", "strasse", "fin", "a"]),
        ("🚀 🇫🇷", ["🚀", "🇫🇷"]),
        ("issue#12 (a)", ["issue", "12", "a"]),
        ("a\u0000b\ud800c", ["a", "b", "c"]),
        ("e\u0301tude", ["etude"]),
        ("", []),
        ("(*) % _ --", []),
    ],
)
def test_a_text_becomes_folded_words(text: str, expected: list[str]) -> None:
    assert words.words(text) == expected


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("node.js", "node.js"),
        ("node.js", "nodejs"),
        ("data-gouv-fr", "datagouvfr"),
        ("snake_case", "snakecase"),
        ("camelCase", "camel"),
        ("camelCase", "camelcase"),
        ("HTTPServer", "server"),
        ("py3dtiles", "3"),
        ("notepad++", "notepad"),
        (".net", "net"),
        ("éducation", words.STEM + "educ"),
        ("libraries", words.STEM + "librari"),
    ],
)
def test_a_word_is_also_found_by(text: str, form: str) -> None:
    assert form in words.forms(text)


def test_accents_are_folded_after_stemming() -> None:
    assert words.stems("développé")[0] == words.STEM + "developp"


def test_plain_words_have_no_pieces() -> None:
    assert [run.pieces for run in words.runs("Python PYTHON python")] == [(), (), ()]


def test_a_very_long_word_is_cut() -> None:
    assert words.words("a" * 1000) == ["a" * words.MAX_WORD]


def test_no_text_gives_endless_words() -> None:
    assert len(list(words.runs("a " * 200_000))) == words.MAX_WORDS


def test_spans_name_a_compound_first_and_then_its_parts() -> None:
    text = "see data-gouv!"
    assert [text[start:end] for start, end, _ in words.spans(text)] == [
        "see",
        "data-gouv",
        "data",
        "gouv",
    ]


def test_a_mark_without_a_letter_is_no_word() -> None:
    assert [span[:2] for span in words.spans("\u0301 a-b-\u0301")] == [(2, 7), (2, 3), (4, 5)]


def test_spans_keep_a_family_of_emoji_together() -> None:
    assert [span[:2] for span in words.spans("👩‍🚒")] == [(0, 3)]


@pytest.mark.slow
@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_no_text_raises_and_the_output_is_bounded(text: str) -> None:
    forms = words.forms(text)
    assert all(len(form) <= words.MAX_WORD + len(words.STEM) for form in forms)
    assert all(form and " " not in form and form != "|" for form in forms)


@pytest.mark.slow
@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_spans_stay_inside_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end, _ in words.spans(text))


@pytest.mark.slow
@given(st.text(max_size=100))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert words.fold(words.fold(text)) == words.fold(text)
