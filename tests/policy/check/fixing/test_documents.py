"""Skeletons: in the language of the project, filled with what is known, blanks named."""

import pytest

from beffroi.policy.check.fixing.documents import (
    DOCUMENTS,
    add_changelog,
    add_document,
    add_origin,
    add_security,
)
from beffroi.policy.check.fixing.facts import Facts, facts_of
from beffroi.policy.check.fixing.shapes import Plan, Wanted
from beffroi.policy.check.fixing.writing import read
from beffroi.policy.check.subject import Subject
from tests.policy.check.fixing.projects import SETTINGS, Project


def begun(project: Project, language: str = "en") -> tuple[Plan, Subject, Facts]:
    subject = project.subject()
    facts = facts_of(subject, Wanted(licence="EUPL-1.2", language=language))
    return Plan(lambda path: read(project.root, path)), subject, facts


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("check", sorted(DOCUMENTS))
def test_no_place_of_a_skeleton_stays_open(project: Project, check: str, language: str) -> None:
    plan, subject, facts = begun(project, language)
    add_document(plan, subject, facts, check, check)
    (change,) = plan.changes()
    assert b"$" not in change.after


def test_a_blank_is_named_to_the_person(project: Project) -> None:
    plan, subject, facts = begun(project)
    add_document(plan, subject, facts, "FILE-01", "FILE-01")
    assert [one.why.en for one in plan.left] == [
        "README.md has places to be completed by a person."
    ]


def test_a_file_of_that_kind_keeps_the_skeleton_away(project: Project) -> None:
    project.write("governance.rst", "x")
    plan, subject, facts = begun(project)
    add_document(plan, subject, facts, "FILE-05", "FILE-05")
    assert plan.changes() == ()


def test_a_file_that_git_does_not_track_is_not_replaced_either(project: Project) -> None:
    plan, subject, facts = begun(project)
    project.write("GOVERNANCE.md", "theirs")
    add_document(plan, subject, facts, "FILE-05", "FILE-05")
    assert plan.changes() == ()


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("uv.lock", "uv sync"),
        ("package-lock.json", "npm ci"),
        ("Dockerfile", "docker build -t copy ."),
    ],
)
def test_the_steps_of_installing_are_those_of_the_tool(
    project: Project, path: str, command: str
) -> None:
    project.write(path, "x")
    plan, subject, facts = begun(project)
    add_document(plan, subject, facts, "FILE-06", "FILE-06")
    assert f"```sh\n{command}\n```".encode() in plan.changes()[0].after


def test_changes_are_listed_from_now_on_unless_they_are_already(project: Project) -> None:
    plan, subject, facts = begun(project)
    add_changelog(plan, subject, facts, "score")
    assert b"2026-11-25" in plan.changes()[0].after
    project.write("NEWS", "x")
    plan, subject, facts = begun(project)
    add_changelog(plan, subject, facts, "score")
    assert plan.changes() == ()


def test_reports_of_faults_go_where_the_team_says(project: Project) -> None:
    project.settings = SETTINGS
    plan, subject, facts = begun(project)
    add_security(plan, subject, facts, "SEC-01")
    assert b"<securite@exemple.gouv.fr>" in plan.changes()[0].after
    project.write(".github/SECURITY.md", "x")
    plan, subject, facts = begun(project)
    add_security(plan, subject, facts, "SEC-01")
    assert plan.changes() == ()


def test_the_origin_is_added_once_in_the_line_endings_of_the_file(project: Project) -> None:
    project.write("CONTRIBUTING.md", "Write.\r\n")
    plan, subject, facts = begun(project)
    add_origin(plan, subject, facts, "DCO-03")
    add_origin(plan, subject, facts, "DCO-03")
    (change,) = plan.changes()
    assert change.after.count(b"## Origin of contributions (DCO)\r\n") == 1
    assert b"\n" not in change.after.replace(b"\r\n", b"")


def test_without_a_contributing_in_markdown_no_origin_is_added(project: Project) -> None:
    plan, subject, facts = begun(project)
    add_origin(plan, subject, facts, "DCO-03")
    assert plan.changes() == ()


def test_contributing_names_security_only_where_that_file_stands(project: Project) -> None:
    plan, subject, facts = begun(project)
    add_document(plan, subject, facts, "FILE-02", "FILE-02")
    assert b"write in private to the persons named in [MAINTAINERS.md]" in plan.changes()[0].after
    assert b"SECURITY" not in plan.changes()[0].after
    project.write(".github/SECURITY.md", "x")
    plan, subject, facts = begun(project, "fr")
    add_document(plan, subject, facts, "FILE-02", "FILE-02")
    assert b"[SECURITY.md](.github/SECURITY.md) dit comment" in plan.changes()[0].after
