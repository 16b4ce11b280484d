"""The command as a person and a program call it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.licence import command

pytestmark = pytest.mark.slow


def answered(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object]]:
    status = command.run([*words, "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_file_is_answered_with_the_path_as_given(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.c").write_text("// SPDX-License-Identifier: MIT")
    status, document = answered("a.c", capsys=capsys)
    assert (status, document["skipped"], "repository" in document) == (0, [], False)
    assert document["files"][0]["path"] == "a.c"  # type: ignore[index] # json
    assert document["files"][0]["expression"] == "MIT"  # type: ignore[index] # json


def test_a_directory_has_a_decision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], licence_texts: dict[str, str]
) -> None:
    (tmp_path / "LICENSE").write_text(licence_texts["MIT"])
    (tmp_path / "package.json").write_text('{"name": "x", "license": "ISC"}')
    status, document = answered(str(tmp_path), capsys=capsys)
    assert status == 1
    assert document["repository"]["declared"] == "MIT"  # type: ignore[index] # json
    assert len(document["repository"]["conflicts"]) == 1  # type: ignore[index] # json


def test_an_altered_text_ends_with_1_and_shows_its_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], licence_texts: dict[str, str]
) -> None:
    changed = licence_texts["MIT"].replace("free of charge", "free of charge for research only")
    (tmp_path / "LICENSE").write_text(changed)
    assert command.run([str(tmp_path / "LICENSE")]) == 1
    assert "added “for research only”" in capsys.readouterr().out


def test_several_directories_have_a_decision_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.py").write_text("print()")
    status, document = answered(str(tmp_path / "a"), str(tmp_path / "b"), capsys=capsys)
    assert status == 0
    assert len(document["repositories"]) == 2  # type: ignore[arg-type] # json


def test_a_long_walk_says_how_far_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "SECONDS", 0.0)
    (tmp_path / "a").write_text("x")
    (tmp_path / "b").symlink_to("/etc/passwd")
    assert command.run([str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert "1 files" in said.err
    assert "a link that leaves the tree" in said.out


@pytest.mark.parametrize("jobs", ["0", "x", "999"])
def test_a_wrong_number_of_processes_is_refused(jobs: str) -> None:
    with pytest.raises(SystemExit):
        command.run(["--jobs", jobs, "."])


def test_a_missing_path_is_refused() -> None:
    with pytest.raises(UsageError, match="no/such"):
        command.run(["no/such"])


def test_names_that_are_not_utf_8_are_printed_and_written(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.py")).write_text("# SPDX-License-Identifier: MIT")
    for form in ("text", "json"):
        words = [sys.executable, "-m", "beffroi", "licence", str(tmp_path), "--format", form]
        done = subprocess.run(words, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_the_command_loads_no_django() -> None:
    program = "import sys, beffroi.policy.licence.command; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
