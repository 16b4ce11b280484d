"""Rules on scope, and on the policy itself."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.registry import Registry
from beffroi.policy.check.rules.governance import CHECKS
from tests.policy.check.making import declared, rule_of, subject_of

HEAD = 'id = "ours"\nversion = "1"\nparent = "fr-dinum"\n'


def state(folder: Path, rule: str, **others: Any) -> str:
    return CHECKS[rule](subject_of(folder, **others), rule_of(rule)).state


def answered(folder: Path, rule: str, answer: Any) -> str:
    return state(folder, rule, declarations=declared(rule, answer))


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ("State", "pass"),
        ("operator", "pass"),
        ("local-authority", "not-applicable"),
        ("hospital", "not-applicable"),
        ("", "unknown"),
        ("kingdom", "unknown"),
    ],
)
def test_state_and_operators_are_bound(tmp_path: Path, category: str, expected: str) -> None:
    assert state(tmp_path, "SCOPE-01", registry=Registry(category=category)) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("in-house", "pass"),
        ("contracted", "pass"),
        ("third-party", "not-applicable"),
        ("bought", "unknown"),
    ],
)
def test_code_of_the_administration_is_in_scope(tmp_path: Path, answer: str, expected: str) -> None:
    assert answered(tmp_path, "SCOPE-02", answer) == expected


def test_undeclared_code_is_assumed_to_be_in_scope(tmp_path: Path) -> None:
    found = CHECKS["SCOPE-02"](subject_of(tmp_path), rule_of("SCOPE-02"))
    assert (found.state, "judged as code of the administration" in found.why.en) == (
        "unknown",
        True,
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [('url = "https://x.example"\ncontact = "Team"\n', "pass"), ('contact = "Team"\n', "fail")],
)
def test_a_derived_policy_has_address_and_contact(tmp_path: Path, more: str, expected: str) -> None:
    (tmp_path / "ours.toml").write_text(HEAD + more)
    pack = open_pack(str(tmp_path / "ours.toml"))
    assert state(tmp_path, "GOV-01", pack=pack) == expected


def test_a_policy_without_parent_is_not_asked(tmp_path: Path) -> None:
    assert state(tmp_path, "GOV-01") == "not-applicable"


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("", "not-applicable"),
        ("fr-dinum", "pass"),
        ("fr-dinum-2018", "pass"),
        ("it-agid", "fail"),
        ("ours.toml", "fail"),
    ],
)
def test_the_policy_that_the_repository_names_comes_first(
    tmp_path: Path, named: str, expected: str
) -> None:
    assert state(tmp_path, "GOV-02", declarations=Declarations(policy=named)) == expected


def test_a_local_policy_that_judges_passes_and_says_what_it_decided(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(HEAD + '[rules."DCO-01"]\nseverity = "MAY"\n')
    pack = open_pack("ours.toml", tmp_path)
    subject = subject_of(tmp_path, pack=pack, declarations=Declarations(policy="ours.toml"))
    found = CHECKS["GOV-02"](subject, rule_of("GOV-02"))
    assert (found.state, "1 of 75 rules comes from ours" in found.why.en) == ("pass", True)


MAJOR = {"change": "major", "proposer": "DINUM"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({**MAJOR, "approvals": ["MTE", "MI", "MEN", "ANSSI"]}, "pass"),
        ({**MAJOR, "approvals": ["MTE", "MI", "MEN"]}, "fail"),
        ({**MAJOR, "approvals": ["MTE", "MI", "ANSSI"]}, "fail"),
        ({**MAJOR, "approvals": ["MTE", "mte", "MTE", "ANSSI"]}, "fail"),
        ({**MAJOR, "approvals": ["MTE", "MI", "DINUM", "ANSSI"]}, "fail"),
        ({"change": "minor", "proposer": "MI", "approvals": [{"body": "MTE"}]}, "pass"),
        ({"change": "minor", "proposer": "MI", "approvals": ["MI"]}, "fail"),
        ({"change": "typo"}, "pass"),
        ({"proposer": "MI"}, "unknown"),
        (True, "unknown"),
    ],
)
def test_a_change_has_the_approvals_of_enough_other_bodies(
    tmp_path: Path, answer: Any, expected: str
) -> None:
    assert answered(tmp_path, "GOV-03", answer) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"merged-by": "DINUM", "version": "v1.2", "previous": "v1.1"}, "pass"),
        ({"merged-by": "anssi", "version": "v1.10", "previous": "v1.9"}, "pass"),
        ({"merged-by": "DINUM", "change": "typo"}, "pass"),
        ({"merged-by": "MI", "version": "v1.2"}, "fail"),
        ({"merged-by": "DINUM", "version": "v1.1", "previous": "v1.1"}, "fail"),
        ({"merged-by": "DINUM", "version": "v1.2.3"}, "fail"),
        ({"version": "v1.2"}, "unknown"),
    ],
)
def test_who_may_merges_and_the_number_rises(tmp_path: Path, answer: Any, expected: str) -> None:
    assert answered(tmp_path, "GOV-04", answer) == expected


@pytest.mark.parametrize("rule", ["GOV-03", "GOV-04"])
def test_only_a_repository_of_a_policy_is_asked(tmp_path: Path, rule: str) -> None:
    assert state(tmp_path, rule) == "not-applicable"
    (tmp_path / "ours.toml").write_text(HEAD)
    assert state(tmp_path, rule, declarations=Declarations(policy="ours.toml")) == "unknown"


def test_a_list_of_the_policy_decides(tmp_path: Path) -> None:
    rule = rule_of("GOV-04")
    rule = replace(rule, parameters={**rule.parameters, "maintainers": ["Us"]})
    said = declared("GOV-04", {"merged-by": "us", "version": "v2.0"})
    assert CHECKS["GOV-04"](subject_of(tmp_path, declarations=said), rule).state == "pass"
