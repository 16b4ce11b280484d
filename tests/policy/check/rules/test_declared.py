"""Rules that only a person can answer."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from beffroi.policy.check import deciding
from beffroi.policy.check.rules.declared import CHECKS
from beffroi.policy.check.shapes import Finding
from beffroi.policy.licences import DATA
from tests.policy.check.making import TODAY, declared, rule_of, subject_of


def found(folder: Path, rule: str, answer: Any, **tables: Any) -> Finding:
    subject = subject_of(folder, declarations=declared(rule, answer, **tables))
    return CHECKS[rule](subject, rule_of(rule))


@pytest.mark.parametrize("rule", CHECKS)
def test_what_nobody_declared_is_unknown_and_asks_a_role(tmp_path: Path, rule: str) -> None:
    finding = CHECKS[rule](subject_of(tmp_path), rule_of(rule))
    assert (finding.state, finding.asks) == ("unknown", rule_of(rule).answerer)


@pytest.mark.parametrize(
    ("answer", "tables", "state"),
    [
        (True, {}, "pass"),
        ("Head of unit", {}, "pass"),
        (False, {}, "fail"),
        ({"told": date(2026, 1, 1), "published": date(2026, 1, 1)}, {}, "pass"),
        ({"told": date(2026, 1, 2), "published": "2026-01-01"}, {}, "fail"),
        ({"told": datetime(2026, 1, 2, tzinfo=UTC), "published": "2026-01-01"}, {}, "fail"),
        (True, {"project": {"published": date(2026, 1, 1)}}, "fail"),
        (True, {"project": {"published": TODAY}}, "pass"),
        (True, {"project": {"published": "soon"}}, "pass"),
    ],
)
def test_the_superior_was_told_before_publication(
    tmp_path: Path, answer: Any, tables: dict[str, Any], state: str
) -> None:
    assert found(tmp_path, "PUB-03", answer, **tables).state == state


def test_every_path_of_the_decision_tree_leads_where_its_source_says(shared: Path) -> None:
    source = yaml.safe_load((shared / "data/policy/decision-tree.yaml").read_text("utf-8"))
    for one in source["paths"]:
        answers = dict(step.split("=") for step in one["path"].split())
        walked = deciding.walk(answers)
        assert (walked.result, " ".join(walked.steps)) == (one["result"], one["path"])
    assert len(source["paths"]) == 16


def test_the_shipped_tree_is_that_of_the_source(shared: Path) -> None:
    there = (shared / "data/policy/decision-tree.yaml").read_bytes()
    assert (DATA / "decision-tree.yaml").read_bytes() == there


ALL = {"1": "yes", "2": "yes", "3": "no", "5": "no", "7": "no", "8": "no"}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (ALL, "pass"),
        ({**ALL, "1": True}, "pass"),
        ("end-5", "pass"),
        ("end-1", "fail"),
        ({"1": "yes", "2": "no"}, "warn"),
        ({"1": "no"}, "warn"),
        ({"1": "yes", "2": "yes", "3": "yes", "4": "no"}, "fail"),
        ({"1": "yes"}, "unknown"),
        ({"1": "perhaps"}, "unknown"),
        (True, "unknown"),
    ],
)
def test_the_exceptions_of_the_law_are_checked_by_the_tree(
    tmp_path: Path, answer: Any, state: str
) -> None:
    assert found(tmp_path, "PUB-04", answer).state == state


def test_an_open_question_is_asked_in_both_languages(tmp_path: Path) -> None:
    why = found(tmp_path, "PUB-04", {"1": "yes"}).why
    assert "question 2: Is the software complete" in why.en
    assert "question 2\u00a0: Le logiciel est-il achevé" in why.fr


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (True, "pass"),
        ({"RGI": True, "RGAA": "https://x.example/access", "RGS": "not-applicable"}, "pass"),
        ({"RGI": True, "RGAA": False, "RGS": True}, "fail"),
        ({"RGI": True}, "unknown"),
        (False, "fail"),
    ],
)
def test_each_framework_is_declared(tmp_path: Path, answer: Any, state: str) -> None:
    assert found(tmp_path, "DEV-01", answer).state == state


def test_an_answer_to_no_question_of_the_tree_is_named(tmp_path: Path) -> None:
    finding = found(tmp_path, "PUB-04", {"1": "no", "9": "yes", "one": "yes"})
    assert (finding.state, finding.asks) == ("unknown", "legal officer")
    assert "no question of the decision tree: 9, one (questions: 1, 2" in finding.why.en
