"""What a person reads of a conversion."""

import json
from pathlib import Path

import pytest

from beffroi.__main__ import main
from beffroi.policy.metadata.converting import FORMATS
from tests.policy.metadata.test_codejson import RELEASE
from tests.policy.publiccode.test_judging import MINIMAL


@pytest.mark.parametrize(("language", "words"), [("en", "Lost:"), ("fr", "Perdu")])
def test_the_command_prints_the_file_and_beside_it_the_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    file = tmp_path / "code.json"
    file.write_text(json.dumps(RELEASE))
    assert main(["publiccode", str(file), "--to", "publiccode", "--language", language]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("publiccodeYmlVersion: '0'\nname: Medusa\n")
    assert words in said.err
    assert "laborHours: 12" in said.err


def test_programs_read_document_and_report_in_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(MINIMAL)
    main(["publiccode", str(file), "--to", "codejson", "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"document", "lost", "guessed", "missing"}
    assert "laborHours" in said["missing"]


@pytest.mark.parametrize("target", FORMATS[1:])
def test_the_report_begins_with_the_name_in_every_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    file = tmp_path / "publiccode.yml"
    file.write_text(MINIMAL)
    main(["publiccode", str(file), "--to", target, "--language", "en"])
    assert capsys.readouterr().err.startswith("Medusa\n")
