"""Checks that any policy may name, and the packs of other governments that name them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.rules.abroad import CHECKS
from beffroi.policy.check.shapes import Finding
from tests.policy.check.making import Made, declared, make_history, subject_of

PACKS = {
    "US": "us-federal", "IT": "it-agid", "NL": "nl-open-tenzij", "DE": "de-opencode",
    "EU": "eu-commission", "CH": "ch-embag", "UK": "uk-service-standard", "CA": "ca-gc",
}  # fmt: skip
FRENCH = "Ce logiciel est publié par le ministère pour que chacun puisse le lire et le modifier. "
ENGLISH = "This software is published by the department so that everybody can read and change it. "


def found(folder: Path, rule: str, answer: Any = None, **others: Any) -> Finding:
    """Judge one rule of the pack of its country."""
    if answer is not None:
        others["declarations"] = declared(rule, answer)
    data = open_pack(PACKS[rule[:2]]).rule(rule)
    return CHECKS[data.check](subject_of(folder, **others), data)


@pytest.mark.parametrize(
    ("rule", "answer", "state"),
    [
        ("US-01", None, "unknown"),
        ("US-01", "https://code.example/x", "pass"),
        ("US-01", "on my desk", "fail"),
        ("US-03", False, "fail"),
        ("US-05", "25 %", "pass"),
        ("US-05", {"share": 12.5}, "fail"),
        ("US-05", "much", "fail"),
        ("IT-01", True, "pass"),
        ("EU-04", "https://code.europa.eu/x", "pass"),
        ("EU-04", "https://other.example/x", "fail"),
        ("CH-05", "standard", "not-applicable"),
        ("CH-05", "developed", "pass"),
        ("CH-05", "stolen", "fail"),
        ("CA-02", "public", "not-applicable"),
    ],
)
def test_a_person_answers(tmp_path: Path, rule: str, answer: Any, state: str) -> None:
    assert found(tmp_path, rule, answer).state == state


@pytest.mark.parametrize(
    ("forge", "answer", "state"),
    [
        (None, None, "unknown"),
        ({"repository": {"is_private": False}}, None, "pass"),
        ({"repository": {"is_private": True}}, None, "fail"),
        ({"repository": {"is_private": True}}, True, "fail"),
        (None, "https://code.example/x", "pass"),
        (None, False, "fail"),
    ],
)
def test_a_repository_is_public(tmp_path: Path, forge: Any, answer: Any, state: str) -> None:
    assert found(tmp_path, "UK-01", answer, forge=forge).state == state


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (None, "unknown"),
        ("none", "not-applicable"),
        ("security", "pass"),
        (["security", "no-rights"], "pass"),
        ({"security": "keys"}, "pass"),
        ("convenience", "fail"),
        ([], "fail"),
    ],
)
def test_what_is_closed_has_a_reason_of_the_list(tmp_path: Path, answer: Any, state: str) -> None:
    assert found(tmp_path, "NL-02", answer).state == state


def test_what_is_public_needs_no_reason(tmp_path: Path) -> None:
    forge = {"repository": {"is_private": False}}
    assert found(tmp_path, "NL-02", forge=forge).state == "not-applicable"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rule", "licence", "answer", "state"),
    [
        ("EU-02", "EUPL-1.2", None, "pass"),
        ("EU-02", "MIT", None, "warn"),
        ("EU-02", "MIT", "a component asks for it", "pass"),
        ("IT-04", "BSD-3-Clause", None, "pass"),
        ("CH-03", "JSON", None, "fail"),
        ("US-07", "CC0-1.0", None, "pass"),
        ("CA-01", "", None, "fail"),
    ],
)
def test_the_licence_is_of_the_list(
    tmp_path: Path, rule: str, licence: str, answer: Any, state: str
) -> None:
    if licence:
        (tmp_path / "LICENSE").write_text(f"SPDX-License-Identifier: {licence}\n")
    assert found(tmp_path, rule, answer).state == state


def test_a_licence_that_no_list_knows_asks_a_person(tmp_path: Path) -> None:
    text = "# SPDX-License-Identifier: LicenseRef-Ours\n"
    (tmp_path / "LICENSE").write_text(text)
    assert found(tmp_path, "CH-03").state in {"unknown", "fail"}


PUBLIC = """publiccodeYmlVersion: "0"
name: X
url: https://code.example/x.git
platforms: [web]
developmentStatus: stable
softwareType: standalone/web
organisation: {uri: "urn:x-italian-pa:c_h501"}
description:
  en:
    shortDescription: A tool for forms.
    longDescription: |
      TEXT
    features: [Forms]
legal: {license: EUPL-1.2}
maintenance: {type: internal, contacts: [{name: A}]}
localisation: {localisationReady: true, availableLanguages: [en]}
""".replace("TEXT", "It reads forms and answers them, for every office that asks. " * 4)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "fail"),
        ("name: X\n", "fail"),
        (PUBLIC, "pass"),
        (PUBLIC.replace("organisation:", "# organisation:"), "fail"),
    ],
)
def test_publiccode_yml_is_valid_and_names_its_owner(tmp_path: Path, text: str, state: str) -> None:
    if text:
        (tmp_path / "publiccode.yml").write_text(text)
    assert found(tmp_path, "IT-05").state == state


CODE = '{"releases": [{"name": "x", "description": "d", "laborHours": 1, "tags": ["a"], '
CODE += '"contact": {"email": "a@x.example"}, "permissions": {"licenses": [{"name": "MIT"}], '
CODE += '"usageType": "openSource"}}]}'


@pytest.mark.parametrize(
    ("rule", "text", "state"),
    [
        ("US-02", "", "fail"),
        ("US-02", "{", "fail"),
        ("US-02", "[]", "fail"),
        ("US-02", '{"releases": [{"name": "x"}]}', "fail"),
        ("US-02", CODE, "pass"),
        ("US-06", CODE, "pass"),
        ("US-06", CODE.replace("openSource", "mine"), "fail"),
        ("US-06", CODE.replace('"usageType"', '"other"'), "fail"),
        ("US-06", CODE.replace("openSource", "exemptByLaw"), "pass"),
    ],
)
def test_code_json_is_valid_and_says_who_may_use_it(
    tmp_path: Path, rule: str, text: str, state: str
) -> None:
    if text:
        (tmp_path / "code.json").write_text(text)
    assert found(tmp_path, rule).state == state


@pytest.mark.slow
@pytest.mark.parametrize(
    ("published", "state"),
    [(date(2026, 5, 10), "pass"), (date(2026, 11, 1), "warn"), (None, "unknown")],
)
def test_code_is_open_from_the_start(tmp_path: Path, published: date | None, state: str) -> None:
    make_history(tmp_path, [Made(files={"a": "a"})])
    tables = {"project": {"published": published}} if published else {}
    assert found(tmp_path, "UK-03", declarations=Declarations(tables=tables)).state == state


def test_each_file_speaks_both_languages(tmp_path: Path) -> None:
    for stem in ("README", "CONTRIBUTING", "SECURITY", "CODE_OF_CONDUCT"):
        (tmp_path / f"{stem}.md").write_text(ENGLISH * 3)
        (tmp_path / f"{stem}.fr.md").write_text(FRENCH * 3)
    assert found(tmp_path, "CA-05").state == "pass"
    (tmp_path / "SECURITY.fr.md").unlink()
    finding = found(tmp_path, "CA-05")
    assert (finding.state, finding.evidence[0].text) == ("fail", "fr")


@pytest.mark.parametrize(
    ("text", "state"),
    [("Crown copyright 2026", "pass"), ("© 2026, Sa Majesté le Roi", "pass"), ("© 2026 A", "fail")],
)
def test_the_notice_of_the_crown_has_its_year(tmp_path: Path, text: str, state: str) -> None:
    (tmp_path / "LICENSE").write_text(f"MIT\n{text}\n")
    assert found(tmp_path, "CA-03").state == state


@pytest.mark.slow
@pytest.mark.parametrize("name", PACKS.values())
def test_every_pack_judges_an_empty_folder_without_a_fault(tmp_path: Path, name: str) -> None:
    from beffroi.policy.check.judging import judge  # noqa: PLC0415 (the others need it not)

    report = judge(subject_of(tmp_path), open_pack(name))
    assert [one.rule.id for one in report.rules if "fault of ours" in one.finding.why.en] == []
