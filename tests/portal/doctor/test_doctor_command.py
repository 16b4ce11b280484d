"""``beffroi doctor``, as a process."""

import json
from pathlib import Path

import pytest

from tests.portal.programs import beffroi

pytestmark = pytest.mark.slow


def test_a_fresh_instance_has_nothing_wrong_but_hints(tmp_path: Path) -> None:
    beffroi(tmp_path, "init")
    done = beffroi(tmp_path, "doctor")
    assert (done.returncode, "Nothing is wrong" in done.stdout) == (0, True), done.stdout
    assert "beffroi import organisations FILE" in done.stdout


def test_what_was_never_prepared_is_told_and_ends_with_1(tmp_path: Path) -> None:
    done = beffroi(tmp_path, "doctor", "--format", "json")
    found = json.loads(done.stdout)
    wrong = {finding["key"] for finding in found["findings"] if finding["state"] == "wrong"}
    assert (done.returncode, found["ok"], wrong) == (1, False, {"migrations"})


def test_a_database_that_is_not_there_is_told_without_a_traceback(tmp_path: Path) -> None:
    address = "postgresql://nobody@127.0.0.1:1/none"
    done = beffroi(tmp_path, "doctor", BEFFROI_DATABASE_URL=address)
    assert (done.returncode, "does not answer" in done.stdout) == (1, True), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
