"""Repositories at another address: an account that is renamed, a host that is renamed."""

from datetime import timedelta

import pytest

from beffroi.forges.addresses import parse_account
from beffroi.forges.shapes import AccountFacts, Reading
from beffroi.organisations.actions import register_account
from beffroi.organisations.models import Forge, ForgeAccount, ForgeAlias
from beffroi.repositories.actions.moving import follow_account, rename_host
from beffroi.repositories.models import Alias, Repository
from tests.makers import NOON, make_account, make_forge
from tests.repositories.harvesting import complete, read, said

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    forge = make_forge("gitlab.old.example", software="gitlab")
    account = make_account(forge=forge, full_path="team")
    read(account, complete(*(said(account, name, forge_id=name) for name in ("a", "b"))))
    return account


def addresses() -> set[str]:
    return set(Repository.objects.listed().values_list("url", flat=True))


def rename(account: ForgeAccount) -> int:
    return rename_host(account.forge, "gitlab.new.example", source="test", at=LATER)


def test_a_renamed_host_removes_nothing_and_every_former_address_leads_on(
    account: ForgeAccount,
) -> None:
    before = set(Repository.objects.values_list("uid", flat=True))
    assert rename(account) == 2
    new = "https://gitlab.new.example/team"
    assert addresses() == {f"{new}/a", f"{new}/b"}
    assert set(Repository.objects.values_list("uid", flat=True)) == before
    assert Alias.objects.filter(url__startswith="https://gitlab.old.example/team/").count() == 2
    assert ForgeAlias.objects.get().host == "gitlab.old.example"


def test_a_list_under_the_new_host_changes_no_record(account: ForgeAccount) -> None:
    rename(account)
    account = ForgeAccount.objects.select_related("forge").get(pk=account.pk)
    rows = [said(account, name, forge_id=name, full_name=f"team/{name}") for name in ("a", "b")]
    counts = read(account, complete(*rows), at=LATER)
    assert (counts["same"], counts["missing"], counts["new"]) == (2, 0, 0)


def test_an_address_on_the_former_host_is_an_account_of_the_new_one(account: ForgeAccount) -> None:
    rename(account)
    found = register_account(
        parse_account("https://gitlab.old.example/team"), source="test", at=LATER
    )
    assert found.pk == account.pk
    assert Forge.objects.count() == 1


def test_a_host_that_is_known_under_both_names_becomes_one(account: ForgeAccount) -> None:
    forge = make_forge("gitlab.new.example", software="gitlab")
    twin = make_account(forge=forge, full_path="team")
    read(twin, complete(said(twin, "a", forge_id="a"), said(twin, "c", forge_id="c")))
    rename(account)
    account.refresh_from_db()
    new = "https://gitlab.new.example/team"
    assert addresses() == {f"{new}/a", f"{new}/b", f"{new}/c"}
    assert set(Repository.objects.listed().values_list("account", flat=True)) == {twin.pk}
    assert account.withdrawn_reason == "moved"


def test_an_account_follows_its_group_with_what_is_below_it(account: ForgeAccount) -> None:
    inner = make_account(forge=account.forge, full_path="team/inner")
    read(inner, complete(said(inner, "c", forge_id="c")))
    home = parse_account("https://gitlab.old.example/crew")
    assert follow_account(account, home, source="test", at=LATER) == 3
    new = "https://gitlab.old.example/crew"
    assert addresses() == {f"{new}/a", f"{new}/b", f"{new}/inner/c"}
    assert ForgeAccount.objects.get(pk=inner.pk).full_path == "crew/inner"


def test_an_account_that_its_forge_calls_by_another_path_is_followed(
    account: ForgeAccount,
) -> None:
    for path in ("team", "crew"):
        facts = AccountFacts(forge_key="7", full_path=path)
        ids = ("a", "b")
        read(account, Reading(unchanged_ids=ids, is_complete=True, account=facts), at=LATER)
    account.refresh_from_db()
    assert account.full_path == "crew"
    assert addresses() == {f"{account.url}/a", f"{account.url}/b"}
    assert Alias.objects.count() == 2


def test_another_account_at_the_same_path_is_not_followed(account: ForgeAccount) -> None:
    for key, path in (("7", "team"), ("8", "crew")):
        facts = AccountFacts(forge_key=key, full_path=path)
        read(account, complete(unchanged=sorted(addresses()), account=facts), at=LATER)
    account.refresh_from_db()
    assert account.full_path == "team"


def test_where_an_account_is_registered_already_it_takes_all(account: ForgeAccount) -> None:
    other = make_account(forge=account.forge, full_path="crew")
    read(other, complete(said(other, "a")))
    home = parse_account(other.url)
    follow_account(account, home, source="test", at=LATER)
    assert addresses() == {f"{other.url}/a", f"{other.url}/b"}
    assert set(Repository.objects.listed().values_list("account", flat=True)) == {other.pk}
    account.refresh_from_db()
    assert account.withdrawn_reason == "moved"
