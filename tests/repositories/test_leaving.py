"""What an account held that left the scope of the catalogue."""

import pytest

from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import leaving
from tests.makers import NOON, make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def test_an_account_that_left_takes_its_repositories_along_once(account: ForgeAccount) -> None:
    make_repository(account=account)
    account.withdrawn_at, account.withdrawn_reason = NOON, "moved"
    account.save()
    assert leaving.withdraw_left(account.forge, source="test", at=NOON) == 1
    assert leaving.withdraw_left(account.forge, source="test", at=NOON) == 0
