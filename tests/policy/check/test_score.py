"""The policy score: equal to the examples of its source."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.families import said
from beffroi.policy.check.score import Question, Score, count, months_before, score_of
from beffroi.policy.licences import DATA
from tests.policy.check.making import TODAY, Made, make_history, subject_of

COLOURS = {"success": "green", "warning": "orange", "danger": "red", "not-in-list": "red"}
MET = {"free-licence": True, "maintained": True, "funded": True, "several-administrations": True}


def answers(prerequisites: int, points: int) -> Score:
    words = said("score", "a")
    needed = [
        Question(f"p{n}", words, is_yes=n < prerequisites, is_prerequisite=True) for n in range(4)
    ]
    asked = [Question(str(n), words, is_yes=n < points, is_prerequisite=False) for n in range(10)]
    return count([*needed, *asked])


def test_the_score_equals_every_example_of_its_source(shared: Path) -> None:
    source = yaml.safe_load((shared / "data/policy/score.yaml").read_text("utf-8"))
    for example in source["examples"]:
        found = answers(example["prerequisites"], example["points"])
        assert (found.points, found.of) == (example["points"], 10)
        assert found.colour == COLOURS[example["verdict"]]
        assert (found.missing is not None) == (example["verdict"] == "not-in-list")


def test_the_shipped_questions_are_those_of_the_source(shared: Path) -> None:
    assert (DATA / "score.yaml").read_bytes() == (shared / "data/policy/score.yaml").read_bytes()


def test_the_first_missing_prerequisite_is_named() -> None:
    missing = answers(2, 9).missing
    assert missing is not None
    assert missing.id == "p2"


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 25), date(2026, 5, 25)),
        (date(2026, 8, 31), date(2026, 2, 28)),
        (date(2024, 8, 31), date(2024, 2, 29)),
        (date(2026, 3, 1), date(2025, 9, 1)),
    ],
)
def test_six_months_are_months_of_the_calendar(day: date, before: date) -> None:
    assert months_before(day, 6) == before


def score(folder: Path, given: dict[str, bool], **others: object) -> dict[str, bool | None]:
    subject = subject_of(folder, declarations=Declarations(tables={"score": given}), **others)
    return {one.id: one.is_yes for one in score_of(subject).questions}


def test_files_at_the_root_earn_their_points(tmp_path: Path) -> None:
    for name in ("ROADMAP.md", "authors", "CONTRIBUTING.rst", "GOVERNANCE.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/CHANGELOG.md").write_text("x")
    found = score(tmp_path, {})
    assert [found[str(number)] for number in range(5, 11)] == [True, True, True, False, False, True]


def test_what_nobody_says_is_unknown_and_earns_nothing(tmp_path: Path) -> None:
    found = score(tmp_path, {})
    assert [found[name] for name in ("b", "c", "d", "1", "2", "3", "4")] == [None] * 7
    assert found["a"] is False


def test_declarations_answer_what_files_cannot(tmp_path: Path) -> None:
    found = score(tmp_path, {**MET, "logo": True, "web-page": False})
    assert [found[name] for name in ("a", "b", "c", "d", "4", "1")] == [True] * 5 + [False]


def test_publiccode_yml_says_logo_page_and_maintenance(tmp_path: Path) -> None:
    text = 'publiccodeYmlVersion: "0"\nlogo: logo.svg\nlandingURL: https://x.example\n'
    text += "maintenance:\n  type: internal\nusedBy:\n  - A\n  - B\n"
    (tmp_path / "publiccode.yml").write_text(text)
    found = score(tmp_path, {})
    assert [found[name] for name in ("4", "1", "b", "d")] == [True] * 4


@pytest.mark.slow
@pytest.mark.parametrize(("on", "is_new"), [(date(2026, 11, 4), True), (date(2026, 11, 5), False)])
def test_the_last_commit_counts_for_six_months_to_the_day(
    tmp_path: Path, on: date, *, is_new: bool
) -> None:
    make_history(tmp_path, [Made(files={"a": "a"})])  # of 2026-05-04
    assert score(tmp_path, {}, on=on)["3"] is is_new
    assert score(tmp_path, {}, on=TODAY)["2"] is None
