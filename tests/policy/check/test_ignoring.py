"""What version control is told to leave out."""

from pathlib import Path

import pytest

from beffroi.policy.check.ignoring import is_ignored
from tests.policy.check.working_copies import subject_of


@pytest.mark.parametrize(
    "lines", [".env", "/.env", "**/.env", ".env*", "*.env", ".*", "# x\n\n.env  ", "!.env\n.env"]
)
def test_a_file_is_ignored(lines: str, tmp_path: Path) -> None:
    assert is_ignored(subject_of(tmp_path, {".gitignore": lines}).tree, ".env")


@pytest.mark.parametrize("lines", ["", "# .env", ".env\n!.env", ".env/", "config/.env", "env"])
def test_a_file_is_not_ignored(lines: str, tmp_path: Path) -> None:
    assert not is_ignored(subject_of(tmp_path, {".gitignore": lines}).tree, ".env")


def test_without_rules_nothing_is_ignored(tmp_path: Path) -> None:
    assert not is_ignored(subject_of(tmp_path).tree, ".env")
