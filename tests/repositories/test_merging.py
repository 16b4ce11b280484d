"""Renames without ids: one that vanished and one new, created the same second, are one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from beffroi.journal.models import Act
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Alias, Repository
from tests.makers import NOON, make_account, make_forge
from tests.repositories.harvesting import complete, open_run, open_task, read, said, settle_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BORN = datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software="gitlab"), full_path="team")


def born(account: ForgeAccount, name: str, **facts: Any) -> Any:
    return said(account, name, **{"created_at": BORN, **facts})


def only() -> Repository:
    return Repository.objects.listed().get()


def test_a_renamed_one_keeps_its_record_and_its_former_address(account: ForgeAccount) -> None:
    read(account, complete(born(account, "old", description="Mine", stars=3)))
    before = only()
    counts = read(account, complete(born(account, "new", stars=4)), at=NOON + DAY)
    row = only()
    assert (row.uid, row.first_seen_at, row.url) == (before.uid, NOON, f"{account.url}/new")
    assert (row.stars, row.name, row.missing_since) == (4, "new", None)
    assert (counts["renamed"], counts["missing"]) == (1, 0)
    assert Alias.objects.get().url == f"{account.url}/old"
    act = Act.objects.get(verb="renamed")
    assert act.after == {"url": f"{account.url}/new"}


def test_a_list_with_ids_renames_one_that_was_imported_without(account: ForgeAccount) -> None:
    read(account, complete(born(account, "old")))
    new = born(account, "new", forge_id="7", created_at=BORN + timedelta(milliseconds=123))
    read(account, complete(new), at=NOON + DAY)
    assert (only().forge_id, Alias.objects.count()) == ("7", 1)
    again = born(account, "third", forge_id="7")
    read(account, complete(again), at=NOON + 2 * DAY)
    assert (only().name, Alias.objects.count()) == ("third", 2)


def test_a_transfer_is_found_whichever_list_is_read_first(account: ForgeAccount) -> None:
    other = make_account(forge=account.forge, full_path="other")
    for number, order in enumerate(((account, other), (other, account))):
        one = born(account, f"x{number}", created_at=BORN + number * DAY)
        read(account, complete(one), at=NOON + 10 * number * DAY)
        at = NOON + (10 * number + 1) * DAY
        run = open_run(at)
        for here in order:
            kept = [
                row.url for row in Repository.objects.filter(account=here).exclude(name=one.name)
            ]
            moved = born(other, one.name, created_at=one.created_at)
            list_ = complete(*([moved] if here == other else []), unchanged=kept)
            settle_task(open_task(run, here), list_, at=at)
            at += timedelta(seconds=1)
        assert Repository.objects.listed().get(name=one.name).account == other


@pytest.mark.parametrize("twins", [("a", "b"), ("a",)])
def test_what_is_ambiguous_is_left_alone(account: ForgeAccount, twins: tuple[str, ...]) -> None:
    read(account, complete(*(born(account, name) for name in twins), said(account, "rest")))
    names = ("c", "d") if len(twins) == 1 else ("c",)
    rest = f"{account.url}/rest"
    new = complete(*(born(account, name) for name in names), unchanged=[rest])
    counts = read(account, new, at=NOON + DAY)
    assert (counts["renamed"], counts["missing"]) == (0, len(twins))


def test_another_forge_or_second_or_an_id_is_another_repository(account: ForgeAccount) -> None:
    read(
        account, complete(born(account, "a"), born(account, "b", forge_id="1"), said(account, "c"))
    )
    other = make_account(forge=make_forge("other.example", software="gitlab"))
    read(other, complete(born(other, "a")), at=NOON + DAY)
    later = BORN + timedelta(seconds=1)
    kept = [f"{account.url}/{name}" for name in ("a", "c")]
    new = complete(born(account, "b2", forge_id="2", created_at=later), unchanged=kept)
    assert read(account, new, at=NOON + DAY)["renamed"] == 0
    assert not Alias.objects.exists()


def test_a_value_of_a_person_survives_the_rename(account: ForgeAccount) -> None:
    read(account, complete(born(account, "old", licence_raw="MIT")))
    by_hand = {"licence": {"by": "manual", "at": "2026-05-01T00:00:00Z"}}
    Repository.objects.update(licence="EUPL-1.2", sources=by_hand)
    read(account, complete(born(account, "new", licence_raw="MIT")), at=NOON + DAY)
    assert only().licence == "EUPL-1.2"


def test_a_group_that_is_renamed_as_a_whole_is_no_mass_loss(account: ForgeAccount) -> None:
    rows = [
        said(account, f"r{number}", created_at=BORN + timedelta(seconds=number))
        for number in range(30)
    ]
    read(account, complete(*rows))
    moved = [
        said(account, f"new/r{number}", created_at=BORN + timedelta(seconds=number))
        for number in range(30)
    ]
    counts = read(account, complete(*moved), at=NOON + DAY)
    assert (counts["renamed"], counts["held"], Alias.objects.count()) == (30, 0, 30)


def test_a_name_that_comes_back_is_the_same_record(account: ForgeAccount) -> None:
    for day, name in enumerate(("a", "b", "a")):
        read(account, complete(born(account, name)), at=NOON + day * DAY)
    assert (only().name, only().first_seen_at) == ("a", NOON)
    assert Repository.objects.count() == 2  # and the tombstone of a record that lasted an instant
    assert [alias.url for alias in Alias.objects.all()] == [f"{account.url}/b"]


def test_another_one_at_a_former_address_is_a_new_record(account: ForgeAccount) -> None:
    read(account, complete(born(account, "a")))
    read(account, complete(born(account, "b")), at=NOON + DAY)
    other = born(account, "a", created_at=BORN + DAY)
    read(account, complete(born(account, "b"), other), at=NOON + 2 * DAY)
    names = set(Repository.objects.listed().values_list("name", "first_seen_at"))
    assert names == {("b", NOON), ("a", NOON + 2 * DAY)}
    assert not Alias.objects.exists()
