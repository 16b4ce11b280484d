"""Words beside a licence text that change what it grants."""

import pytest

from beffroi.policy.licence.additions import added
from beffroi.policy.licence.words import read_text

LICENCE = "You may use this work"


def beside(before: str, after: str) -> str:
    text = read_text(f"{before}{LICENCE}{after}")
    first = len(read_text(before).words)
    return added(text, first, first + 4, (0, len(text.words)))


@pytest.mark.parametrize(
    "after",
    [
        ".\nNon-commercial use only.",
        ".\n\nThe Software must not be used for commercial purposes.",
        ".\nCommons Clause License Condition v1.0",
        " for research purposes only.",
        ".\nCommercial use requires a paid permission.",
        ".\nIt shall be used for good, not evil.",
        ".\nUsage commercial interdit.",
    ],
)
def test_a_restriction_is_found_on_both_sides(after: str) -> None:
    assert beside("", after)
    assert beside(after.strip(". \n") + ".\n", "")


@pytest.mark.parametrize(
    "after",
    [
        ".\nThe documentation is under Creative Commons Attribution-NonCommercial 4.0.",
        ".\nAuthors: see AUTHORS.",
        ".\nThis product includes commercial-grade software.",
        ";\n}\nint main() { int noncommercial = 1; }",
    ],
)
def test_other_words_are_no_restriction(after: str) -> None:
    assert not beside("", after)


def test_only_the_free_words_are_read() -> None:
    text = read_text(f"{LICENCE}. Non-commercial use only.")
    assert added(text, 0, 4, (0, 5)) == ""
