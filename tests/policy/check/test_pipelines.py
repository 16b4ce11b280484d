"""Continuous integration as the files describe it."""

import re
from pathlib import Path

import pytest

from beffroi.policy.check.pipelines import step_that
from beffroi.policy.check.shapes import Evidence
from tests.policy.check.working_copies import subject_of

LINTER = re.compile(r"\blinter\b")
CI = ".gitlab-ci.yml"


def found(folder: Path, files: dict[str, str]) -> Evidence | None:
    return step_that(subject_of(folder, files).tree, [CI], LINTER)


def test_a_step_is_found_at_its_line(tmp_path: Path) -> None:
    assert found(tmp_path, {CI: "job:\n  script: linter .\n"}) == Evidence(CI, 2, "linter")


def test_a_comment_is_no_step(tmp_path: Path) -> None:
    assert found(tmp_path, {CI: "job:\n  # linter comes later\n"}) is None


@pytest.mark.parametrize(
    ("said", "path"),
    [("make check", "Makefile"), ("npm run lint", "package.json"), ("tox", "tox.ini"),
     ("pre-commit run", ".pre-commit-config.yaml"), ("python scripts/check.py", "scripts/check.py"),
     ("./gradlew check", "build.gradle"), ("mvn verify", "pom.xml")],
)  # fmt: skip
def test_what_a_step_calls_counts(said: str, path: str, tmp_path: Path) -> None:
    assert found(tmp_path, {CI: said, path: "linter ."}) == Evidence(path, 1, "linter")


def test_a_circle_of_calls_ends(tmp_path: Path) -> None:
    assert found(tmp_path, {CI: "make a", "Makefile": "a:\n\tmake b\n"}) is None
