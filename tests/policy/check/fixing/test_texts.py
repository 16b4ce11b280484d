"""Licence texts: exact, found again by the licence engine, never over another."""

import json

import pytest

from beffroi.policy.check.fixing.facts import facts_of
from beffroi.policy.check.fixing.shapes import Plan, Wanted
from beffroi.policy.check.fixing.texts import add_copies, add_licence, licences_in
from beffroi.policy.licence.detect import detect
from beffroi.policy.licences import DATA
from tests.policy.check.fixing.projects import Project

DECREE = json.loads((DATA / "decree-licences.json").read_text("utf-8"))


def planned(project: Project, licence: str) -> Plan:
    subject, plan = project.subject(), Plan(lambda _path: None)
    add_licence(plan, subject, facts_of(subject, Wanted(licence=licence)), "FILE-03")
    return plan


@pytest.mark.slow
@pytest.mark.parametrize(
    "licence",
    ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CECILL-B", "MIT", "AGPL-3.0-or-later",
     "CECILL-2.1", "CECILL-C", "EUPL-1.2", "GPL-2.0-or-later", "GPL-3.0-or-later",
     "LGPL-2.1-or-later", "LGPL-3.0-or-later", "MPL-2.0", "EPL-2.0"],
)  # fmt: skip
def test_the_text_that_is_written_is_recognised_exactly(project: Project, licence: str) -> None:
    (change,) = planned(project, licence).changes()
    found = detect(change.after, change.path)
    assert found.band == "exact"
    assert licence.removesuffix("-or-later") in (found.expression or "")


def test_year_and_holder_stand_where_the_licence_has_places_for_them(project: Project) -> None:
    (change,) = planned(project, "MIT").changes()
    assert change.after.startswith(b"MIT License\n\nCopyright (c) 2026 copy contributors\n")


def test_several_licences_go_into_the_folder_and_a_person_decides(project: Project) -> None:
    plan = planned(project, "MIT OR Apache-2.0")
    assert [change.path for change in plan.changes()] == [
        "LICENSES/Apache-2.0.txt",
        "LICENSES/MIT.txt",
    ]
    assert "several licences" in plan.left[0].why.en


def test_a_licence_that_the_list_does_not_have_is_left_to_a_person(project: Project) -> None:
    plan = planned(project, "LicenseRef-ours")
    assert plan.changes() == ()
    assert "LICENSES/LicenseRef-ours.txt" in plan.left[0].why.en


def test_a_file_of_that_name_is_never_replaced(project: Project) -> None:
    project.write("LICENCE.txt", "All rights are ours.\n")
    plan = planned(project, "MIT")
    assert plan.changes() == ()
    assert "LICENCE.txt is there" in plan.left[0].why.en


def test_a_copy_is_made_of_each_licence_used_once(project: Project) -> None:
    tag = "SPDX-" + "License-Identifier"
    project.write("src/c.py", f"# {tag}: GPL-2.0-or-later WITH Classpath-exception-2.0\n")
    subject, there = project.subject(), {"LICENSES/MIT.txt": b"there"}
    plan = Plan(there.get)
    add_copies(plan, subject, facts_of(subject, Wanted(licence="MIT")), "HEAD-02")
    paths = {change.path for change in plan.changes()}
    assert "LICENSES/Classpath-exception-2.0.txt" in paths
    assert "LICENSES/MIT.txt" not in paths


def test_a_copy_without_a_text_is_left_to_a_person(project: Project) -> None:
    subject, plan = project.subject(), Plan(lambda _path: None)
    add_copies(plan, subject, facts_of(subject, Wanted(licence="LicenseRef-x")), "HEAD-02")
    assert [one.rule for one in plan.left] == ["HEAD-02"]


@pytest.mark.parametrize("expression", ["", "MIT OR", "("])
def test_what_is_no_expression_names_no_licence(expression: str) -> None:
    assert licences_in(expression) == []
