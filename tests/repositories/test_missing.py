"""A list of any length is judged some repositories at a time."""

import pytest

from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import missing
from beffroi.repositories.models import Repository
from tests.makers import make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def test_a_long_list_is_taken_in_chunks(account: ForgeAccount, monkeypatch: object) -> None:
    monkeypatch.setattr(missing, "CHUNK", 2)  # type: ignore[attr-defined]
    rows = [make_repository(account=account) for _ in range(5)]
    chunks = list(missing.in_chunks(Repository.objects.all()))
    assert [len(some) for some in chunks] == [2, 2, 1]
    assert [row for some in chunks for row in some] == rows
