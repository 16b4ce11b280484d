"""Headers for sources that say nothing; the others are counted with the reason."""

import pytest

from beffroi.policy.check.fixing.facts import facts_of
from beffroi.policy.check.fixing.heading import add_headers
from beffroi.policy.check.fixing.shapes import Plan, Wanted
from beffroi.policy.check.fixing.writing import read
from tests.policy.check.fixing.projects import Project


def planned(project: Project, licence: str = "EUPL-1.2") -> Plan:
    subject, plan = project.subject(), Plan(lambda path: read(project.root, path))
    add_headers(plan, subject, facts_of(subject, Wanted(licence=licence)), "HEAD-01")
    return plan


def test_each_source_gets_the_year_the_holder_and_the_licence(project: Project) -> None:
    found = {change.path: change.after for change in planned(project).changes()}
    assert set(found) == {"src/a.py", "src/b.js"}
    assert b"Text: 2026 copy contributors\r\n" in found["src/b.js"]


def test_what_is_left_is_counted_with_some_names(project: Project) -> None:
    for number in range(7):
        project.write(f"src/c{number}.c", "/* Copyright 2010 Somebody */\n")
    (left,) = planned(project).left
    assert left.why.en.startswith("7 files speak of a licence or holder themselves (src/c0.c")
    assert left.why.en.count(".c,") == 5


def test_a_large_file_is_left(project: Project) -> None:
    project.write("src/big.py", "x = 1\n" * 200_000)
    assert "larger than one megabyte" in planned(project).left[0].why.en


@pytest.mark.parametrize(("manifest", "left"), [("", 1), ('{"license": "MIT"}', 0)])
def test_without_a_licence_or_with_another_no_file_is_touched(
    project: Project, manifest: str, left: int
) -> None:
    if manifest:
        project.write("package.json", manifest)
    plan = planned(project, "EUPL-1.2" if manifest else "")
    assert plan.changes() == ()
    assert len(plan.left) == left
