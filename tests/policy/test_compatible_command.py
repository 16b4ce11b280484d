"""The command ``beffroi compatible``: words, JSON, exit status; no Django."""

import json
import subprocess
import sys

import pytest

from beffroi.__main__ import main
from beffroi.policy.compatible_command import run

FIELDS = {"compatible", "document", "because", "conditions", "source"}


def test_a_yes_names_rule_conditions_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compatible", "MIT", "EUPL-1.2", "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "Yes (rule T12)" in said
    assert "Keep the copyright notice" in said
    assert "Source: Joinup" in said


def test_a_no_ends_with_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["CECILL-C", "LGPL-3.0-only", "--language", "fr"]) == 1
    assert "Non" in capsys.readouterr().out


def test_json_has_the_five_fields_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["GPL-3.0-only", "EUPL-1.2", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) == FIELDS
    assert (answer["compatible"], answer["document"]) == (True, "T04")


def test_json_of_an_expression_shows_the_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    run(["MIT OR GPL-2.0-only", "EUPL-1.2", "--format", "json"])
    answer = json.loads(capsys.readouterr().out)
    assert [part["inbound"] for part in answer["parts"]] == ["MIT", "GPL-2.0-only"]


def test_an_unknown_licence_is_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compatible", "EUPL12", "MIT"]) == 2
    assert "Did you mean EUPL-1.2?" in capsys.readouterr().err


def test_missing_words_are_bad_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compatible", "MIT"]) == 2
    assert "outbound" in capsys.readouterr().err


def test_a_french_locale_answers_in_french(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    run(["MIT", "MIT"])
    assert "Oui" in capsys.readouterr().out


@pytest.mark.slow
def test_nothing_of_django_is_loaded() -> None:
    code = (
        "import sys; from beffroi.__main__ import main; main(['compatible', 'MIT', 'ISC']); "
        "sys.exit('django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
