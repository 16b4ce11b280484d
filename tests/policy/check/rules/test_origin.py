"""Certificates of origin: the shared messages one by one, then whole histories."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from beffroi.policy.check.objects import commit_of
from beffroi.policy.check.registry import Registry
from beffroi.policy.check.rules.origin import CHECKS, signs
from beffroi.policy.check.shapes import Finding
from beffroi.policy.licences import DATA
from tests.fakes.repositories import run_git
from tests.policy.check.making import Made, declared, make_history, rule_of, subject_of

CASES = 8
SIGNED = "Say what changes\n\nSigned-off-by: A <a@x.example>\n"
A = Made("A <a@x.example>", SIGNED)
BARE = Made("A <a@x.example>", "Say what changes\n")
ASKS = {"CONTRIBUTING.md": "Sign off: git commit -s (DCO).\n"}


def case_of(shared: Path, number: int) -> dict[str, Any]:
    text = (shared / "data/policy/identity-cases.json").read_text("utf-8")
    found: list[dict[str, Any]] = json.loads(text)["dco"]
    assert len(found) == CASES
    return found[number]


@pytest.mark.parametrize("number", range(CASES))
def test_each_shared_message_is_judged_as_it_should_be(
    shared: Path, tmp_path: Path, number: int
) -> None:
    case = case_of(shared, number)
    made = Made(f"Agent Un <{case['author_email']}>", case["message"])
    subject = subject_of(make_history(tmp_path, [made]))
    assert CHECKS["DCO-02"](subject, rule_of("DCO-02")).state == case["expected"]


def test_any_signer_passes_with_the_option(shared: Path) -> None:
    case = case_of(shared, 3)
    raw = f"author A <{case['author_email']}> 1 +0000\n\n{case['message']}".encode()
    assert [signs(commit_of("a", raw), any_signer=any_signer) for any_signer in (False, True)] == [
        False,
        True,
    ]


def judged(folder: Path, name: str, *commits: Made, **others: Any) -> Finding:
    return CHECKS[name](subject_of(make_history(folder, commits), **others), rule_of(name))


@pytest.mark.slow
def test_commits_since_the_rule_came_into_contributing_count(tmp_path: Path) -> None:
    asking = replace(A, files=ASKS, after=10)
    found = judged(tmp_path / "a", "DCO-02", BARE, asking, replace(A, after=20))
    assert (found.state, "2 commits since 2026-05-04" in found.why.en) == ("pass", True)
    late = judged(tmp_path / "b", "DCO-02", BARE, asking, replace(BARE, after=20))
    assert (late.state, len(late.evidence)) == ("fail", 1)


def test_the_declared_day_of_adoption_counts_before_contributing(tmp_path: Path) -> None:
    made = (BARE, replace(A, after=5 * 86400))
    for number, answer in enumerate(("2026-05-06", {"since": "2026-05-06"})):
        found = judged(
            tmp_path / str(number), "DCO-02", *made, declarations=declared("DCO-02", answer)
        )
        assert found.state == "pass"


def test_without_a_day_all_commits_count_and_the_finding_says_so(tmp_path: Path) -> None:
    found = judged(tmp_path, "DCO-02", BARE, A)
    assert (found.state, "no day of adoption is declared" in found.why.en) == ("fail", True)


def test_programs_and_merges_need_not_sign(tmp_path: Path) -> None:
    bot = Made("renovate[bot] <x@x.example>", "Update\n")
    robot = Made("Robot <robot@x.example>", "Update\n")
    registry = Registry(bots=frozenset({"robot"}))
    assert judged(tmp_path, "DCO-02", A, bot, robot, registry=registry).state == "pass"


@pytest.mark.slow
def test_an_older_commit_is_certified_afterwards_by_its_author(tmp_path: Path) -> None:
    root = make_history(tmp_path / "a", [BARE])
    at = run_git(root, "rev-parse", "HEAD")
    said = f"I, A <a@x.example>, hereby add my Signed-off-by to this commit: {at}"
    remedy = replace(A, message=f"Remedy\n\n{said}\n\nSigned-off-by: A <a@x.example>\n", after=1)
    subject = subject_of(make_history(tmp_path / "b", [BARE, remedy]))
    assert subject.history
    assert subject.history.commits()[1].id == at
    assert CHECKS["DCO-02"](subject, rule_of("DCO-02")).state == "pass"


def test_outside_git_and_before_the_first_commit_nothing_is_signed(tmp_path: Path) -> None:
    assert CHECKS["DCO-02"](subject_of(tmp_path), rule_of("DCO-02")).state == "unknown"
    assert judged(tmp_path / "a", "DCO-02").state == "not-applicable"


def test_a_history_that_was_cut_passes_nothing(tmp_path: Path) -> None:
    make_history(tmp_path / "a", [A, A])
    run_git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{tmp_path}/a", "b")
    assert CHECKS["DCO-02"](subject_of(tmp_path / "b"), rule_of("DCO-02")).state == "unknown"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Sign off your commits with `git commit -s`.", "pass"),
        ("We follow the Developer Certificate of Origin.", "pass"),
        ("Each commit carries Signed-off-by.", "pass"),
        ("Open a pull request.", "fail"),
    ],
)
def test_contributing_says_how_to_certify(tmp_path: Path, text: str, state: str) -> None:
    (tmp_path / "CONTRIBUTING.md").write_text(f"# Contributing\n\n{text}\n", "utf-8")
    found = CHECKS["DCO-03"](subject_of(tmp_path), rule_of("DCO-03"))
    assert (found.state, found.evidence[0].path) == (state, "CONTRIBUTING.md")


def test_without_contributing_where_it_is_written_is_asked(tmp_path: Path) -> None:
    assert CHECKS["DCO-03"](subject_of(tmp_path), rule_of("DCO-03")).state == "unknown"


@pytest.mark.parametrize(
    ("path", "text", "state"),
    [
        ("CONTRIBUTING.md", "You must sign our CLA before we merge.", "fail"),
        ("CONTRIBUTING.md", "No CLA is required.", "pass"),
        ("CONTRIBUTING.md", "What a CLA is: see there.", "warn"),
        ("README.md", "Nothing of the kind.", "pass"),
    ],
)
def test_an_agreement_that_is_asked_for_fails(
    tmp_path: Path, path: str, text: str, state: str
) -> None:
    (tmp_path / path).write_text(text, "utf-8")
    assert CHECKS["DCO-01"](subject_of(tmp_path), rule_of("DCO-01")).state == state


def test_a_day_may_be_written_as_toml_has_it(tmp_path: Path) -> None:
    made = (BARE, replace(A, after=5 * 86400))
    for number, day in enumerate((date(2026, 5, 6), datetime(2026, 5, 6, tzinfo=UTC))):
        said = declared("DCO-02", {"since": day})
        assert judged(tmp_path / str(number), "DCO-02", *made, declarations=said).state == "pass"


def test_an_answer_that_is_no_day_leaves_the_question(tmp_path: Path) -> None:
    said = declared("DCO-02", answer=True)
    assert judged(tmp_path, "DCO-02", BARE, declarations=said).state == "fail"


def test_contributing_that_never_asked_tells_no_day(tmp_path: Path) -> None:
    made = replace(BARE, files={"CONTRIBUTING.md": "Welcome.\n"})
    assert "no day of adoption" in judged(tmp_path, "DCO-02", made).why.en


def test_without_remedies_a_later_sentence_does_not_count(tmp_path: Path) -> None:
    rule = rule_of("DCO-02")
    strict = replace(rule, parameters={**rule.parameters, "remediation": False})
    root = make_history(tmp_path, [BARE])
    assert CHECKS["DCO-02"](subject_of(root), strict).state == "fail"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_mending_writes_on_the_origin_asks_for_no_agreement(
    tmp_path: Path, language: str
) -> None:
    text = (DATA / "check-fix" / language / "origin.md").read_text("utf-8")
    (tmp_path / "CONTRIBUTING.md").write_text(text, "utf-8")
    assert CHECKS["DCO-01"](subject_of(tmp_path), rule_of("DCO-01")).state == "pass"
