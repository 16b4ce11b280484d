"""A README gives one sentence of description."""

import pytest

from beffroi.forges.readmes import LONGEST, LONGEST_PLAIN, describe, plain


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("# Title\n\nA *tool* for **seeing**.\n\nMore.", "A *tool* for seeing."),
        ("Title\n=====\n\n[![ci](a.svg)](b) ![x](y)\n\nWhat,\nin two.", "What, in two."),
        ("# Title\nText at once.", "Text at once."),
        ("# Title\r\n\r\nWindows text.\r\n", "Windows text."),
        ("<h1>Title</h1>\n\n<p align='center'><img src='x'></p>\n\nAfter <b>HTML</b>.", "Title"),
        ("<!-- a\n\ncomment --># T\n\nAfter it.", "After it."),
        ("```sh\nmake\n```\n\nAfter code.", "After code."),
        ("See [the site](https://example.org) and [more][1].", "See the site and more."),
        ("# Only a title", "Only a title"),
        ("= Asciidoc\n\nText.", "Text."),
        ("> Quoted text.", "Quoted text."),
        ("---\n\n...\n\n", ""),
        ("", ""),
        ("\0", ""),
    ],
)  # fmt: skip
def test_the_first_paragraph_is_found(text: str, description: str) -> None:
    assert describe(text) == description


def test_a_long_paragraph_is_cut_at_a_word() -> None:
    text = describe("word " * 200)
    assert len(text) <= LONGEST
    assert text.endswith("word…")


@pytest.mark.parametrize("piece", ["<!--", "[", "![", "<", "```\n", "[a](", "**", "\n\n#"])
def test_hostile_text_takes_no_time(piece: str) -> None:
    assert len(describe(piece * 20_000)) <= LONGEST
    assert len(plain(piece * 20_000)) <= LONGEST_PLAIN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Title\n\nA *tool*,\nin **two**.", "Title\n\nA *tool*, in two."),
        ("[![ci](a.svg)](b) ![x](y)\n\nText.", "Text."),
        ("See [the site](https://example.org) or https://example.org/x?y=1.", "See the site or"),
        ("Before.\n\n```sh\nmake install\n```\nAfter.", "Before.\n\nAfter."),
        ("Before.\n\n    make install\n\n    make\n\nAfter.", "Before.\n\nAfter."),
        ("- one\n    - two\n", "- one - two"),
        ("| A | B |\n|---|:-:|\n| one | two |", "one two"),
        ("Title\n=====\n\n.. image:: x.png\n\nText", "Title\n\nText"),
        ("<p align='center'><b>Bold</b></p><!-- no\n\nno -->", "Bold"),
        ("[1]: https://example.org\n:toc:\n// asciidoc\n", ""),
    ],
)  # fmt: skip
def test_only_the_words_of_a_readme_are_kept(text: str, words: str) -> None:
    assert plain(text) == words


def test_a_long_readme_is_cut_at_a_word() -> None:
    assert LONGEST_PLAIN - 10 < len(plain("words " * 9000)) <= LONGEST_PLAIN
