"""What one complete list speaks for."""

import pytest

from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import scopes
from beffroi.repositories.models import Repository
from tests.makers import NOON, make_account, make_forge, make_repository
from tests.repositories.harvesting import task_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def test_scopes_go_down_by_whole_segments(account: ForgeAccount) -> None:
    inner = make_account(forge=account.forge, full_path="team/inner")
    make_account(forge=account.forge, full_path="teams")
    rows = [make_repository(account=one) for one in (account, inner)]
    make_repository(account=ForgeAccount.objects.get(full_path="teams"))
    assert set(Repository.objects.filter(scopes.in_tree(account))) == set(rows)
    assert set(scopes.spoken_for(task_of(account))) == set(rows)


def test_on_plain_git_a_page_speaks_for_what_nobody_reads_apart() -> None:
    forge = make_forge("plain.example", software="git")
    account = make_account(forge=forge, full_path="all")
    read = make_account(forge=forge, full_path="all/read", read_at=NOON)
    listed = make_account(forge=forge, full_path="all/listed")
    for one in (read, listed):
        make_repository(account=one)
    assert [row.account for row in scopes.spoken_for(task_of(account))] == [listed]
