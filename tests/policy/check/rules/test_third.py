"""Contributing to projects of others: TIERS-01 to TIERS-05."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Answer, Declarations
from beffroi.policy.check.rules.third import CHECKS
from beffroi.policy.check.shapes import Finding
from tests.policy.check.working_copies import TODAY, declared, judged, subject_of

ASKS = {"CONTRIBUTING.md": "You must sign our Contributor License Agreement (CLA) before we merge."}
PERSON = "camille" + "@exemple.gouv.fr"


def found(folder: Path, rule: str, files: Mapping[str, str], **facts: Any) -> Finding:
    return judged(CHECKS, rule, subject_of(folder, files, **facts))


def declaring(expression: str) -> dict[str, str]:
    return {"package.json": json.dumps({"name": "tool", "license": expression})}


def agreed(signed_by: str = "DINUM", persons: tuple[str, ...] = ()) -> Declarations:
    noted = {"project": "tool", "signed_by": signed_by, "on": TODAY, "persons": list(persons)}
    return Declarations(tables={"agreements": [noted, 3, {}]})


@pytest.mark.parametrize(
    ("licence", "allowed", "decision"),
    [
        ("MIT", "pass", "pass"), ("0BSD", "pass", "pass"), ("WTFPL", "pass", "pass"),
        ("Beerware", "fail", "fail"), ("MIT AND Beerware", "fail", "fail"),
        ("MIT OR Beerware", "pass", "pass"), ("LicenseRef-Own", "unknown", "unknown"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "pass", "pass"),
    ],
)  # fmt: skip
def test_fsf_or_osi_allow_by_default_and_others_take_a_decision(
    tmp_path: Path, licence: str, allowed: str, decision: str
) -> None:
    assert found(tmp_path, "TIERS-01", declaring(licence)).state == allowed
    assert found(tmp_path, "TIERS-02", declaring(licence)).state == decision


def test_a_licence_for_other_works_is_allowed_with_a_remark(tmp_path: Path) -> None:
    finding = found(tmp_path, "TIERS-01", declaring("CC-BY-4.0"))
    assert finding.state == "pass"
    assert "other than software" in finding.why.en


@pytest.mark.parametrize(("answer", "state"), [("allowed", "pass"), (False, "fail")])
def test_a_decision_that_is_recorded_counts(tmp_path: Path, answer: Answer, state: str) -> None:
    declarations = declared("TIERS-02", answer)
    finding = found(tmp_path, "TIERS-02", declaring("Beerware"), declarations=declarations)
    assert finding.state == state


@pytest.mark.parametrize("rule", ["TIERS-01", "TIERS-02"])
def test_without_a_licence_somebody_is_asked(tmp_path: Path, rule: str) -> None:
    finding = found(tmp_path, rule, {})
    assert (finding.state, finding.asks) == ("unknown", "OSPO")


def test_a_project_without_an_agreement_is_free_to_join(tmp_path: Path) -> None:
    files = {"CONTRIBUTING.md": "Open a pull request."}
    assert found(tmp_path, "TIERS-03", files).state == "pass"
    assert found(tmp_path, "TIERS-04", files).state == "not-applicable"


def test_without_a_guide_nobody_knows_of_agreements(tmp_path: Path) -> None:
    assert found(tmp_path, "TIERS-03", {"README": "x"}).state == "unknown"


@pytest.mark.parametrize(
    ("declarations", "state"),
    [(Declarations(), "fail"), (agreed(), "pass"), (agreed("Some ministry"), "fail")],
    ids=["unsigned", "signed", "signed by another"],
)
def test_an_agreement_that_is_asked_for_is_signed_by_dinum(
    tmp_path: Path, declarations: Declarations, state: str
) -> None:
    assert found(tmp_path, "TIERS-03", ASKS, declarations=declarations).state == state


@pytest.mark.parametrize(
    ("persons", "answer", "state"),
    [
        ((), None, "unknown"), ((PERSON,), None, "pass"), ((PERSON,), PERSON.upper(), "pass"),
        ((PERSON,), ["someone" + "@else.fr"], "fail"), ((PERSON,), {"persons": [PERSON]}, "pass"),
    ],
)  # fmt: skip
def test_who_contributes_is_on_the_list(
    tmp_path: Path, persons: tuple[str, ...], answer: Answer | None, state: str
) -> None:
    declarations = agreed(persons=persons)
    if answer is not None:
        declarations = replace(declarations, answers=declared("TIERS-04", answer).answers)
    finding = found(tmp_path, "TIERS-04", ASKS, declarations=declarations)
    assert finding.state == state
    assert not any("@" in one.text for one in finding.evidence)


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (True, "pass"), (False, "fail"), ("agreed by mail", "pass"),
        ({"first_contribution": "2026-11-24"}, "fail"), ({"first_contribution": TODAY}, "pass"),
        ({"first_contribution": date(2026, 12, 1)}, "pass"),
        ({"first_contribution": "soon"}, "pass"),
    ],
)  # fmt: skip
def test_the_hierarchy_agrees_before_the_first_contribution(
    tmp_path: Path, answer: Answer, state: str
) -> None:
    declarations = declared("TIERS-05", answer)
    assert found(tmp_path, "TIERS-05", {}, declarations=declarations).state == state


def test_a_consent_that_is_not_recorded_is_asked_for(tmp_path: Path) -> None:
    finding = found(tmp_path, "TIERS-05", {})
    assert (finding.state, finding.asks) == ("unknown", "contributor")
