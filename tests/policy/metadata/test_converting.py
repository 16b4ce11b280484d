"""Which format a file has, and the command that converts it."""

import json
from pathlib import Path

import pytest

from beffroi.__main__ import main
from beffroi.lib.errors import UsageError
from beffroi.policy.metadata.converting import convert
from tests.policy.metadata.test_codejson import RELEASE
from tests.policy.publiccode.test_judging import MINIMAL


@pytest.mark.parametrize(
    ("document", "count"),
    [({"@context": "x", "name": "a"}, 1), (RELEASE, 1), ({"releases": [RELEASE, RELEASE]}, 2),
     ({"projects": [RELEASE, 3]}, 1)],
)  # fmt: skip
def test_the_format_is_found_out(document: object, count: int) -> None:
    assert len(convert(json.dumps(document).encode(), "publiccode")) == count


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"{// a comment\n}", "line 1, column 2"), (b"[1, 2]", "neither"), (b"{}", "neither"),
     (b"\xff\xfe", "neither"), (b"{\xff}", "UTF-8"), (b"[" * 200_000, "nested"),
     (b"a: [", "neither"), (MINIMAL.encode(), "already")],
)  # fmt: skip
def test_what_cannot_be_converted_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        convert(data, "publiccode")


def test_every_way_between_two_formats_is_open() -> None:
    for data in (json.dumps(RELEASE).encode(), MINIMAL.encode()):
        for target in ("codejson", "codemeta"):
            assert convert(data, target)[0].document["name"] == "Medusa"


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
