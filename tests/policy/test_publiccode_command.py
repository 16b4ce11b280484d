"""The command ``beffroi publiccode``."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.__main__ import main
from tests.fakes.hostile import Wire, hostile
from tests.policy.publiccode.test_judging import MINIMAL


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "publiccode.yml"
    path.write_text(MINIMAL)
    return path


def test_a_valid_file_ends_with_zero(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", str(file), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"valid": True, "results": []}


def test_findings_have_the_shape_of_the_contract(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(MINIMAL.replace("name: Medusa\n", ""))
    assert main(["publiccode", str(file), "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["results"] == [
        {"severity": "error", "key": "name", "line": 1, "column": 1,
         "message": "name is a required field"}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Add this key"), ("fr", "Ajoutez cette clé")]
)
def test_a_person_reads_what_to_do(
    file: Path, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    file.write_text(MINIMAL.replace("name: Medusa\n", ""))
    main(["publiccode", str(file), "--language", language])
    out = capsys.readouterr().out
    assert "publiccode.yml:1:1: error: name: name is a required field" in out
    assert words in out


def test_what_is_not_there_cannot_be_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publiccode", str(tmp_path / "none.yml")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_an_address_needs_the_network(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publiccode", "https://forge.example/x.yml", "--no-network"]) == 2
    assert "--no-network" in capsys.readouterr().err


@pytest.mark.slow
def test_an_address_is_read_and_links_are_asked_when_wanted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BEFFROI_ALLOWED_NETWORKS", "127.0.0.1/32")

    def behave(wire: Wire) -> None:
        if wire.target == "/publiccode.yml":
            text = MINIMAL.replace("https://forge.example/a/b.git", f"{served.url}/gone")
            wire.answer(text.encode())
        else:
            wire.answer(status="404 Not Found")

    with hostile(behave) as served:
        words = ["publiccode", f"{served.url}/publiccode.yml", "--format", "json"]
        assert main(words) == 0
        assert main([*words, "--links"]) == 1
    out = capsys.readouterr().out
    assert "not reachable: There is nothing at this address." in out
    assert "is not a valid code repository" in out


def test_neither_django_nor_the_network_is_loaded(file: Path) -> None:
    code = (
        "import sys; from beffroi.__main__ import main; "
        f"main(['publiccode', {str(file)!r}]); "
        "sys.exit(any(name in sys.modules for name in ('django', 'aiohttp')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_name_that_catalogues_may_not_find_is_remarked(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = file.rename(file.with_suffix(".yaml"))
    assert main(["publiccode", str(other), "--format", "json"]) == 0
    (remark,) = json.loads(capsys.readouterr().out)["results"]
    assert (remark["severity"], remark["line"]) == ("warning", 0)
    assert "publiccode.yml" in remark["message"]
