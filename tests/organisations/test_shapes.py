"""Reports, kinds, and who stands above whom."""

from typing import Any

import pytest

from beffroi.organisations.models import Organisation
from beffroi.organisations.shapes import KIND_NAMES, Ancestor, Lineage, Note, Report
from tests.makers import make_organisation


def test_a_report_has_the_shape_of_the_contract() -> None:
    note = Note(3, "stars", "bad-number", "−1 is no count.")
    report = Report(read=1, refused=[note]).as_json()
    shown = {"row": 3, "field": "stars", "code": "bad-number", "message": "−1 is no count."}
    assert report == {
        "read": 1, "new": 0, "changed": 0, "same": 0, "refused": [shown], "remarks": [],
    }  # fmt: skip


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert set(KIND_NAMES) == set(Organisation.Kind.values)
    assert all(set(names) == {"fr", "en"} for names in KIND_NAMES.values())


@pytest.mark.django_db
def test_a_lineage_goes_up_to_the_ministry(django_assert_num_queries: Any) -> None:
    ministry = make_organisation(kind="ministry")
    agency = make_organisation(parent=make_organisation(parent=ministry))
    with django_assert_num_queries(1):
        lineage = Lineage.of_all()
    assert [row.uid for row in lineage.above(agency.pk)][::2] == [agency.uid, ministry.uid]
    assert lineage.ministries(agency.pk) == (ministry.uid,)


def test_a_circle_ends_the_walk() -> None:
    lineage = Lineage([Ancestor(1, "a", "A", "agency", 2), Ancestor(2, "b", "B", "ministry", 1)])
    assert [row.uid for row in lineage.above(1)] == ["a", "b"]
    assert lineage.above(3) == ()
