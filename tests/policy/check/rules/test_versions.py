"""Version control, versions, signatures, conventions and late opening."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.rules.versions import CHECKS
from beffroi.policy.check.shapes import Finding
from tests.fakes.repositories import make_repository, run_git
from tests.policy.check.making import Made, declared, make_history, make_tag, rule_of, subject_of

GOOD = ("v1.0.0", "1.2.3", "v2.0.0-rc.1+build.5")
BAD = ("v1.0", "release-1", "v01.2.3", "1.2.3.4")


def judged(folder: Path, name: str, **others: Any) -> Finding:
    return CHECKS[name](subject_of(folder, **others), rule_of(name))


def tagged(folder: Path, *names: str) -> Path:
    root = make_repository(folder)
    for name in names:
        run_git(root, "tag", name)
    return root


@pytest.mark.parametrize(
    ("kept", "state"),
    [("", "unknown"), (".hg", "pass"), (".svn", "warn"), ("CVS", "warn")],
)
def test_a_folder_is_told_by_what_keeps_its_versions(tmp_path: Path, kept: str, state: str) -> None:
    (tmp_path / kept).mkdir(exist_ok=True)
    assert judged(tmp_path, "FORGE-01").state == state


def test_git_passes_and_what_is_left_of_subversion_warns(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    assert judged(root, "FORGE-01").state == "pass"
    (root / ".svn").mkdir()
    assert judged(root, "FORGE-01").state == "warn"


@pytest.mark.slow
def test_nine_of_ten_tags_follow_semantic_versioning(tmp_path: Path) -> None:
    nine = [f"v0.{n}.0" for n in range(9)]
    assert judged(tagged(tmp_path / "a", *nine, "other"), "VER-01").state == "pass"
    found = judged(tagged(tmp_path / "b", *nine[:8], "other"), "VER-01")
    assert (found.state, found.evidence[0].text) == ("fail", "tag other")


@pytest.mark.parametrize(("names", "state"), [(GOOD, "pass"), (BAD, "fail"), ((), "unknown")])
def test_versions_are_told_by_their_names(
    tmp_path: Path, names: tuple[str, ...], state: str
) -> None:
    assert judged(tagged(tmp_path / "a", *names), "VER-01").state == state


@pytest.mark.slow
def test_another_policy_of_versions_may_be_declared(tmp_path: Path) -> None:
    said = declared("VER-01", "calendar versions, see RELEASE.md")
    assert judged(tagged(tmp_path / "a", "2026.5"), "VER-01", declarations=said).state == "pass"
    assert judged(tagged(tmp_path / "c"), "VER-01", declarations=said).state == "pass"
    none = declared("VER-01", answer=False)
    assert judged(tagged(tmp_path / "b"), "VER-01", declarations=none).state == "fail"


@pytest.mark.slow
def test_each_tag_is_to_be_signed(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    assert judged(root, "VER-02").state == "unknown"
    make_tag(root, "v1.0.0", "SSH SIGNATURE")
    assert judged(root, "VER-02").state == "pass"
    run_git(root, "tag", "-a", "v1.1.0", "-m", "x")
    found = judged(root, "VER-02")
    assert (found.state, [one.text for one in found.evidence]) == ("fail", ["tag v1.1.0"])


def test_outside_git_versions_are_asked(tmp_path: Path) -> None:
    assert [judged(tmp_path, name).state for name in ("VER-01", "VER-02")] == ["unknown"] * 2


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".editorconfig", "root = true"),
        ("pyproject.toml", "[tool.ruff.lint]\n"),
        ("setup.cfg", "[flake8]\n"),
        ("web/package.json", '{\n  "prettier": {}\n}\n'),
        ("eslint.config.mjs", ""),
    ],
)
def test_a_convention_for_a_program_is_found(tmp_path: Path, path: str, text: str) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text, "utf-8")
    found = judged(tmp_path, "DEV-03")
    assert (found.state, found.evidence[0].path) == ("pass", path)


@pytest.mark.parametrize(("short", "state"), [(0, "pass"), (1, "fail"), (2, "fail")])
def test_fewer_than_one_subject_in_ten_is_short(tmp_path: Path, short: int, state: str) -> None:
    files = {".editorconfig": "x"}
    made = [Made(files=files), *[Made(message="wip\n")] * short, *[Made()] * (9 - short)]
    assert judged(make_history(tmp_path, made), "DEV-03").state == state


def test_without_any_convention_the_rule_fails(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    assert judged(tmp_path, "DEV-03").state == "fail"
    found = judged(make_history(tmp_path / "a", [Made(message="wip\n")]), "DEV-03")
    assert (found.state, found.evidence[0].text) == ("fail", "“wip”")


def published(day: str) -> Declarations:
    return Declarations(tables={"project": {"published": date.fromisoformat(day)}})


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-05-10", "not-applicable"), ("2026-08-02", "not-applicable"), ("2026-08-03", "fail")],
)
def test_code_opened_after_ninety_days_is_reviewed(tmp_path: Path, day: str, state: str) -> None:
    root = make_history(tmp_path, [Made(), Made()])
    assert judged(root, "SCOPE-03", declarations=published(day)).state == state


def test_old_code_whose_opening_is_not_known_is_asked_and_young_code_is_not(tmp_path: Path) -> None:
    root = make_history(tmp_path, [Made(), Made()])
    assert judged(root, "SCOPE-03").state == "unknown"
    assert judged(root, "SCOPE-03", on=date(2026, 8, 2)).state == "not-applicable"


def test_the_forge_tells_when_it_was_opened(tmp_path: Path) -> None:
    root = make_history(tmp_path, [Made(), Made()])
    forge = {"repository": {"created_at": "2026-09-01T08:00:00Z"}}
    assert judged(root, "SCOPE-03", forge=forge).state == "fail"


def test_a_history_that_was_squashed_tells_no_age(tmp_path: Path) -> None:
    files = {f"f{n}": "x" for n in range(20)}
    found = judged(make_history(tmp_path, [Made(files=files)]), "SCOPE-03")
    assert (found.state, "squashed" in found.why.en) == ("unknown", True)


def test_outside_git_the_age_is_not_known(tmp_path: Path) -> None:
    assert judged(tmp_path, "SCOPE-03").state == "unknown"


@pytest.mark.parametrize(
    ("missing", "state"), [((), "pass"), (("security",), "fail"), (("quality", "property"), "fail")]
)
def test_each_item_of_the_review_is_signed(
    tmp_path: Path, missing: tuple[str, ...], state: str
) -> None:
    items = ("perimeter", "quality", "security", "conformity", "property")
    signed = {one: {"by": "A", "on": date(2026, 1, 2)} for one in items if one not in missing}
    found = judged(tmp_path, "SCOPE-03", declarations=declared("SCOPE-03", signed))
    assert found.state == state
    assert all(one in found.why.en for one in missing)


def test_one_person_may_sign_the_whole_review(tmp_path: Path) -> None:
    assert (
        judged(tmp_path, "SCOPE-03", declarations=declared("SCOPE-03", answer=True)).state == "pass"
    )
    assert judged(tmp_path, "SCOPE-03", declarations=declared("SCOPE-03", "no")).state == "fail"


def test_tags_of_which_one_is_lost_are_not_passed(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    for name in ("v1.0.0", "v2.0.0"):
        make_tag(root, name, "PGP SIGNATURE")
    at = run_git(root, "rev-parse", "refs/tags/v2.0.0")
    (root / ".git/objects" / at[:2] / at[2:]).unlink()
    assert judged(root, "VER-02").state == "unknown"


def test_an_item_may_be_signed_by_who_signs_the_declaration(tmp_path: Path) -> None:
    items = dict.fromkeys(("perimeter", "quality", "security", "conformity", "property"), True)
    assert judged(tmp_path, "SCOPE-03", declarations=declared("SCOPE-03", items)).state == "pass"
