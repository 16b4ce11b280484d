"""Rules on the openness level."""

from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.level import CRITERIA
from beffroi.policy.check.rules.levels import CHECKS
from beffroi.policy.check.shapes import Finding
from tests.policy.check.making import declared, rule_of, subject_of

BADGE = "![x](https://img.shields.io/badge/code.gouv.fr-ouvert-mediumseagreen.svg)\n"
NONE = dict.fromkeys(CRITERIA, False)


def found(folder: Path, rule: str, **answers: Any) -> Finding:
    """Judge with answers by rule, written ``LEVEL_01``."""
    given = {name.replace("_", "-"): answer for name, answer in answers.items()}
    said = {name: declared(name, answer).answers[name] for name, answer in given.items()}
    subject = subject_of(folder, declarations=Declarations(answers=said))
    return CHECKS[rule](subject, rule_of(rule))


def test_a_declared_level_passes(tmp_path: Path) -> None:
    assert found(tmp_path, "LEVEL-01", LEVEL_01="D").state == "pass"


def test_a_badge_passes_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# X\n" + BADGE)
    finding = found(tmp_path, "LEVEL-01")
    assert (finding.state, finding.evidence[0].line) == ("pass", 2)


def test_two_levels_are_remarked(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(BADGE)
    finding = found(tmp_path, "LEVEL-01", LEVEL_01="A")
    assert (finding.state, "the badge of the README says B" in finding.why.en) == ("warn", True)


@pytest.mark.parametrize("answer", ["Z", "a", True, "", ["A"]])
def test_an_answer_that_is_no_level_is_named(tmp_path: Path, answer: Any) -> None:
    (tmp_path / "README.md").write_text(BADGE)
    finding = found(tmp_path, "LEVEL-01", LEVEL_01=answer)
    assert (finding.state, finding.evidence[0].path) == ("unknown", ".beffroi.toml")
    assert f"“{answer}”, which is no openness level (A, B, C, D)" in finding.why.en


@pytest.mark.parametrize("answers", [{}, {"LEVEL_01": "Z"}])
def test_no_level_is_unknown_and_asks_the_administration(
    tmp_path: Path, answers: dict[str, Any]
) -> None:
    finding = found(tmp_path, "LEVEL-01", **answers)
    assert (finding.state, finding.asks) == ("unknown", "administration")


@pytest.mark.parametrize(
    ("level", "criteria", "state", "words"),
    [
        ("A", {**NONE, "module": True, "generic": True}, "pass", "at least"),
        ("A", {**NONE, "generic": True}, "pass", "at least"),
        ("C", {**NONE, "module": True}, "pass", "For information"),
        ("C", NONE, "pass", "at least"),
        ("C", {"module": False}, "unknown", "A–C"),
        ("A", {"module": False}, "pass", "at least"),
    ],
)
def test_the_level_claimed_stands_beside_the_one_recommended(
    tmp_path: Path, level: str, criteria: dict[str, bool], state: str, words: str
) -> None:
    finding = found(tmp_path, "LEVEL-02", LEVEL_01=level, LEVEL_02=criteria)
    assert (finding.state, words in finding.why.en) == (state, True)


def test_without_a_claim_there_is_nothing_to_compare(tmp_path: Path) -> None:
    assert found(tmp_path, "LEVEL-02", LEVEL_02=NONE).state == "unknown"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, "not-applicable"),
        ({"LEVEL_01": "C"}, "not-applicable"),
        ({"LEVEL_01": "D", "LEVEL_03": True}, "fail"),
        ({"LEVEL_01": "D", "LEVEL_02": {"generic": True}}, "warn"),
        ({"LEVEL_01": "D", "LEVEL_02": NONE, "LEVEL_03": False}, "pass"),
        ({"LEVEL_01": "D", "LEVEL_02": NONE}, "unknown"),
        ({"LEVEL_01": "D", "LEVEL_03": False}, "unknown"),
    ],
)
def test_level_d_is_for_code_without_criterion_that_nobody_asks_for(
    tmp_path: Path, answers: dict[str, Any], state: str
) -> None:
    assert found(tmp_path, "LEVEL-03", **answers).state == state
