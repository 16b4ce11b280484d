"""Words of one format in those of another."""

import pytest

from beffroi.policy.metadata import words


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
