"""Runs: one a scope, one driver at a time, closed when nothing is left."""

from datetime import timedelta

import pytest

from beffroi.lib.holders import new_holder
from beffroi.repositories.actions.running import (
    STALE,
    RunHeldError,
    free_run,
    hold_run,
    keep_run,
    want_run,
)
from beffroi.repositories.models import HarvestRun, HarvestTask
from tests.makers import NOON, make_account

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SCOPE = {"account": ["x"], "full": False}


def test_a_run_has_a_name_a_scope_and_one_task_an_account() -> None:
    accounts = [make_account(), make_account()]
    run = want_run(accounts, SCOPE, at=NOON)
    assert run.uid.startswith("20260504-120000-")
    assert (run.scope, run.total, run.done, run.finished_at) == (SCOPE, 2, 0, None)
    assert [task.account for task in run.tasks.order_by("pk")] == accounts


def test_an_unfinished_run_of_the_same_scope_goes_on_with_new_accounts_too() -> None:
    first = want_run([make_account()], SCOPE, at=NOON)
    again = want_run(
        [*(task.account for task in first.tasks.all()), make_account()], SCOPE, at=NOON
    )
    assert (again, again.total) == (first, 2)


def test_other_scopes_are_other_runs() -> None:
    runs = {
        want_run([], SCOPE, at=NOON).pk,
        want_run([], {**SCOPE, "account": ["y"]}, at=NOON).pk,
        want_run([], SCOPE, at=NOON, is_full=True).pk,
    }
    assert len(runs) == 3


def test_a_finished_run_is_not_gone_on_with() -> None:
    first = want_run([], SCOPE, at=NOON)
    hold_run(first, "me", at=NOON)
    free_run(first, "me", at=NOON + MINUTE)
    assert first.finished_at == NOON + MINUTE
    assert want_run([], SCOPE, at=NOON) != first


def test_a_run_that_nobody_drove_for_a_week_is_closed() -> None:
    old = want_run([make_account()], SCOPE, at=NOON)
    new = want_run([make_account()], SCOPE, at=NOON + STALE)
    old.refresh_from_db()
    assert (old.finished_at, new == old) == (NOON + STALE, False)


def test_one_drives_a_run_and_another_is_told_so() -> None:
    run = want_run([make_account()], SCOPE, at=NOON)
    hold_run(run, new_holder(), at=NOON)
    with pytest.raises(RunHeldError, match="at work already"):
        hold_run(HarvestRun.objects.get(), new_holder(), at=NOON + MINUTE)
    hold_run(HarvestRun.objects.get(), "next", at=NOON + 3 * MINUTE)


def test_a_run_of_a_killed_process_is_free_at_once() -> None:
    run = want_run([make_account()], SCOPE, at=NOON)
    place = new_holder().rpartition("/")[0]
    hold_run(run, f"{place}/4194303-dead", at=NOON)
    hold_run(run, new_holder(), at=NOON)


def test_who_holds_a_run_keeps_it_and_who_lost_it_learns_so() -> None:
    run = want_run([make_account()], SCOPE, at=NOON)
    hold_run(run, "a", at=NOON)
    keep_run(run, "a", at=NOON + 2 * MINUTE)
    with pytest.raises(RunHeldError):
        hold_run(HarvestRun.objects.get(), "b", at=NOON + 3 * MINUTE)
    hold_run(HarvestRun.objects.get(), "b", at=NOON + 5 * MINUTE)
    with pytest.raises(RunHeldError, match="taken over"):
        keep_run(run, "a", at=NOON + 5 * MINUTE)


def test_a_run_with_open_tasks_stays_open() -> None:
    run = want_run([make_account()], SCOPE, at=NOON)
    hold_run(run, "a", at=NOON)
    free_run(run, "a", at=NOON)
    assert (run.finished_at, run.holder, run.held_until) == (None, "", None)
    HarvestTask.objects.update(state="failed")
    free_run(run, "a", at=NOON)
    assert run.finished_at == NOON
