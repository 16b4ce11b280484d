"""Words of one format in those of another."""

import pytest

from beffroi.policy.metadata import words
from beffroi.policy.metadata.shapes import Remark, Source


@pytest.mark.parametrize("format_", ["codejson", "codemeta"])
def test_every_status_comes_back_as_itself(format_: str) -> None:
    for ours in ("concept", "development", "stable", "obsolete"):
        assert words.status_from(format_, words.status_to(format_, ours)) == (ours, True)


def test_a_status_that_folds_says_so() -> None:
    assert words.status_from("codejson", "release candidate") == ("beta", False)
    assert words.status_from("codejson", "nonsense") == ("", False)


@pytest.mark.parametrize(
    ("text", "licence"),
    [("https://spdx.org/licenses/EUPL-1.2.html", "EUPL-1.2"), ("GPLv3", "GPL-3.0-only"),
     ("Pending Release", ""), ("", ""), ("MIT OR Apache-2.0", "MIT OR Apache-2.0")],
)  # fmt: skip
def test_licences_are_those_of_spdx(text: str, licence: str) -> None:
    assert words.licence(text) == licence


def test_a_long_text_is_cut_at_a_word() -> None:
    short = words.shorten("word " * 60)
    assert len(short) <= 150
    assert short.endswith("word…")


def test_platforms_are_whole_words() -> None:
    assert words.platforms_in(["Machine", "macOS", "scenarios"]) == ["mac"]


def test_a_source_knows_what_nobody_asked_for() -> None:
    source = Source({"a": 1, "b": {"c": "x", "d": ""}, "e": [{"f": 1}, 2], "g": ["p", "q"]})
    assert (source.text("a"), source.text("b.c"), source.text("g")) == ("1", "x", "")
    assert list(source.left()) == [
        Remark("e[0].f", 1, "no-place"), Remark("e[1]", 2, "no-place"),
        Remark("g", ["p", "q"], "no-place"),
    ]  # fmt: skip
