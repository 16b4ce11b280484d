"""What one list of an account writes: counts, failures by name, missing, tombstones."""

from datetime import timedelta

import pytest

from beffroi.forges.shapes import Failure as Unread
from beffroi.forges.shapes import Reading
from beffroi.journal.models import Act
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Failure, Repository
from tests.makers import NOON, make_account, make_forge, make_repository
from tests.repositories.harvesting import (
    broken,
    complete,
    open_run,
    open_task,
    read,
    said,
    settle_task,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def account() -> ForgeAccount:
    return make_account(forge=make_forge("git.example", software=""))


def test_new_changed_and_same_are_counted(account: ForgeAccount) -> None:
    first = read(account, complete(said(account, "a"), said(account, "b")))
    changed = said(account, "a", description="New words.")
    second = read(account, complete(changed, unchanged=[f"{account.url}/b"]), at=NOON + DAY)
    assert first == {"new": 2}
    assert second["changed"] == second["same"] == 1
    assert set(Repository.objects.values_list("seen_at", flat=True)) == {NOON + DAY}
    assert second["failed"] == 0


def test_an_unchanged_one_moves_nothing_but_its_last_sight(account: ForgeAccount) -> None:
    read(account, complete(said(account, "a")))
    before, acts = Repository.objects.values().get(), Act.objects.count()
    read(account, complete(unchanged=[f"{account.url}/a"]), at=NOON + DAY)
    assert Repository.objects.values().get() == {**before, "seen_at": NOON + DAY}
    assert Act.objects.count() == acts


def test_a_complete_reading_dates_the_account_and_names_its_software(
    account: ForgeAccount,
) -> None:
    read(account, complete(said(account, "a")))
    account.refresh_from_db()
    assert (account.read_at, account.error_code, account.error_at) == (NOON, "", None)
    assert (account.forge.software, account.forge.last_ok_at) == ("git", NOON)


def test_an_incomplete_reading_marks_nothing_and_is_an_error_of_the_account(
    account: ForgeAccount,
) -> None:
    make_repository(account=account, name="a", missing_since=NOON - 30 * DAY, missing_runs=9)
    run = read(account, Reading(failures=(Unread(account.url, "unreachable", "No answer."),)))
    account.refresh_from_db()
    row = Repository.objects.get()
    assert (row.withdrawn_at, row.missing_runs) == (None, 9)
    assert (account.error_code, account.error_at, account.read_at) == ("unreachable", NOON, None)
    assert run == {"failed": 1}
    assert account.forge.software == ""


def test_what_vanished_is_missing_and_comes_back_unharmed(account: ForgeAccount) -> None:
    read(account, complete(said(account, "a"), said(account, "b")))
    run = read(account, complete(unchanged=[f"{account.url}/a"]), at=NOON + DAY)
    gone = Repository.objects.get(name="b")
    assert (run["missing"], gone.missing_since, gone.missing_runs) == (1, NOON + DAY, 1)
    read(account, complete(unchanged=[f"{account.url}/a", f"{account.url}/b"]), at=NOON + 2 * DAY)
    gone.refresh_from_db()
    assert (gone.missing_since, gone.missing_runs, gone.withdrawn_at) == (None, 0, None)


@pytest.mark.parametrize(
    ("days", "is_withdrawn"),
    [((1, 2, 7.9), False), ((1, 8), False), ((1, 2, 8), True), ((1, 7.99, 8), True)],
)
def test_a_tombstone_needs_a_week_and_three_complete_readings(
    account: ForgeAccount, days: tuple[float, ...], *, is_withdrawn: bool
) -> None:
    read(account, complete(said(account, "a"), said(account, "b")))
    runs = [
        read(account, complete(unchanged=[f"{account.url}/a"]), at=NOON + day * DAY) for day in days
    ]
    row = Repository.objects.get(name="b")
    assert (row.withdrawn_reason == "deleted") is is_withdrawn
    assert sum(run["missing"] for run in runs) == 1
    assert runs[-1]["withdrawn"] == is_withdrawn


def test_incomplete_readings_do_not_count_towards_a_tombstone(account: ForgeAccount) -> None:
    read(account, complete(said(account, "a"), said(account, "b")))
    for day in (1, 2, 8, 9):
        only_a = Reading(unchanged=(f"{account.url}/a",), is_complete=day == 1)
        read(account, only_a, at=NOON + day * DAY)
    row = Repository.objects.get(name="b")
    assert (row.missing_runs, row.withdrawn_at) == (1, None)


def test_a_repository_that_fails_has_not_vanished(account: ForgeAccount) -> None:
    read(account, complete(said(account, "a"), said(account, "b")))
    hangs = complete(unchanged=[f"{account.url}/a"], failures=(broken(account, name="b"),))
    run = read(account, hangs, at=NOON + DAY)
    assert (run["missing"], run["failed"]) == (0, 1)
    assert Repository.objects.get(name="b").missing_since is None


def test_the_brake_holds_a_mass_loss_and_says_so(account: ForgeAccount) -> None:
    names = [f"r{number}" for number in range(22)]
    read(account, complete(*(said(account, name) for name in names)))
    run = read(account, complete(unchanged=[f"{account.url}/r0"]), at=NOON + DAY)
    failure = Failure.objects.get()
    assert (run["held"], failure.code) == (21, "mass-loss")
    assert not Repository.objects.exclude(missing_since=None).exists()
    assert "21 repositories" in failure.message


def test_twenty_may_go_at_once_and_of_many_a_quarter(account: ForgeAccount) -> None:
    names = [f"r{number}" for number in range(100)]
    read(account, complete(*(said(account, name) for name in names)))
    stay = [f"{account.url}/{name}" for name in names[25:]]
    run = read(account, complete(unchanged=stay), at=NOON + DAY)
    assert run["missing"] == 25
    assert not Failure.objects.exists()
    run = read(account, complete(unchanged=stay[26:]), at=NOON + 2 * DAY)
    assert run["held"] == 26


def test_a_mass_loss_that_was_none_is_forgiven(account: ForgeAccount) -> None:
    names = [f"r{number}" for number in range(22)]
    read(account, complete(*(said(account, name) for name in names)))
    read(account, complete(unchanged=[f"{account.url}/r0"]), at=NOON + DAY)
    back = complete(unchanged=[f"{account.url}/{name}" for name in names])
    read(account, back, at=NOON + 2 * DAY)
    assert Failure.objects.get().mended_at == NOON + 2 * DAY


def test_a_failure_stands_once_until_it_is_mended(account: ForgeAccount) -> None:
    for day in (0, 1):
        read(account, complete(failures=(broken(account, name="b"),)), at=NOON + day * DAY)
    failure = Failure.objects.get()
    assert (failure.url, failure.at, failure.mended_at) == (f"{account.url}/b", NOON, None)
    read(account, complete(said(account, "b")), at=NOON + 2 * DAY)
    assert not Failure.objects.standing().exists()


def test_a_reading_that_stopped_early_mends_only_what_it_read(account: ForgeAccount) -> None:
    hang = (
        broken(account, name="b"),
        broken(account, name="c"),
        Unread(account.url, "timeout", "Slow."),
    )
    read(account, Reading(failures=hang))
    read(account, Reading((said(account, "b"),)), at=NOON + DAY)
    assert [row.url for row in Failure.objects.standing()] == [f"{account.url}/c"]


def test_a_reading_of_nothing_mends_nothing(account: ForgeAccount) -> None:
    read(account, complete(failures=(broken(account, name="b"),)))
    read(account, Reading(failures=(Unread(account.url, "unreachable", "No answer."),)))
    assert Failure.objects.standing().count() == 2


def test_a_refused_row_is_a_failure_by_name_and_touches_no_other(account: ForgeAccount) -> None:
    bad = said(account, "bad", stars=-1)
    run = read(account, complete(bad, said(account, "good")))
    failure = Failure.objects.get()
    assert (failure.url, failure.code) == (f"{account.url}/bad", "bad-number")
    assert Repository.objects.get().name == "good"
    assert (run["refused"], run["new"], run["failed"]) == (1, 1, 1)


def test_a_long_failure_is_cut_and_still_stands_once(account: ForgeAccount) -> None:
    for day in (0, 1):
        long = Unread("https://git.example/" + "x" * 900, "timeout", "m" * 900)
        read(account, complete(failures=(long,)), at=NOON + day * DAY)
    failure = Failure.objects.get()
    assert (len(failure.url), len(failure.message)) == (700, 500)


def test_another_accounts_repositories_are_never_missing_here(account: ForgeAccount) -> None:
    other = make_account(forge=account.forge)
    make_repository(account=other, name="theirs")
    run = read(account, complete(said(account, "mine")))
    assert run["missing"] == 0
    assert Repository.objects.get(name="theirs").missing_since is None


def test_a_withdrawn_one_is_not_missing_again(account: ForgeAccount) -> None:
    make_repository(account=account, name="b", withdrawn_at=NOON, withdrawn_reason="legal")
    run = read(account, complete(said(account, "a")))
    assert run["missing"] == 0


def test_two_accounts_of_one_run_are_judged_apart(account: ForgeAccount) -> None:
    other = make_account(forge=account.forge)
    run = open_run()
    counts = [
        settle_task(open_task(run, one), complete(said(one, "a")), at=NOON)
        for one in (account, other)
    ]
    assert counts == [{"new": 1}, {"new": 1}]
