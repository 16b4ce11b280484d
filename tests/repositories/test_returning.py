"""Repositories that are there again; what a person decided stands."""

from datetime import timedelta

import pytest

from beffroi.journal.models import Act
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import returning
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def test_what_is_seen_again_has_returned_and_the_rest_only_moves_its_date(
    account: ForgeAccount,
) -> None:
    make_repository(account=account, forge_id="1", missing_since=NOON, missing_runs=2)
    make_repository(account=account, forge_id="2")
    ids = returning.of_ids(account.forge, ["1", "2", "3", ""])
    assert returning.see(ids, source="test", at=NOON + DAY) == 2
    assert set(Repository.objects.values_list("seen_at", "missing_since")) == {(NOON + DAY, None)}
    assert [act.verb for act in Act.objects.all()] == ["returned"]


@pytest.mark.parametrize(
    ("reason", "returns"), [("deleted", True), ("legal", False), ("out-of-scope", False)]
)
def test_a_decision_of_a_person_stands(
    account: ForgeAccount, reason: str, *, returns: bool
) -> None:
    row = make_repository(account=account, forge_id="1", withdrawn_at=NOON, withdrawn_reason=reason)
    returning.see(returning.of_ids(account.forge, ["1"]), source="test", at=NOON + DAY)
    row.refresh_from_db()
    assert (row.withdrawn_at is None) is returns


@pytest.mark.parametrize("most", [0, 500])
def test_a_missing_repository_that_comes_is_welcome_however_many_are_away(
    account: ForgeAccount, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(returning, "MOST_AWAY", most)
    for name in ("by-id", "by-key", "away", ""):
        make_repository(account=account, forge_id=name, missing_since=NOON)
    by_key = Repository.objects.get(forge_id="by-key").url_key
    came = returning.welcome_missing(account.forge, {"by-id"}, {by_key}, source="t", at=NOON + DAY)
    left = Repository.objects.filter(missing_since__isnull=False)
    assert (came, set(left.values_list("forge_id", flat=True))) == (2, {"away", ""})
    assert not returning.welcome_missing(account.forge, {"new"}, set(), source="t", at=NOON + DAY)
