"""``beffroi publiccode --new``."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from beffroi.__main__ import main
from beffroi.policy.publiccode import judge
from tests.policy.asking.test_answers import ANSWERS


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "README.md").write_text("# Médusa\n\nUn outil pour les cartes de la ville.\n")
    return folder


def answered(copy: Path, *options: str, **answers: Any) -> int:
    path = copy.parent / "answers.json"
    path.write_text(json.dumps({**ANSWERS, **answers}))
    return main(["publiccode", "--new", str(copy), "--answers", str(path), *options])


def test_answers_of_a_machine_become_a_valid_file(copy: Path) -> None:
    assert answered(copy) == 0
    assert judge((copy / "publiccode.yml").read_bytes()).results == ()


def test_what_was_guessed_is_told_with_its_line(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {name: value for name, value in ANSWERS.items() if name not in {"name", "short"}}
    (copy.parent / "answers.json").write_text(json.dumps(said))
    main(["publiccode", "--new", str(copy), "--answers", str(copy.parent / "answers.json")])
    lines = (copy / "publiccode.yml").read_text().splitlines()
    told = capsys.readouterr().err
    assert "publiccode.yml:2: name: Médusa (README.md, line 1)" in told
    assert lines[1] == "name: Médusa"
    assert "(README.md, line 3)" in told


def test_missing_answers_write_nothing_and_are_named(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answered(copy, "--format", "json", "--language", "fr", licence="nôtre") == 1
    said = json.loads(capsys.readouterr().out)
    assert [one["field"] for one in said["faults"]] == ["licence"]
    assert "SPDX" in said["faults"][0]["message"]
    assert not (copy / "publiccode.yml").exists()


def test_a_dry_run_only_shows_the_file(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(copy, "--dry-run") == 0
    assert judge(capsys.readouterr().out.encode()).is_valid
    assert not (copy / "publiccode.yml").exists()


def test_a_file_that_is_there_stays(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "publiccode.yml").write_text("x")
    assert answered(copy) == 2
    assert "--set changes it" in capsys.readouterr().err
    assert (copy / "publiccode.yml").read_text() == "x"


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not JSON"), ("[]", "one object"), ('{"licens": 1}', "did you mean “licence”"),
     ('{"zzzz": 1}', "known are name"), ("[" * 100_000, "not JSON")],
)  # fmt: skip
def test_answers_that_cannot_be_used_are_refused_with_the_way_out(
    copy: Path, capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    (copy.parent / "a.json").write_text(text)
    assert main(["publiccode", "--new", str(copy), "--answers", str(copy.parent / "a.json")]) == 2
    assert words in capsys.readouterr().err


def test_what_is_no_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", "--new", str(tmp_path / "none")]) == 2
    assert "is no folder" in capsys.readouterr().err
    assert main(["publiccode", "--new", str(tmp_path), "--answers", "/none.json"]) == 2


def test_answers_come_from_standard_input(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(ANSWERS)))
    assert main(["publiccode", "--new", str(copy), "--answers", "-"]) == 0


def test_a_terminal_is_asked_and_an_end_of_it_writes_nothing(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Médusa\n"))
    assert main(["publiccode", "--new", str(copy), "--language", "en"]) == 2
    said = capsys.readouterr().err
    assert "1. What is it called?" in said
    assert "nothing is written" in said
