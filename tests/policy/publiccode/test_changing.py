"""``beffroi publiccode --set``, ``--unset`` and ``--fix``."""

import io
import json
import sys
from pathlib import Path

import pytest

from beffroi.__main__ import main
from tests.policy.publiccode.test_judging import MINIMAL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "publiccode.yml"
    path.write_text(MINIMAL.replace("name: Medusa", "name: Medusa  # ours"))
    return path


def test_a_value_is_set_and_the_difference_shown(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publiccode", str(file), "--set", "name=Médusa"]) == 0
    assert file.read_text() == MINIMAL.replace("name: Medusa", "name: Médusa  # ours")
    assert "-name: Medusa  # ours\n+name: Médusa  # ours\n" in capsys.readouterr().out


def test_several_changes_are_made_at_once(file: Path) -> None:
    words = ["--set", "platforms=web, linux", "--set", "legal.mainCopyrightOwner=A", "--unset",
             "maintenance.type"]  # fmt: skip
    assert main(["publiccode", str(file), *words]) == 1
    text = file.read_text()
    assert "platforms: [web, linux]" in text
    assert "legal: {license: EUPL-1.2, mainCopyrightOwner: A}" in text
    assert "maintenance: {}" in text


def test_corrected_lines_are_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(file.read_text().replace("EUPL-1.2", "GPLv3"))
    assert main(["publiccode", str(file), "--fix"]) == 0
    assert "GPL-3.0-only" in file.read_text()
    assert "+legal: {license: GPL-3.0-only}" in capsys.readouterr().out


def test_a_dry_run_writes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.read_text()
    assert main(["publiccode", str(file), "--set", "name=X", "--dry-run", "--format", "json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["changed"], said["valid"], said["results"]) == (True, True, [])
    assert "+name: X  # ours" in said["diff"]
    assert file.read_text() == before


def test_standard_input_goes_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MINIMAL.encode())))
    assert main(["publiccode", "-", "--set", "name=X"]) == 0
    assert capsysbinary.readouterr().out.decode() == MINIMAL.replace("Medusa", "X")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "name"], "write --set key=value"),
        (["--set", "=x"], "write --set key=value"),
        (["--set", "nam=x"], "did you mean “name”"),
        (["--unset", "roadmap"], "not there"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_written(
    file: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = file.read_text()
    assert main(["publiccode", str(file), *words]) == 2
    assert said in capsys.readouterr().err
    assert file.read_text() == before


def test_an_address_cannot_be_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", "https://forge.example/p.yml", "--fix", "--no-network"]) == 2
    assert main(["publiccode"]) == 2
    assert "name a file" in capsys.readouterr().err
