"""Faults counted and listed."""

import pytest
from django.utils import timezone

from beffroi.organisations.models import ForgeAccount
from beffroi.portal.indexing import rebuild
from beffroi.portal.mending.faults import COLUMNS, faults, rows
from beffroi.portal.publishing import Publishing
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db


def make_faulty(count: int) -> None:
    account = make_account(organisation=make_organisation(uid="ign"), error_code="timeout")
    for _ in range(count):
        make_repository(account=account, missing_since=NOON)
    rebuild(holder="test", at=timezone.now())


def found() -> dict[str, int]:
    listed = Repository.objects.listed()
    publishing = Publishing({"organisation": "ign"}, listed)
    return {
        one.code: one.count for one in faults(publishing, listed, ForgeAccount.objects.listed())
    }


def test_many_are_counted_though_few_are_named() -> None:
    make_faulty(23)
    counts = found()
    assert (counts["missing"], counts["no-licence"], counts["unreadable"]) == (23, 23, 1)


def test_the_gravest_come_first_and_remarks_last() -> None:
    make_faulty(1)
    assert list(found())[:2] == ["unreadable", "never-read"]
    assert list(found())[-1] == "fork-unknown"


def test_every_row_of_the_file_has_every_column() -> None:
    make_faulty(2)
    made = list(rows(Repository.objects.listed(), ForgeAccount.objects.listed()))
    assert {len(row) for row in made} == {len(COLUMNS)}
    assert [row[0] for row in made].count("missing") == 2
