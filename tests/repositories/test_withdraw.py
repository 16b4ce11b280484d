"""Withdrawing repositories from the catalogue, and noting that they are missing."""

from datetime import timedelta

import pytest

from beffroi.journal.models import Act, Outbox
from beffroi.repositories.actions.withdraw import mark_missing, withdraw
from beffroi.repositories.errors import RepositoryError
from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import REVIVABLE, WITHDRAWAL_REASONS
from tests.makers import NOON, make_repository

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def test_a_tombstone_says_when_and_why() -> None:
    repository = make_repository()
    assert withdraw([repository], "private", source="test", at=LATER) == 1
    repository.refresh_from_db()
    assert (repository.withdrawn_at, repository.withdrawn_reason) == (LATER, "private")
    assert Act.objects.get().after == {"reason": "private"}
    assert Outbox.objects.filter(kind="repository", uid=repository.uid).exists()


def test_a_second_withdrawal_changes_nothing_and_says_so() -> None:
    repository = make_repository()
    withdraw([repository], "private", source="test", at=NOON)
    assert withdraw([repository], "legal", source="test", at=LATER) == 0
    repository.refresh_from_db()
    assert (repository.withdrawn_at, repository.withdrawn_reason) == (NOON, "private")
    assert Act.objects.count() == 1


def test_an_unknown_reason_is_refused_with_the_known_ones() -> None:
    with pytest.raises(RepositoryError) as refused:
        withdraw([make_repository()], "boredom", source="test", at=NOON)
    assert refused.value.code == "unknown-reason"
    assert all(reason in refused.value.message for reason in WITHDRAWAL_REASONS)


def test_every_reason_is_said_in_both_languages() -> None:
    assert all(set(said) == {"fr", "en"} for said in WITHDRAWAL_REASONS.values())
    assert set(WITHDRAWAL_REASONS) >= REVIVABLE


def test_missing_keeps_its_first_day_and_counts_the_readings() -> None:
    repository = make_repository()
    for at in (NOON, LATER):
        mark_missing([Repository.objects.get()], source="test", at=at)
    repository.refresh_from_db()
    assert (repository.missing_since, repository.missing_runs) == (NOON, 2)
    assert [act.verb for act in Act.objects.all()] == ["missing"]
    assert repository.withdrawn_at is None
