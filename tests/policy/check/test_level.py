"""The openness level: the worked cases of the policy, claims, ranges."""

from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.level import CRITERIA, Level, level_of, recommended
from tests.policy.check.making import declared, subject_of

BADGE = "[![x](https://img.shields.io/badge/code.gouv.fr-{}.svg)](https://code.gouv.fr)\n"
CASES: list[tuple[str, set[str], str]] = [
    ("a grammar plug-in for an office suite", {"module", "generic"}, "A"),
    ("a scraping tool", {"generic"}, "B"),
    ("a theme that only one body needs", set(), "C"),
    ("all four", set(CRITERIA), "A"),
]


@pytest.mark.parametrize(("met", "level"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_the_criteria_recommend_a_level(met: set[str], level: str) -> None:
    answers = {name: name in met for name in CRITERIA}
    assert recommended(answers) == (level, level)


@pytest.mark.parametrize(
    ("answers", "low", "high"),
    [
        ({}, "C", "A"),
        ({"module": True}, "B", "A"),
        ({"module": False, "generic": False, "technical": False}, "C", "B"),
        ({"module": True, "generic": True}, "A", "A"),
    ],
)
def test_a_missing_answer_leaves_a_range(answers: dict[str, bool], low: str, high: str) -> None:
    assert recommended(answers) == (low, high)


@pytest.mark.parametrize(
    ("words", "level"),
    [("contributif-blue", "A"), ("ouvert-mediumseagreen", "B"), ("publi%C3%A9-orange", "C")],
)
def test_the_badge_of_the_readme_claims_a_level(tmp_path: Path, words: str, level: str) -> None:
    (tmp_path / "README.md").write_text("# Outil\n\n" + BADGE.format(words))
    assert level_of(subject_of(tmp_path)).claimed == level


@pytest.mark.parametrize(
    "text", ["Le code est ouvert, publié et contributif.\n", "\n" * 30 + BADGE.format("ouvert-x")]
)
def test_prose_and_what_stands_below_claim_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "README.md").write_text(text)
    assert level_of(subject_of(tmp_path)).claimed is None


def test_a_declared_level_wins_over_the_badge(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(BADGE.format("contributif-blue"))
    subject = subject_of(tmp_path, declarations=declared("LEVEL-01", "C"))
    assert level_of(subject).claimed == "C"


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        ({"module": True, "generic": True, "taken-over": False, "technical": False}, "A"),
        ({"module": True, "generic": False, "taken-over": False}, "A-B"),
    ],
)
def test_declared_criteria_are_what_is_observed(tmp_path: Path, answer: Any, level: str) -> None:
    subject = subject_of(tmp_path, declarations=declared("LEVEL-02", answer))
    assert level_of(subject) == Level(None, level, "criteria")


@pytest.mark.parametrize(
    ("file", "level"), [("docs/CONTRIBUTING.md", "A"), ("MAINTAINERS.md", "B"), ("main.c", "C")]
)
def test_without_criteria_the_files_show_how_contributions_are_met(
    tmp_path: Path, file: str, level: str
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("x")
    assert level_of(subject_of(tmp_path)) == Level(None, level, "files")


def test_the_readme_of_a_part_claims_nothing_for_the_whole(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib/README.md").write_text(BADGE.format("contributif-blue"))
    assert level_of(subject_of(tmp_path)).claimed is None
