"""What the command says beside its answer."""

import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.policy.check import remarking
from beffroi.policy.check.check_command import run
from beffroi.policy.check.families import words
from beffroi.policy.check.fixing.patches import patch
from beffroi.policy.check.remarking import progress, remark, remark_untracked, show_patch
from tests.policy.check.making import Made, make_history
from tests.policy.check.working_copies import subject_of

MAKEFILE = b"all:\r\n\tmake x\x1b\n"


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "check: 3 of 75 rules in 2 s\n"), ("fr", "check: 3 règles sur 75 en 2 s\n")],
)
def test_a_remark_speaks_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], language: str, says: str
) -> None:
    remark(language, "progress", done=3, of=75, seconds=2)
    assert capsys.readouterr().err == says


def test_a_remark_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    remark("en", "reading", place="a\x1b[2J")
    assert "\x1b" not in capsys.readouterr().err


def test_each_remark_is_there_in_both_languages() -> None:
    assert [key for key, both in words()["remarks"].items() if set(both) != {"fr", "en"}] == []


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_a_long_judgement_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    monkeypatch.setattr(remarking, "SECONDS", seconds)
    progress("en")(1, 75)
    assert ("1 of 75 rules" in capsys.readouterr().err) == (seconds == 0.0)


@pytest.mark.slow
def test_what_the_command_writes_itself_is_not_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_history(tmp_path, [Made(files={"README.md": "x"})])
    (tmp_path / "report.json").write_text("{}")
    remark_untracked(subject_of(tmp_path), (tmp_path / "report.json", None), "en")
    assert capsys.readouterr().err == ""
    remark_untracked(subject_of(tmp_path), (), "en")
    assert "report.json" in capsys.readouterr().err


@pytest.mark.slow
def test_many_files_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_history(tmp_path, [Made(files={"README.md": "x"})])
    subject = subject_of(tmp_path, {f"{number}.txt": "" for number in range(7)})
    remark_untracked(subject, (), "fr")
    assert capsys.readouterr().err.endswith("4.txt et 2 de plus\n")


def test_a_patch_goes_to_git_byte_by_byte(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = patch("Makefile", None, MAKEFILE + b"\xff")
    show_patch(text, is_answer=True)
    assert capfdbinary.readouterr().out == text.encode("utf-8", "surrogateescape")


def test_a_patch_steers_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_patch(patch("Makefile", None, MAKEFILE), is_answer=False)
    assert "+\tmake x�\n" in capsys.readouterr().err


@pytest.mark.slow
def test_git_accepts_what_a_dry_run_prints(tmp_path: Path) -> None:
    files = {" \té\x07.py": "x = 1\n", "Makefile.py": "if x:\n\ty = 1\r\n\x0c\n"}
    folder = make_history(tmp_path / "copy", [Made(files=files)])
    words = ["check", str(folder), "--fix", "--dry-run", "--licence", "MIT", "--language", "fr"]
    run_it = [sys.executable, "-m", "beffroi", *words]
    done = subprocess.run(run_it, capture_output=True, check=False)
    assert b'+++ "b/ \\t\\303\\251\\a.py"' in done.stdout
    apply = ["git", "apply", "--check", "--whitespace=nowarn"]
    subprocess.run(apply, cwd=folder, input=done.stdout, check=True, capture_output=True)


@pytest.mark.slow
def test_a_french_run_speaks_french_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_history(tmp_path, [Made(files={"README.md": "# Outil"})])
    (tmp_path / "new.py").write_text("x = 1\n")
    words = [str(tmp_path), "--fix", "--licence", "MIT", "--format", "json", "--language", "fr"]
    run(words)
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("check: ")]
    english = (" the ", " not ", "git does", " now ", " of ", " who ")
    assert [line for line in said if any(word in line for word in english)] == []
    assert "check: non jugé, car git ne le suit pas\u00a0: new.py" in said
