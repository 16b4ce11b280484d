"""Kinds of forks, against the oracle of the Dutch register."""

import json
from pathlib import Path
from typing import Any

from beffroi.forges.addresses import comparison_form
from beffroi.policy.forks import KINDS, fork_kind

ORACLES = "data/catalogue/oracles"
NAMES = {
    "VARIANT_FORK": "variant",
    "TECHNICAL_FORK": "technical",
    "GIT_FORK": "git",
    "URL_MISTAKE": "url-mistake",
    None: "",
}


def kind_of(case: dict[str, Any]) -> str:
    """Return the kind of a case of the oracle."""
    return fork_kind(
        comparison_form(case["repository_url"]),
        is_fork=case["forge_fork"],
        url=comparison_form(case["publiccode_url"]),
        based_on=[comparison_form(address) for address in case["is_based_on"]],
    )


def test_every_case_of_the_oracle_gives_its_kind(shared: Path) -> None:
    cases = json.loads((shared / ORACLES / "fork-type-cases.json").read_text())
    found = {case["note"]: kind_of(case) for case in cases}
    assert found == {case["note"]: NAMES[case["expected"]] for case in cases}
    assert len(cases) == 10


def test_every_address_of_the_oracle_has_its_form(shared: Path) -> None:
    cases = json.loads((shared / ORACLES / "url-normalisation-cases.json").read_text())
    found = {case["input"]: comparison_form(case["input"]) for case in cases}
    assert found == {case["input"]: case["normalised"] for case in cases}
    assert len(cases) == 16


def test_a_forge_that_does_not_say_makes_no_mistake() -> None:
    assert fork_kind("a/b", is_fork=None, url="up/b", based_on=[]) == ""
    assert fork_kind("a/b", is_fork=None, url="", based_on=["up/b"]) == "variant"


def test_all_kinds_are_named() -> None:
    assert set(KINDS) == {name for name in NAMES.values() if name}
