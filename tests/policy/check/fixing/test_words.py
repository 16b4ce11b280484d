"""The words of mending are whole in both languages, and French is set as it should be."""

import re
from collections.abc import Mapping
from string import Template
from typing import Any

import pytest

from beffroi.policy.check.families import tables
from beffroi.policy.check.fixing.words import FOLDER, left, sentence, skeleton, words

NAMES = sorted(path.name for path in (FOLDER / "en").glob("*.md"))
BLANK = re.compile(r"\(to be completed|\(à compléter")
ASIDE = re.compile(r"`[^`]*`|https?:\S+|```.*?```", re.DOTALL)


def test_both_languages_have_the_same_skeletons() -> None:
    assert sorted(path.name for path in (FOLDER / "fr").glob("*.md")) == NAMES
    assert len(NAMES) == 11


@pytest.mark.parametrize("name", NAMES)
def test_a_skeleton_has_the_same_places_in_both_languages(name: str) -> None:
    places = [set(Template(skeleton(name, one)).get_identifiers()) for one in ("en", "fr")]
    assert places[0] == places[1]


@pytest.mark.parametrize("name", NAMES)
def test_french_signs_have_their_spaces(name: str) -> None:
    text = ASIDE.sub("", skeleton(name, "fr"))
    assert not re.search(r"[ \w][;!?]|[ \w]:(?=\s|$)|« | »", text)


@pytest.mark.parametrize("key", sorted(words()["left"]))
def test_what_is_left_has_the_same_places_in_both_languages(key: str) -> None:
    said = words()["left"][key]
    places = [set(Template(said[one]).get_identifiers()) for one in ("en", "fr")]
    assert places[0] == places[1]


def test_places_are_filled_in_both_languages() -> None:
    assert "a.md" in left("changed", path="a.md").fr
    assert "a.md" in left("changed", path="a.md").en
    assert sentence("sentences", "holder", "fr", project="X") == "Contributeurs de X"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_blank_is_one_that_the_rules_recognise(language: str) -> None:
    marks = {table["parameters"]["waiting"] for table in tables().values() if _waits(table)}
    blanks = [one[language] for one in words()["blanks"].values() if one[language].startswith("**")]
    lines = [
        line
        for file in (FOLDER / language).iterdir()
        for line in file.read_text("utf-8").splitlines()
        if BLANK.search(line)
    ]
    assert len(marks) == 1
    assert [line for line in [*blanks, *lines] if not re.search(*marks, line)] == []
    assert (len(blanks), len(lines)) == (4, 3)


def _waits(table: Mapping[str, Any]) -> bool:
    return "waiting" in table.get("parameters", {})
