"""GitLab Code Quality: what is not passed, each place with a fingerprint of its own."""

import json
from pathlib import Path
from typing import Any

import pytest
from sarif import loader
from sarif.operations import codeclimate_op

from beffroi.policy.check.formats import sarif
from beffroi.policy.check.formats.gitlab import write
from beffroi.policy.check.judging import Report
from beffroi.policy.check.shapes import Evidence, Severity, State
from tests.policy.check.formats.reports import every_state, judged, report


def entries(found: Report) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = json.loads(write(found, "en"))
    return written


def test_only_what_fails_is_remarked_or_unknown_is_an_entry() -> None:
    found = [(entry["check_name"], entry["severity"]) for entry in entries(every_state())]
    assert found == [("FILE-02", "minor"), ("FILE-03", "blocker"), ("FILE-04", "info")]


@pytest.mark.parametrize(
    ("state", "severity", "expected"),
    [("fail", "SHOULD", "major"), ("fail", "MAY", "info"), ("warn", "MAY", "minor")],
)
def test_severity_follows_the_rule(state: State, severity: Severity, expected: str) -> None:
    (entry,) = entries(report(judged(state, severity=severity)))
    assert entry["severity"] == expected


def test_an_entry_has_the_fields_that_gitlab_asks_for() -> None:
    (entry,) = entries(report(judged("fail", Evidence("src/a b.py", 3, "seen"))))
    assert entry.pop("fingerprint")
    assert entry == {
        "description": "FILE-03: There is none. [seen] Add the text.",
        "check_name": "FILE-03",
        "severity": "blocker",
        "location": {"path": "src/a b.py", "lines": {"begin": 3}},
    }


def test_what_has_no_line_stands_at_the_first() -> None:
    (entry,) = entries(report(judged("fail", Evidence("README.md"))))
    assert entry["location"]["lines"] == {"begin": 1}


def test_fingerprints_are_unique_over_rules_and_places() -> None:
    seen = [Evidence("a", line, "x") for line in range(1, 50)]
    two = report(judged("fail", *seen), judged("warn", *seen, name="FILE-04"))
    found = entries(two)
    assert len({entry["fingerprint"] for entry in found}) == len(found) == 98


def test_a_hostile_name_can_be_written() -> None:
    written = write(report(judged("fail", Evidence("b\udce9d\n\x1b", 1, "\ud800"))), "en")
    assert json.loads(written.encode("utf-8"))[0]["location"]["path"] == "bd"


@pytest.mark.slow
def test_another_program_makes_the_same_entries_of_our_sarif(tmp_path: Path) -> None:
    found = report(judged("fail", Evidence("src/a.py", 3)), judged("warn", name="FILE-04"))
    source, made = tmp_path / "check.sarif", tmp_path / "theirs.json"
    source.write_text(sarif.write(found, "en"), "utf-8")
    codeclimate_op.generate(loader.load_sarif_files(str(source)), str(made), False)  # noqa: FBT003
    theirs = [entry["location"] for entry in json.loads(made.read_text("utf-8"))]
    assert theirs[0] == entries(found)[0]["location"]
    assert [one["path"] for one in theirs] == ["src/a.py", ".beffroi.toml"]
