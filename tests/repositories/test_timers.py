"""The timers of the harvest: wanted runs go on, each account is due once a day."""

from datetime import date, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from beffroi.lib.slots import TIMERS
from beffroi.lib.stopping import STOPPING
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.running import hold_run, want_run
from beffroi.repositories.models import HarvestRun
from beffroi.repositories.timers import (
    OPEN_AGAIN,
    RETRY_EVERY,
    drive_daily,
    drive_wanted,
    open_due,
    register,
)
from tests.makers import NOON, make_account, make_forge

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_is_reached(settings: Any) -> None:
    settings.BEFFROI_ALLOWED_NETWORKS = ()


def git_account(**facts: Any) -> ForgeAccount:
    """Make an account of plain git on an address that the door refuses at once."""
    forge = facts.pop("forge", None) or make_forge("127.0.0.1:9", software="git")
    return make_account(forge=forge, **{"url": "http://127.0.0.1:9/x", **facts})


def due() -> list[ForgeAccount]:
    open_due(NOON)
    return [task.account for run in HarvestRun.objects.all() for task in run.tasks.order_by("pk")]


def test_an_account_that_was_never_read_comes_first() -> None:
    read = git_account(read_at=NOON - 2 * DAY)
    never = git_account()
    assert due() == [never, read]
    assert HarvestRun.objects.get().scope == {"by": "timer", "at": "2026-05-04T12:00:00Z"}


@pytest.mark.parametrize(
    ("facts", "is_due"),
    [
        ({"read_at": NOON - DAY}, True),
        ({"read_at": NOON - DAY + HOUR}, False),
        ({"error_at": NOON - RETRY_EVERY, "error_code": "timeout"}, True),
        ({"error_at": NOON - HOUR, "error_code": "timeout"}, False),
        ({"ignored_since": date(2026, 1, 1)}, False),
        ({"withdrawn_at": NOON, "withdrawn_reason": "out-of-scope"}, False),
    ],
)
def test_an_account_is_read_once_a_day_and_rests_after_a_failure(
    facts: dict[str, Any], *, is_due: bool
) -> None:
    account = git_account(**facts)
    assert due() == ([account] if is_due else [])


@pytest.mark.parametrize(
    ("software", "is_read"),
    [("", True), ("github", True), ("gitlab", True), ("sourcehut", False)],
)
def test_every_forge_that_can_be_read_is_read(software: str, *, is_read: bool) -> None:
    account = make_account(forge=make_forge("forge.example", software=software))
    assert due() == ([account] if is_read else [])


def test_an_ignored_forge_is_left_alone() -> None:
    make_account(forge=make_forge("g.example", software="git", ignored_since=NOON.date()))
    assert due() == []


def test_an_operator_may_have_nothing_read_unasked(settings: Settings) -> None:
    settings.BEFFROI_HARVEST_HOURS = 0
    git_account()
    assert due() == []


@pytest.mark.parametrize(
    ("failures", "hours", "is_due"), [(1, 3, True), (3, 7, False), (3, 9, True)]
)
def test_a_forge_that_fails_and_fails_is_asked_more_and_more_seldom(
    failures: int, hours: int, *, is_due: bool
) -> None:
    forge = make_forge("127.0.0.1:9", software="git", failures=failures)
    forge.error_at = NOON - hours * HOUR
    forge.save()
    git_account(forge=forge)
    assert bool(due()) is is_due


def test_no_second_run_is_opened_while_one_is_at_work() -> None:
    git_account()
    assert open_due(NOON) == 1
    git_account()
    assert open_due(NOON + HOUR) == 0


def test_a_run_that_waits_for_a_slow_host_keeps_others_waiting_for_hours_and_not_for_ever() -> None:
    slow, other = git_account(), git_account(read_at=NOON - DAY + HOUR)
    assert due() == [slow]
    assert open_due(NOON + OPEN_AGAIN) == 1
    runs = [[task.account for task in run.tasks.all()] for run in HarvestRun.objects.order_by("pk")]
    assert runs == [[slow], [other]]


def test_a_due_run_is_driven_to_its_end() -> None:
    account = git_account()
    open_due(NOON)
    assert drive_daily(NOON) == 1
    run = HarvestRun.objects.get()
    account.refresh_from_db()
    assert (run.done, run.finished_at is None) == (1, False)
    assert account.error_code == "refused-address"
    assert drive_daily(NOON) == 0


def test_a_run_that_a_page_asked_for_is_driven_and_the_daily_one_left_to_its_timer() -> None:
    daily = want_run([git_account()], {"by": "timer"}, at=NOON)
    wanted = want_run([git_account()], {"by": "page"}, at=NOON)
    assert drive_wanted(NOON) == 1
    daily.refresh_from_db()
    wanted.refresh_from_db()
    assert (wanted.finished_at is None, daily.finished_at) == (False, None)


def test_a_run_of_the_command_is_left_to_the_command() -> None:
    want_run([git_account()], {"account": ["x"]}, at=NOON)
    assert drive_wanted(NOON) == 0


def test_a_run_that_somebody_else_drives_is_left_alone() -> None:
    run = want_run([git_account()], {"by": "page"}, at=NOON)
    hold_run(run, "another", at=NOON + 20 * 365 * DAY)
    assert drive_wanted(NOON) == 0


def test_a_worker_that_ends_begins_nothing() -> None:
    run = want_run([git_account()], {"by": "page"}, at=NOON)
    STOPPING.set()
    try:
        assert drive_wanted(NOON) == 0
    finally:
        STOPPING.clear()
    run.refresh_from_db()
    assert (run.done, run.holder) == (0, "")


def test_the_timers_are_in_their_slot() -> None:
    register()
    steps = {name: timer.step for name, timer in TIMERS.items()}
    assert steps["harvest"] is drive_wanted
    assert steps["harvest-daily"] is drive_daily
    assert steps["harvest-due"] is open_due
