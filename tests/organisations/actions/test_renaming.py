"""Accounts and hosts that have another name now."""

import pytest

from beffroi.forges.addresses import parse_account
from beffroi.journal.models import Act
from beffroi.organisations.actions import rename_account, rename_forge
from beffroi.organisations.actions.renaming import todays
from beffroi.organisations.models import ForgeAccount, ForgeAlias
from beffroi.organisations.shapes import AccountFacts
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("old.example", software="gitlab"), full_path="team")


def test_an_account_keeps_its_permanent_name(account: ForgeAccount) -> None:
    uid = account.uid
    rename_account(account, parse_account("https://old.example/Crew"), source="test", at=NOON)
    found = ForgeAccount.objects.get(path_key="crew")
    assert (found.uid, found.full_path, found.url) == (uid, "Crew", "https://old.example/Crew")
    assert Act.objects.get().before["full_path"] == "team"


def test_a_host_renamed_twice_is_known_under_all_its_names(account: ForgeAccount) -> None:
    for host in ("middle.example", "new.example"):
        rename_forge(account.forge, host, source="test", at=NOON)
    assert {one.host for one in ForgeAlias.objects.all()} == {"old.example", "middle.example"}
    said = AccountFacts(host="old.example", full_path="x", url="https://old.example/x")
    assert todays(said).url == "https://new.example/x"


def test_a_host_that_takes_its_first_name_again_is_no_alias_of_itself(
    account: ForgeAccount,
) -> None:
    for host in ("new.example", "old.example"):
        rename_forge(account.forge, host, source="test", at=NOON)
    assert [one.host for one in ForgeAlias.objects.all()] == ["new.example"]
