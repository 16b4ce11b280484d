"""Exceptions found by the one sentence that makes them."""

import pytest

from beffroi.policy.licence import phrases, spdx
from beffroi.policy.licence.words import read_text

GCC = """In addition to the permissions in the GNU General Public License, the
 * Free Software Foundation gives you unlimited permission to link the
 * compiled version of this file into combinations with other programs."""


def test_a_sentence_is_found_across_lines_and_comment_marks() -> None:
    found = list(phrases.find(read_text(GCC), 7))
    assert [(one.licence, one.start_line, one.end_line, one.statement) for one in found] == [
        ("GCC-exception-2.0", 2, 3, 7)
    ]


@pytest.mark.parametrize("text", ["", "the gnu exception", "an exception is raised"])
def test_other_sentences_say_nothing(text: str) -> None:
    assert list(phrases.find(read_text(text), 0)) == []


def test_every_sentence_stands_for_something_that_spdx_lists() -> None:
    for expression in phrases._phrases().values():  # noqa: SLF001 (data of the module itself)
        words = set(expression.split()) - {"OR", "AND", "WITH"}
        assert all(word.lower() in spdx.entries() for word in words)


def test_of_two_sentences_at_one_place_the_longer_one_counts() -> None:
    found = phrases.find(read_text('MODULE_LICENSE("GPL v2");'), 0)
    assert [one.licence for one in found] == ["GPL-2.0-only"]
