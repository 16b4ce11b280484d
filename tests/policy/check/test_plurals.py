"""Words agree with their number, in each language by its own rule."""

import re

import pytest

from beffroi.policy.check.families import tables
from beffroi.policy.check.plurals import filled
from beffroi.policy.check.shapes import Words

OPTIONAL = re.compile(r"\w\((?:s|e|es|ies|nt|x)\)")


@pytest.mark.parametrize(
    ("language", "number", "says"),
    [
        ("en", 0, "0 files"), ("en", 1, "1 file"), ("en", 2, "2 files"),
        ("fr", 0, "0 file"), ("fr", 1, "1 file"), ("fr", 2, "2 files"),
    ],
)  # fmt: skip
def test_a_word_agrees_with_its_number(language: str, number: int, says: str) -> None:
    assert filled("{count} {count:file|files}", language, count=number) == says


def test_a_form_may_hold_the_number() -> None:
    text = "{total:the commit|each of the {total} commits}"
    assert filled(text, "en", total=1) == "the commit"
    assert filled(text, "en", total=3) == "each of the 3 commits"


def test_what_is_no_number_takes_the_form_for_several() -> None:
    assert filled("{count:file|files}", "en", count="?") == "files"


def test_words_are_filled_each_in_its_language() -> None:
    said = Words(fr="{n} {n:mot|mots}", en="{n} {n:word|words}").filled(n=0)
    assert (said.fr, said.en) == ("0 mot", "0 words")


def test_no_message_leaves_the_number_to_the_reader() -> None:
    said = [
        text
        for one in tables().values()
        for both in one["messages"].values()
        for text in both.values()
    ]
    assert [text for text in said if OPTIONAL.search(text)] == []
