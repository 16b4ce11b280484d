"""A README gives one sentence of description."""

import pytest

from beffroi.forges.readmes import LONGEST, describe


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
