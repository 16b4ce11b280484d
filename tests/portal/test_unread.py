"""What could not be read, by name."""

import pytest
from django.utils import translation

from beffroi.portal.unread import MOST, failures_of
from beffroi.repositories.models import Failure, HarvestRun
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db


def make_failures(count: int, software: str, code: str = "timeout") -> None:
    account = make_account(forge=make_forge("git.example.org", software=software))
    run = HarvestRun.objects.create(uid="r", started_at=NOON)
    for number in range(count):
        Failure.objects.create(
            run=run, account=account, url=f"https://git.example.org/{number}", code=code,
            message="It took too long.", at=NOON,
        )  # fmt: skip


def test_a_failure_is_told_in_the_language_of_the_reader() -> None:
    make_failures(1, "git")
    assert failures_of(Failure.objects.all())[0].message == "It took too long."
    with translation.override("fr"):
        assert failures_of(Failure.objects.all())[0].message != "It took too long."


def test_the_way_to_mend_it_is_a_command_where_the_forge_can_be_read() -> None:
    make_failures(1, "git", code="mass-loss")
    found = failures_of(Failure.objects.all())[0]
    assert found.command.startswith("beffroi harvest --account https://git.example.org/")
    assert "Nothing is removed" in found.mending


def test_where_it_cannot_be_read_no_command_is_given() -> None:
    make_failures(1, "no such software")
    assert failures_of(Failure.objects.all())[0].command == ""


def test_of_very_many_only_the_first_are_named() -> None:
    make_failures(MOST + 5, "git")
    assert len(failures_of(Failure.objects.all())) == MOST
