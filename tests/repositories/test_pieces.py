"""What one piece writes, whole or not at all; and what follows from what came."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from beffroi.forges.shapes import AccountFacts, Failure, ForgeRepository, Look, Page, Reading
from beffroi.repositories.actions.pieces import (
    TRIES,
    Piece,
    Step,
    begin_task,
    end_task,
    looks_wanted,
    settle_list_piece,
    settle_looks,
    step_of,
    wait,
)
from beffroi.repositories.actions.running import RunHeldError, hold_run, want_run
from beffroi.repositories.models import HarvestPage, HarvestRun, HarvestTask, Repository
from tests.makers import NOON, make_account, make_forge, make_repository

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SLOW = Failure("https://x.example", "timeout", "It hangs.")
GONE = Failure("https://x.example", "account-not-found", "Nobody.", permanent=True)


@pytest.fixture
def task() -> HarvestTask:
    account = make_account(forge=make_forge("hub.example", software="gitlab"))
    run = want_run([account], {}, at=NOON)
    hold_run(run, "me", at=NOON)
    (found,) = HarvestTask.objects.select_related("account__forge", "account__organisation")
    found.run = run
    begin_task(found, at=NOON)
    return found


def named(task: HarvestTask, name: str) -> ForgeRepository:
    url = f"{task.account.url}/{name}"
    return ForgeRepository(
        forge_id=name, full_name=name, name=name, url=url, clone_url=f"{url}.git"
    )


@pytest.mark.parametrize(
    ("reading", "cursor", "step"),
    [
        (Reading(cursor="2"), "1", Step.GO_ON),
        (Reading(cursor="2", failures=(SLOW,)), "1", Step.GO_ON),
        (Reading(is_complete=True), "1", Step.COMPLETE),
        (Reading(is_complete=True, failures=(GONE,)), "1", Step.COMPLETE),
        (Reading(cursor="1", wait_until=NOON), "1", Step.WAIT),
        (Reading(cursor="1", failures=(SLOW,)), "1", Step.AGAIN),
        (Reading(failures=(SLOW,)), "1", Step.AGAIN),
        (Reading(), "1", Step.AGAIN),
        (Reading(failures=(SLOW, GONE)), "1", Step.BROKEN),
        (Reading(cursor="1", failures=(GONE,)), "1", Step.BROKEN),
    ],
)
def test_what_follows_a_piece(task: HarvestTask, reading: Reading, cursor: str, step: Step) -> None:
    assert step_of(Piece(task, cursor), reading) is step


def test_the_last_try_ends_it(task: HarvestTask) -> None:
    task.attempts = TRIES - 1
    assert step_of(Piece(task, "1"), Reading(failures=(SLOW,))) is Step.BROKEN


def test_rows_pages_cursor_and_counts_are_written_together(task: HarvestTask) -> None:
    page = Page("https://hub.example/p1", "e1", "", ("a",), "https://hub.example/p2")
    reading = Reading((named(task, "a"),), pages=(page,), cursor="2")
    settle_list_piece(Piece(task), replace(reading, account=AccountFacts(declared=7)), at=NOON)
    row = HarvestTask.objects.get()
    assert (row.cursor, row.met, row.pages, row.declared) == ("2", 1, 1, 7)
    kept = HarvestPage.objects.get()
    assert (kept.url, kept.etag, kept.ids, kept.place) == (page.url, "e1", ["a"], 0)
    assert HarvestRun.objects.get().counts["new"] == row.counts["new"] == 1


def test_a_piece_that_cannot_be_written_leaves_no_trace(task: HarvestTask) -> None:
    nowhere = Page("https://hub.example/1", ids=(object(),))  # type: ignore[arg-type]
    reading = Reading((named(task, "a"),), pages=(nowhere,), cursor="2")
    with pytest.raises(TypeError, match="not JSON"):
        settle_list_piece(Piece(task), reading, at=NOON)
    assert not Repository.objects.exists()
    assert HarvestTask.objects.get().cursor == ""


def test_who_no_longer_holds_the_run_writes_nothing(task: HarvestTask) -> None:
    HarvestRun.objects.update(holder="another")
    with pytest.raises(RunHeldError, match="taken over"):
        settle_list_piece(Piece(task), Reading((named(task, "a"),), cursor="2"), at=NOON)
    assert not Repository.objects.exists()


def test_what_came_with_a_passing_failure_is_kept_and_the_failure_not(task: HarvestTask) -> None:
    reading = Reading((named(task, "a"),), failures=(SLOW,), cursor="")
    step = settle_list_piece(Piece(task), reading, at=NOON, resume_at=NOON + MINUTE)
    row = HarvestTask.objects.get()
    assert (step, row.attempts, row.resume_at) == (Step.AGAIN, 1, NOON + MINUTE)
    assert Repository.objects.count() == 1
    assert not task.run.failures.exists()


def test_an_end_without_a_word_why_is_a_failure_by_name(task: HarvestTask) -> None:
    task.attempts = TRIES - 1
    assert settle_list_piece(Piece(task), Reading(), at=NOON) is Step.BROKEN
    end_task(task, at=NOON)
    row = HarvestTask.objects.get()
    assert (row.state, row.error_code, row.finished_at) == ("failed", "incomplete", NOON)


def test_a_page_with_signs_that_are_too_long_is_not_kept(task: HarvestTask) -> None:
    pages = tuple(Page(f"https://hub.example/{n}", etag=n * "e") for n in (300, 301))
    settle_list_piece(Piece(task), Reading(pages=pages, cursor="2"), at=NOON)
    assert HarvestPage.objects.get().url == "https://hub.example/300"
    assert HarvestTask.objects.get().pages == 2


def test_a_page_that_has_not_changed_is_counted_as_such(task: HarvestTask) -> None:
    page = Page("https://hub.example/p1", "e1", "", ("a",))
    piece = Piece(task, pages={page.url: page})
    settle_list_piece(piece, Reading(pages=(page,), cursor="2"), at=NOON)
    assert HarvestTask.objects.get().pages_unchanged == 1


def test_repositories_of_groups_below_are_looked_into_too(task: HarvestTask) -> None:
    group = make_account(forge=task.account.forge, full_path=f"{task.account.full_path}/group")
    wanted = [make_repository(account=one, look_wanted_at=NOON) for one in (task.account, group)]
    make_repository(account=task.account, look_wanted_at=NOON + MINUTE)
    make_repository(account=make_account(forge=task.account.forge), look_wanted_at=NOON)
    assert list(looks_wanted(task.account, at=NOON)) == wanted


def test_looks_move_the_place_of_the_task(task: HarvestTask) -> None:
    one = make_repository(account=task.account, look_wanted_at=NOON)
    look = Look(key=one.uid, head="h", files={})
    settle_looks(task, [look], at=NOON, last=one.pk, rate=None)
    row = HarvestTask.objects.get()
    assert (row.cursor, row.looked, row.counts["looked"]) == (str(one.pk), 1, 1)
    assert Repository.objects.get().look_wanted_at is None


def test_a_wait_that_the_host_asks_for_is_no_failed_try(task: HarvestTask) -> None:
    wait(task, at=NOON, resume_at=NOON + MINUTE, is_failure=False, rate=None)
    row = HarvestTask.objects.get()
    assert (row.waited, row.attempts, row.resume_at) == (60, 0, NOON + MINUTE)
    wait(task, at=NOON, resume_at=NOON + MINUTE, is_failure=True, rate=None)
    row.refresh_from_db()
    assert (row.waited, row.attempts) == (60, 1)


def test_a_piece_costs_a_bounded_number_of_questions(
    task: HarvestTask, django_assert_max_num_queries: Any
) -> None:
    rows = tuple(named(task, f"r{number}") for number in range(200))
    pages = tuple(Page(f"https://hub.example/{number}") for number in range(20))
    with django_assert_max_num_queries(60):
        settle_list_piece(Piece(task), Reading(rows, pages=pages, cursor="2"), at=NOON)
