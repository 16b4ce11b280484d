"""Family components: PUB-08, DEV-02, SEC-08."""

import json
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.rules.components import CHECKS
from beffroi.policy.check.shapes import Finding
from beffroi.policy.licence import sources
from tests.policy.check.components.making import make_tree
from tests.policy.check.making import declared, rule_of, subject_of

TEXTS = {source.licence: source.text for source in sources.shipped()}


def judge(rule: str, folder: Path, files: dict[str, str], **others: Any) -> Finding:
    return CHECKS[rule](subject_of(make_tree(folder, files), **others), rule_of(rule))


def lock(**licences: str | None) -> dict[str, str]:
    """Return a lock file of npm with packages of those licences, and the EUPL of the work."""
    rows = {
        f"node_modules/{name}": {"version": "1.0.0", **({"license": said} if said else {})}
        for name, said in licences.items()
    }
    text = json.dumps({"packages": rows}, indent=1)
    return {"package-lock.json": text, "LICENSE": TEXTS["EUPL-1.2"]}


def test_licences_that_go_together_pass(tmp_path: Path) -> None:
    found = judge("PUB-08", tmp_path, lock(a="MIT", b="Apache-2.0"))
    assert (found.state, found.why.en) == (
        "pass", "The licences of the 2 components go with EUPL-1.2.",
    )  # fmt: skip


def test_conditions_pass_and_are_shown_with_their_rule(tmp_path: Path) -> None:
    found = judge("PUB-08", tmp_path, lock(a="MIT", b="LGPL-3.0-only"))
    assert (found.state, len(found.evidence), found.evidence[0].line) == ("pass", 1, 7)
    assert found.evidence[0].text.startswith("pkg:npm/b@1.0.0: LGPL-3.0-only: ")


def test_a_licence_that_does_not_go_fails_at_its_line(tmp_path: Path) -> None:
    found = judge("PUB-08", tmp_path, lock(a="OFL-1.1", b=None))
    assert (found.state, [(one.path, one.line) for one in found.evidence]) == (
        "fail", [("package-lock.json", 3)],
    )  # fmt: skip
    assert "npm/a" in found.why.fr


@pytest.mark.parametrize("licence", [None, "LicenseRef-own", "SEE LICENSE IN x"])
def test_a_licence_that_nobody_knows_is_unknown_with_the_list_and_who_answers(
    tmp_path: Path, licence: str | None
) -> None:
    found = judge("PUB-08", tmp_path, lock(a=licence, b="MIT"))
    assert (found.state, found.asks, len(found.evidence)) == ("unknown", "project team", 1)
    assert found.remedy is not None
    assert '[components."pypi/name"]' in found.remedy.en


def test_a_person_answers_for_a_component(tmp_path: Path) -> None:
    said = Declarations(tables={"components": {"npm/a": {"licence": "MIT"}}})
    assert judge("PUB-08", tmp_path, lock(a=None), declarations=said).state == "pass"


def test_a_separate_program_and_a_tool_do_not_count(tmp_path: Path) -> None:
    files = lock(a="OFL-1.1")
    rows = {"node_modules/b": {"version": "1", "license": "OFL-1.1", "dev": True}}
    files["web/package-lock.json"] = json.dumps({"packages": rows})
    said = Declarations(tables={"components": {"npm/a": {"link": "separate"}}})
    assert judge("PUB-08", tmp_path, files, declarations=said).state == "pass"


def test_a_lock_file_that_cannot_be_read_leaves_it_unknown(tmp_path: Path) -> None:
    found = judge("PUB-08", tmp_path, {**lock(a="MIT"), "uv.lock": "hello"})
    assert (found.state, found.evidence[0].path, found.evidence[0].line) == (
        "unknown",
        "uv.lock",
        1,
    )


def test_without_a_licence_of_the_work_nothing_can_be_compared(tmp_path: Path) -> None:
    found = judge("PUB-08", tmp_path, {"requirements.txt": "a==1\n"})
    assert (found.state, found.why.en) == (
        "unknown", "The project declares no licence: nothing can be compared.",
    )  # fmt: skip


def test_a_licence_of_the_work_on_which_nothing_is_recorded_is_unknown(tmp_path: Path) -> None:
    files = {**lock(a="MIT"), "package.json": '{"license": "LicenseRef-own"}'}
    del files["LICENSE"]
    assert judge("PUB-08", tmp_path, files).state == "unknown"


@pytest.mark.parametrize("rule", ["PUB-08", "DEV-02", "SEC-08"])
def test_without_any_list_of_components_it_is_unknown(tmp_path: Path, rule: str) -> None:
    found = judge(rule, tmp_path, {"README.md": "hello"})
    assert (found.state, found.asks != "") == ("unknown", True)


@pytest.mark.parametrize("rule", ["PUB-08", "DEV-02", "SEC-08"])
@pytest.mark.parametrize(
    ("answer", "state"), [(True, "pass"), ("none used", "pass"), (False, "fail"), ({}, "unknown")]
)
def test_without_any_list_a_person_answers(
    tmp_path: Path, rule: str, answer: object, state: str
) -> None:
    said = declared(rule, answer)
    found = judge(rule, tmp_path, {"README.md": "hello"}, declarations=said)
    assert found.state == state


def test_bundled_code_without_a_licence_fails_with_the_list(tmp_path: Path) -> None:
    found = judge(
        "DEV-02", tmp_path, {"vendor/a/a.js": "x", "vendor/b/b.js": "x", "vendor/b/LICENSE": "x"}
    )
    assert (found.state, [one.path for one in found.evidence]) == ("fail", ["vendor/a"])
    assert "1 of 2" in found.why.en


def test_bundled_code_with_its_licence_passes(tmp_path: Path) -> None:
    found = judge("DEV-02", tmp_path, {"vendor/b/b.js": "x", "vendor/b/LICENSE": "x"})
    assert found.state == "pass"


def test_nothing_bundled_passes_when_a_lock_file_says_what_is_used(tmp_path: Path) -> None:
    assert judge("DEV-02", tmp_path, {"requirements.txt": "a==1\n"}).state == "pass"


def osv(score: object, name: str = "a") -> str:
    package = {"ecosystem": "npm", "name": name}
    severity = [{"score": score}] if score is not None else []
    return json.dumps({"id": "TEST-1", "affected": [{"package": package}], "severity": severity})


@pytest.mark.parametrize(
    ("score", "state"), [(9.8, "fail"), (7.0, "fail"), (6.9, "warn"), (None, "warn")]
)
def test_a_known_vulnerability_fails_when_it_is_grave(
    tmp_path: Path, score: object, state: str
) -> None:
    said = Declarations(tables={"vulnerabilities": {"files": ["osv.json"]}})
    found = judge("SEC-08", tmp_path, {**lock(a="MIT"), "osv.json": osv(score)}, declarations=said)
    assert (found.state, found.evidence[0].line) == (state, 3)
    assert found.evidence[0].text.startswith("pkg:npm/a@1.0.0: TEST-1")


def test_the_gravest_comes_first(tmp_path: Path) -> None:
    given = make_tree(tmp_path / "given", {"1.json": osv(7.5), "2.json": osv(9.9, "b")})
    found = judge("SEC-08", tmp_path / "ours", lock(a="MIT", b="MIT"), vulnerabilities=given)
    assert [one.text for one in found.evidence] == [
        "pkg:npm/b@1.0.0: TEST-1 (9.9)", "pkg:npm/a@1.0.0: TEST-1 (7.5)",
    ]  # fmt: skip


def test_no_known_vulnerability_passes(tmp_path: Path) -> None:
    given = make_tree(tmp_path / "given", {"osv.json": osv(9.8, "other")})
    found = judge("SEC-08", tmp_path / "ours", lock(a="MIT"), vulnerabilities=given)
    assert found.state == "pass"


def test_without_data_it_is_unknown_and_the_security_officer_is_asked(tmp_path: Path) -> None:
    found = judge("SEC-08", tmp_path, lock(a="MIT"))
    assert (found.state, found.asks) == ("unknown", "security officer")
    assert found.remedy is not None
    assert "--vulnerabilities" in found.remedy.fr


def test_data_that_cannot_be_read_leave_it_unknown(tmp_path: Path) -> None:
    given = make_tree(tmp_path / "given", {"osv.json": "{"})
    found = judge("SEC-08", tmp_path / "ours", lock(a="MIT"), vulnerabilities=given)
    assert (found.state, found.evidence[0].path) == ("unknown", "osv.json")


def test_data_of_which_a_part_cannot_be_read_do_not_pass(tmp_path: Path) -> None:
    given = make_tree(tmp_path / "given", {"a.json": "{", "b.json": "[]"})
    found = judge("SEC-08", tmp_path / "ours", lock(a="MIT"), vulnerabilities=given)
    assert found.state == "unknown"


def test_only_so_many_places_are_shown_and_the_names_are_counted(tmp_path: Path) -> None:
    found = judge("PUB-08", tmp_path, lock(**{f"a{number:02}": None for number in range(60)}))
    assert len(found.evidence) == 50
    assert found.why.en.endswith("(+ 50).")
