"""From rules to findings, from findings to a verdict."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Declarations, read_declarations
from beffroi.policy.check.families import check_of
from beffroi.policy.check.judging import Judged, Report, is_strictly_wrong, judge, verdict_of
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.registry import Registry
from beffroi.policy.check.shapes import Evidence, Finding, Rule, Severity, State, Words
from tests.policy.check.formats import reports
from tests.policy.check.making import TODAY, declared, subject_of
from tests.policy.check.test_packs import lacking

OURS = """id = "ours"
version = "1"
[rules."OUR-01"]
severity = "MUST"
statement = "Ask."
source = "our.md"
check = "declared"
"""


def judged(state: State, severity: Severity = "MUST", *, is_legal: bool = False) -> Judged:
    words = Words("", "")
    rule = Rule("X-01", severity, "project team", words, "x.md", is_legal=is_legal)
    return Judged(rule, Finding(state, words), severity, "x 1")


@pytest.mark.parametrize(
    ("rules", "verdict"),
    [
        ([judged("pass"), judged("fail", "SHOULD"), judged("warn")], "publishable"),
        ([judged("fail")], "blocked"),
        ([judged("unknown")], "publishable"),
        ([judged("unknown", is_legal=True)], "publishable-with-remarks"),
        ([judged("unknown", is_legal=True), judged("fail")], "blocked"),
        ([judged("waived"), judged("not-applicable")], "publishable"),
    ],
)
def test_a_must_that_fails_blocks_and_an_open_question_of_law_is_remarked(
    rules: list[Judged], verdict: str
) -> None:
    assert verdict_of(rules) == verdict


@pytest.mark.parametrize(
    ("rule", "is_wrong"),
    [
        (judged("fail", "MAY"), True),
        (judged("unknown", "MUST"), True),
        (judged("unknown", "SHOULD"), False),
        (judged("warn", "MUST"), False),
        (judged("waived", "MUST"), False),
    ],
)
def test_strictly_any_fail_and_any_unknown_must_are_wrong(rule: Judged, *, is_wrong: bool) -> None:
    assert is_strictly_wrong([rule]) is is_wrong


def test_all_75_rules_have_check_remedy_reason_and_answerer_in_both_languages() -> None:
    rules = open_pack("fr-dinum").rules
    assert {one.id: lacking(one) for one in rules if lacking(one)} == {}
    assert [one.id for one in rules if not callable(check_of(one.family, one.check))] == []


def own(folder: Path, settings: str, policy: str = OURS, on: date = TODAY) -> Report:
    """Judge an empty folder by a policy of one rule."""
    (folder / "ours.toml").write_text(policy)
    declarations = read_declarations(settings, on)
    subject = subject_of(folder, declarations=declarations, on=on)
    return judge(subject, open_pack(str(folder / "ours.toml")))


ANSWER = '[declarations.OUR-01]\nanswer = {}\nby = "A"\nrole = "OSPO"\non = 2026-01-01\n'
WAIVER = '[waivers.OUR-01]\nreason = "Later."\nby = "B"\nuntil = 2026-11-25\n'


def test_a_rule_nobody_answered_asks_a_role_and_does_not_block(tmp_path: Path) -> None:
    report = own(tmp_path, "")
    assert (report.rules[0].finding.state, report.verdict) == ("unknown", "publishable")
    assert report.rules[0].finding.asks == "administration"


def test_the_report_names_the_policy_that_decided(tmp_path: Path) -> None:
    assert own(tmp_path, "").rules[0].pack == "ours 1"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (ANSWER.format("false") + WAIVER, "waived"),
        (WAIVER, "waived"),
        (ANSWER.format("true") + WAIVER, "pass"),
    ],
)
def test_a_waiver_covers_what_does_not_pass(tmp_path: Path, answers: str, state: str) -> None:
    report = own(tmp_path, answers)
    assert (report.rules[0].finding.state, report.verdict) == (state, "publishable")


def test_a_waiver_holds_on_its_last_day_and_fails_afterwards(tmp_path: Path) -> None:
    settings = ANSWER.format("false") + WAIVER
    report = own(tmp_path, settings, on=date(2026, 11, 26))
    assert (report.rules[0].finding.state, report.verdict) == ("fail", "blocked")
    assert "ended on 2026-11-25" in report.rules[0].finding.why.en


def test_a_rule_taken_out_says_why(tmp_path: Path) -> None:
    policy = OURS + 'disabled = true\nbecause.fr = "Non."\nbecause.en = "Not here."\n'
    finding = own(tmp_path, "", policy).rules[0].finding
    assert (finding.state, "Not here." in finding.why.en) == ("not-applicable", True)
    assert "Non." in finding.why.fr


def test_a_check_at_fault_is_told_and_silences_no_other(tmp_path: Path) -> None:
    policy = OURS.replace('"declared"', '"notice"') + 'parameters.pattern = "("\n'
    (tmp_path / "README.md").write_text("x")
    finding = own(tmp_path, "", policy).rules[0].finding
    assert (finding.state, "a fault of ours" in finding.why.en) == ("unknown", True)


def states(folder: Path, **others: Any) -> dict[str, Judged]:
    report = judge(subject_of(folder, **others), open_pack("fr-dinum"))
    return {one.rule.id: one for one in report.rules}


@pytest.mark.slow
def test_a_body_outside_the_policy_is_only_advised(tmp_path: Path) -> None:
    found = states(tmp_path, registry=Registry(category="local-authority"))
    assert {one.severity for one in found.values()} == {"SHOULD", "MAY"}
    assert found["FILE-03"].finding.state == "fail"


@pytest.mark.slow
def test_code_of_others_is_judged_by_the_rules_on_contributing_alone(tmp_path: Path) -> None:
    found = states(tmp_path, declarations=declared("SCOPE-02", "third-party"))
    assert found["FILE-03"].finding.state == "not-applicable"
    assert found["TIERS-05"].finding.state == "unknown"


@pytest.mark.slow
@pytest.mark.parametrize("declarations", [Declarations(), declared("SCOPE-02", "in-house")])
def test_our_own_code_is_not_judged_as_a_project_of_others(
    tmp_path: Path, declarations: Declarations
) -> None:
    found = states(tmp_path, declarations=declarations)
    assert found["TIERS-01"].finding.state == "not-applicable"
    assert found["FILE-03"].finding.state == "fail"


@pytest.mark.slow
def test_no_check_of_the_policy_stumbles_over_an_empty_folder(tmp_path: Path) -> None:
    found = states(tmp_path)
    stumbling = [name for name, one in found.items() if "fault of ours" in one.finding.why.en]
    assert (len(found), stumbling) == (75, [])
    asked = {one.finding.asks for one in found.values() if one.finding.state == "unknown"}
    assert "" not in asked


@pytest.mark.parametrize(
    ("reason", "says"),
    [("Later", "Later. Without it:"), ("Later.", "Later. Without"), ("Why?", "Why? Without")],
)
def test_the_reason_of_a_waiver_ends_as_a_sentence(tmp_path: Path, reason: str, says: str) -> None:
    waiver = re.sub(r'reason = "[^"]*"', f'reason = "{reason}"', WAIVER)
    why = own(tmp_path, ANSWER.format("false") + waiver).rules[0].finding.why
    assert says in why.en


def test_evidence_that_is_our_sentence_speaks_the_language_asked_for() -> None:
    seen = Evidence(text="two", said=Words("deux", "two"))
    quoted = Evidence("a.py", 1, "quoted")
    spoken = reports.report(reports.judged("fail", seen, quoted)).speaking("fr")
    assert [one.text for one in spoken.rules[0].finding.evidence] == ["deux", "quoted"]
