"""A publiccode.yml from what is known; what is missing is named, nothing is invented."""

import yaml

from beffroi.policy.check.fixing.describing import add_publiccode
from beffroi.policy.check.fixing.facts import facts_of
from beffroi.policy.check.fixing.shapes import Plan, Wanted
from tests.policy.check.fixing.projects import FRENCH, SETTINGS, Project


def planned(project: Project) -> Plan:
    subject, plan = project.subject(), Plan(lambda _path: None)
    add_publiccode(plan, subject, facts_of(subject, Wanted(licence="EUPL-1.2")))
    return plan


def test_what_is_known_is_written(project: Project) -> None:
    project.settings = SETTINGS.replace(
        "[project]", '[project]\nurl = "https://forge.example/grammaire.git"'
    )
    project.write("README.md", FRENCH)
    (change,) = planned(project).changes()
    found = yaml.safe_load(change.after)
    assert (found["name"], found["legal"]["license"]) == ("Grammaire", "EUPL-1.2")
    assert found["url"] == "https://forge.example/grammaire.git"
    assert found["description"]["fr"]["shortDescription"].startswith("Grammaire est un module")


def test_what_is_missing_is_named_and_the_file_says_how_to_check_it(project: Project) -> None:
    plan = planned(project)
    assert "publiccode.yml lacks url" in plan.left[0].why.en
    assert plan.changes()[0].after.startswith(b"# To be completed, then checked with: beffroi")


def test_a_file_that_is_there_stays(project: Project) -> None:
    subject, plan = project.subject(), Plan({"publiccode.yaml": b""}.get)
    add_publiccode(plan, subject, facts_of(subject, Wanted()))
    assert plan.changes() == ()


def test_what_a_person_declares_wins_over_what_is_guessed(project: Project) -> None:
    project.settings = '[project]\nname = "Declared"\n'
    project.write("README.md", FRENCH)
    (change,) = planned(project).changes()
    assert yaml.safe_load(change.after)["name"] == "Declared"
