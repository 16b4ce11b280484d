"""The title and the paragraphs of a README with their lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.asking.readme import read


def test_title_paragraphs_and_list_stand_on_their_lines() -> None:
    found = read("# Outil\n\nFirst part\nof it.\n\nSecond.\n\n- one\n- two\n\n- three\n\nEnd.")
    assert found.title == ("Outil", 1)
    assert found.paragraphs == [("First part of it.", 3), ("Second.", 6), ("End.", 13)]
    assert found.items == [("one", 8), ("two", 9), ("three", 11)]


@pytest.mark.parametrize(
    ("text", "title"),
    [("Outil\n=====\n\nx", "Outil"), ("Outil\n~~~~~\nx", "Outil"), ("= Outil\n", "Outil"),
     ("## [Outil](x) ##\n", "Outil"), ("x\n", ""), ("", "")],
)  # fmt: skip
def test_titles_of_several_markups_are_known(text: str, title: str) -> None:
    assert read(text).title[0] == title


@pytest.mark.parametrize(
    "text",
    ["```\ncode\n```\n\nWords here.", "~~~\ncode\n~~~\nWords here.", "<!-- a\nb -->\nWords here.",
     "[![badge](x)](y)\n\nWords here.", "*Lisez-moi : README.fr.md.*\n\nWords here.",
     ":author: me\n\nWords here.", "| a | b |\n\nWords here.", "<div>\n\n**Words** here."],
)  # fmt: skip
def test_what_is_no_text_is_passed_over(text: str) -> None:
    assert read(text).paragraphs[0][0] == "Words here."


def test_only_the_first_list_counts() -> None:
    found = read("- one\n- two\n\nwords\n\nmore\n\n- three\n")
    assert found.items == [("one", 1), ("two", 2)]


@given(st.text(alphabet="#=-*~`<!>[]()_ \nab|", max_size=200))
def test_every_text_can_be_read(text: str) -> None:
    found = read(text)
    count = len(text.splitlines())
    assert all(0 < line <= count for _, line in (*found.paragraphs, *found.items))
