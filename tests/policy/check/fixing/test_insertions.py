"""What is put into a README or .gitignore: once, at its place, nothing taken away."""

import pytest

from beffroi.policy.check.fixing.facts import facts_of
from beffroi.policy.check.fixing.insertions import (
    add_badge,
    add_ignored,
    add_publisher,
    add_support,
    add_unmaintained,
)
from beffroi.policy.check.fixing.shapes import Plan, Wanted
from beffroi.policy.check.fixing.writing import read
from tests.policy.check.fixing.projects import SETTINGS, Project


def plan_of(project: Project) -> Plan:
    return Plan(lambda path: read(project.root, path))


def after(plan: Plan) -> str:
    (change,) = plan.changes()
    return change.after.decode("utf-8")


@pytest.mark.parametrize(
    ("level", "badge"),
    [("A", "contributif-blue"), ("B", "ouvert-mediumseagreen"), ("C", "publi%C3%A9-orange")],
)
def test_the_badge_of_the_level_stands_below_the_title(
    project: Project, level: str, badge: str
) -> None:
    project.settings = SETTINGS.replace('answer = "B"', f'answer = "{level}"')
    project.write("README.md", "# A\n\nText.\n")
    plan = plan_of(project)
    add_badge(plan, project.subject(), "LEVEL-01")
    lines = after(plan).split("\n")
    assert (lines[0], lines[4]) == ("# A", "Text.")
    assert f"/badge/code.gouv.fr-{badge}.svg" in lines[2]


def test_a_badge_that_is_there_stays_alone(project: Project) -> None:
    project.settings = SETTINGS
    project.write("README.md", "# A\n![](https://img.shields.io/badge/code.gouv.fr-ouvert-x)\n")
    plan = plan_of(project)
    add_badge(plan, project.subject(), "LEVEL-01")
    assert plan.changes() == ()


def test_level_d_has_no_badge_and_an_undeclared_level_none_either(project: Project) -> None:
    plan = plan_of(project)
    add_badge(plan, project.subject(), "LEVEL-01")
    assert "No openness level is declared" in plan.left[0].why.en


def test_without_a_readme_there_is_no_place_for_a_badge(project: Project) -> None:
    project.settings = SETTINGS
    plan = plan_of(project)
    add_badge(plan, project.subject(), "LEVEL-01")
    assert "no README in Markdown" in plan.left[0].why.en


def test_a_readme_without_a_title_gets_the_statement_first(project: Project) -> None:
    project.write("README.md", "Text.\n")
    subject, plan = project.subject(), plan_of(project)
    facts = facts_of(subject, Wanted())
    add_unmaintained(plan, subject, facts, "PUB-11")
    add_unmaintained(plan, subject, facts, "PUB-11")
    assert after(plan).startswith("> **This project is no longer maintained.**")
    assert after(plan).endswith("\n\nText.\n")
    assert after(plan).count("no longer maintained") == 1


def test_support_is_said_once_at_the_end(project: Project) -> None:
    project.write("README.md", "# A\n")
    subject, plan = project.subject(), plan_of(project)
    facts = facts_of(subject, Wanted())
    add_support(plan, subject, facts, "PUB-05")
    add_support(plan, subject, facts, "PUB-05")
    assert after(plan).count("## Support") == 1


def test_support_needs_a_readme(project: Project) -> None:
    subject, plan = project.subject(), plan_of(project)
    add_support(plan, subject, facts_of(subject, Wanted()), "PUB-05")
    assert plan.left[0].rule == "PUB-05"
    plan.put("README.md", b"new", "FILE-01")
    add_support(plan, subject, facts_of(subject, Wanted()), "PUB-05")
    assert len(plan.left) == 1


def test_body_and_licence_are_said_where_a_readme_says_neither(project: Project) -> None:
    project.settings = SETTINGS
    project.write("README.md", "A\n===\n\nText.\n")
    subject, plan = project.subject(), plan_of(project)
    facts = facts_of(subject, Wanted(licence="EUPL-1.2"))
    add_publisher(plan, subject, facts, "FILE-01")
    add_publisher(plan, subject, facts, "FILE-01")
    assert after(plan).startswith("A\n===\n\nA is published by Direction")
    assert after(plan).count("EUPL-1.2") == 1


def test_a_body_that_nobody_names_is_asked_for(project: Project) -> None:
    project.write("README.md", "# A\n\nLicence: MIT.\n")
    subject, plan = project.subject(), plan_of(project)
    add_publisher(plan, subject, facts_of(subject, Wanted()), "FILE-01")
    assert plan.changes() == ()
    assert "[project] organisation" in plan.left[0].why.en


def test_git_ignores_each_pattern_once(project: Project) -> None:
    project.write(".gitignore", "/build/\r\n.env\r\n")
    plan = plan_of(project)
    for _again in range(2):
        add_ignored(plan, "SEC-03", patterns=[".env", "*.pem"], is_tracked=False)
    assert after(plan) == "/build/\r\n.env\r\n\r\n# secrets stay out of the repository\r\n*.pem\r\n"


def test_a_secret_that_is_tracked_is_left_to_a_person(project: Project) -> None:
    plan = plan_of(project)
    add_ignored(plan, "SEC-03", patterns=[".env"], is_tracked=True)
    assert "change the secrets" in plan.left[0].why.en
    assert after(plan) == "# secrets stay out of the repository\n.env\n"
