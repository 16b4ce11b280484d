"""Harvest from end to end: real git, served over smart HTTP on loopback, into the catalogue."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from beffroi.forges.addresses import parse_account
from beffroi.lib.batch import BatchError
from beffroi.lib.http import parse_networks
from beffroi.organisations.actions import register_account
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.clients import How, Progress, Wish, harvest
from beffroi.repositories.models import Failure, HarvestRun, Repository
from scripts.gitserver import Served, serve
from tests.fakes.repositories import commit, make_repository, run_git
from tests.lib.test_batch import dask_on_loopback
from tests.makers import NOON, make_account, make_forge
from tests.makers import make_repository as make_row

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _loopback(settings: Settings) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = parse_networks(["127.0.0.1"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with three repositories, one of them bare and empty."""
    for name in ("one", "two"):
        make_repository(tmp_path / "served" / name)
    empty = tmp_path / "served" / "empty.git"
    empty.mkdir()
    run_git(empty, "init", "--bare", "--quiet")
    return tmp_path / "served"


@pytest.fixture
def served(folder: Path) -> Iterator[Served]:
    with serve(folder) as running:
        yield running


def account_at(url: str) -> ForgeAccount:
    return register_account(parse_account(url), source="test", at=NOON)


def read(*accounts: ForgeAccount, at: datetime = NOON, **more: Any) -> HarvestRun:
    """Harvest accounts as the database has them."""
    known = ForgeAccount.objects.select_related("forge")
    fresh = [known.get(pk=account.pk) for account in accounts]
    full = {"is_full": more.pop("is_full")} if "is_full" in more else {}
    return harvest(Wish(fresh, **full), How(now=lambda: at, pauses=(0,), **more))


INSIDE = {"looked", "unlooked", "enriched", "unchanged"}


def counts(run: HarvestRun) -> dict[str, int]:
    """Return what the lists of a run said; what looks found is counted apart."""
    return {name: count for name, count in run.counts.items() if count and name not in INSIDE}


def test_a_folder_becomes_an_account_with_its_repositories(served: Served) -> None:
    account = account_at(f"{served.url}/")
    run = read(account)
    assert (counts(run), run.finished_at) == ({"new": 3}, NOON)
    one = Repository.objects.get(name="one")
    assert (one.account, one.licence, one.language) == (account, "MIT", "Python")
    assert one.description == "Un *outil* pour voir."
    assert one.files == {"readme": "README.md", "licence": "LICENSE"}
    assert (one.stars, one.is_fork, one.is_empty) == (None, None, False)
    assert Repository.objects.get(name="empty").is_empty is True
    account.refresh_from_db()
    assert (account.read_at, account.forge.software) == (NOON, "git")


def test_one_repository_is_an_account_of_its_own(served: Served) -> None:
    run = read(account_at(f"{served.url}/one"))
    assert counts(run) == {"new": 1}
    assert Repository.objects.get().url == f"{served.url}/one"


def test_a_second_run_asks_for_the_refs_and_nothing_else(served: Served) -> None:
    account = account_at(served.url)
    read(account)
    served.requests.clear()
    run = read(account, at=NOON + DAY)
    assert counts(run) == {"same": 3}
    assert not [asked for asked in served.requests if asked.startswith("POST")]
    assert sum("info/refs" in asked for asked in served.requests) <= 5
    assert set(Repository.objects.values_list("seen_at", flat=True)) == {NOON + DAY}


def test_a_full_run_reads_again_what_has_not_changed(served: Served) -> None:
    account = account_at(served.url)
    read(account)
    served.requests.clear()
    run = read(account, at=NOON + DAY, is_full=True)
    assert counts(run) == {"same": 3}
    assert [asked for asked in served.requests if asked.startswith("POST")]


def test_new_changed_and_vanished_appear_as_such(served: Served, folder: Path) -> None:
    account = account_at(served.url)
    read(account)
    commit(folder / "one", {"README.md": "# One\n\nNow with words.\n"})
    shutil.rmtree(folder / "two")
    make_repository(folder / "three")
    run = read(account, at=NOON + DAY)
    assert counts(run) == {"new": 1, "same": 2, "missing": 1}
    assert run.counts["looked"] == 2
    assert Repository.objects.get(name="one").description == "Now with words."
    assert Repository.objects.get(name="two").missing_since == NOON + DAY


def test_what_stays_away_gets_a_tombstone_and_returns_under_its_old_name(
    served: Served, folder: Path
) -> None:
    account = account_at(served.url)
    read(account)
    two = Repository.objects.get(name="two")
    shutil.move(folder / "two", folder.parent / "two")
    runs = [read(account, at=NOON + day * DAY) for day in (1, 4, 9)]
    two.refresh_from_db()
    assert (counts(runs[-1])["withdrawn"], two.withdrawn_reason) == (1, "deleted")
    shutil.move(folder.parent / "two", folder / "two")
    read(account, at=NOON + 10 * DAY)
    back = Repository.objects.get(name="two")
    assert (back.uid, back.withdrawn_at, back.first_seen_at) == (two.uid, None, NOON)


def test_a_broken_repository_is_a_failure_by_name_and_the_others_are_recorded(
    served: Served, folder: Path
) -> None:
    for pack in (folder / "two" / ".git" / "objects").glob("??"):
        shutil.rmtree(pack)
    account = account_at(served.url)
    run = read(account)
    failure = Failure.objects.get()
    assert (failure.url, failure.account) == (f"{served.url}/two", account)
    assert (counts(run), run.counts["looked"], run.counts["unlooked"]) == ({"new": 3}, 2, 1)
    shutil.rmtree(folder / "two")
    make_repository(folder / "two")
    assert counts(read(account, at=NOON + DAY)) == {"same": 3}
    assert not Failure.objects.standing().exists()


def test_a_server_that_is_away_marks_nothing(served: Served, folder: Path) -> None:
    account = account_at(served.url)
    read(account)
    for name in ("one", "two", "empty.git"):
        shutil.rmtree(folder / name)
    run = read(account, at=NOON + DAY)
    assert counts(run) == {"failed": 1}
    assert not Repository.objects.exclude(missing_since=None).exists()
    assert Failure.objects.get().code == "not-a-repository"


def test_what_a_list_put_under_a_group_is_known_and_not_fetched_again(served: Served) -> None:
    whole = account_at(served.url)
    group = make_account(forge=whole.forge, full_path="group")
    read(whole)
    Repository.objects.filter(name="one").update(account=group)
    served.requests.clear()
    assert counts(read(whole, at=NOON + DAY)) == {"same": 3}
    assert not [asked for asked in served.requests if asked.startswith("POST")]


def test_a_forge_that_cannot_be_read_yet_is_named_and_the_others_are_read(served: Served) -> None:
    hub = make_account(full_path="~etalab", forge=make_forge("sr.example", software="sourcehut"))
    make_row(account=hub)
    run = read(hub, account_at(served.url))
    failure = Failure.objects.get()
    assert (failure.account, failure.code) == (hub, "unsupported-forge")
    assert "SourceHut" in failure.message
    assert (counts(run), run.done) == ({"new": 3, "failed": 1}, 2)
    hub.refresh_from_db()
    assert (hub.error_code, hub.read_at) == ("unsupported-forge", None)


def test_an_address_inward_is_refused_by_name(served: Served, settings: Settings) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = ()
    run = read(account_at(served.url))
    failure = Failure.objects.get()
    assert (counts(run), failure.code) == ({"failed": 1}, "refused-address")
    assert "BEFFROI_ALLOWED_NETWORKS" in failure.message
    assert not served.requests


def test_a_fault_of_the_reader_is_said_by_name(settings: Settings) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = ("no network",)
    account = make_account(forge=make_forge("git.example", software="git"))
    run = read(account)
    failure = Failure.objects.get()
    assert (counts(run), failure.code) == ({"failed": 1}, "reader-fault")
    assert failure.message.startswith("ValueError: ")


def test_a_run_without_a_scheduler_breaks_off_and_can_go_on() -> None:
    account = make_account(forge=make_forge("git.example", software="git"))
    with pytest.raises(BatchError):
        read(account, scheduler="nonsense")
    run = HarvestRun.objects.get()
    assert (run.finished_at, run.holder) == (None, "")


def test_progress_is_told(served: Served) -> None:
    said: list[Progress] = []
    accounts = [account_at(f"{served.url}/one"), account_at(f"{served.url}/two")]
    harvest(Wish(accounts), How(now=lambda: NOON, progress=said.append))
    last = said[-1]
    assert (last.accounts, last.done, last.repositories, last.looked) == (2, 2, 2, 2)


@pytest.mark.long
@pytest.mark.filterwarnings("ignore")
def test_dask_workers_give_the_same_catalogue_as_threads(served: Served) -> None:
    accounts = [account_at(f"{served.url}/{name}") for name in ("one", "two", "empty")]
    read(*accounts)
    columns = [field.name for field in Repository._meta.fields if field.name != "id"]
    by_threads = list(Repository.objects.order_by("url").values(*columns))
    Repository.objects.all().delete()
    with dask_on_loopback(2) as (address, _processes):
        run = read(*accounts, scheduler=address)
    assert counts(run) == {"new": 3}
    assert list(Repository.objects.order_by("url").values(*columns)) == by_threads
