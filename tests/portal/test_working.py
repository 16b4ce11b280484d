"""The worker's loop: due timers get one step; failures back off and are seen."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from beffroi.journal.models import Lease
from beffroi.lib.slots import TIMERS, Timer
from beffroi.portal import working

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at


class Steps:
    """A timer's step that answers what it was given, and counts its calls."""

    def __init__(self, *answers: int | BaseException) -> None:
        self.answers = list(answers)
        self.calls = 0

    def __call__(self, _at: datetime) -> int:
        """Do one step."""
        self.calls += 1
        answer = self.answers.pop(0) if self.answers else 0
        if isinstance(answer, BaseException):
            raise answer
        return answer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _alone() -> Iterator[None]:
    kept = dict(TIMERS._providers)  # noqa: SLF001 (a test of the loop, with its own timers)
    TIMERS._providers.clear()  # noqa: SLF001
    yield
    TIMERS._providers.clear()  # noqa: SLF001
    TIMERS._providers.update(kept)  # noqa: SLF001


def test_a_timer_that_found_work_is_due_again_at_once(clock: Clock) -> None:
    steps = Steps(3, 2)
    TIMERS.register("t", Timer(60, steps))
    assert working.run_due("me", now=clock) == 3
    assert working.run_due("me", now=clock) == 2


def test_a_timer_without_work_rests(clock: Clock) -> None:
    steps = Steps()
    TIMERS.register("t", Timer(60, steps))
    working.run_due("me", now=clock)
    working.run_due("me", now=clock)
    clock.at += timedelta(seconds=61)
    working.run_due("me", now=clock)
    assert steps.calls == 2


def test_a_failure_is_kept_and_tried_later_and_later(
    clock: Clock,
) -> None:
    TIMERS.register("t", Timer(10, Steps(ValueError("no disk"), ValueError("no disk"))))
    working.run_due("me", now=clock)
    first = Lease.objects.get(name="t").due_at - clock.at
    clock.at += timedelta(seconds=11)
    working.run_due("me", now=clock)
    second = Lease.objects.get(name="t")
    assert second.due_at - clock.at == 2 * first
    assert (second.failures, second.error) == (2, "ValueError: no disk")


def test_the_pause_after_failures_is_an_hour_at_most(
    clock: Clock,
) -> None:
    TIMERS.register("t", Timer(10, Steps(*[ValueError("no")] * 30)))
    for _ in range(30):
        working.run_due("me", now=clock)
        clock.at += timedelta(hours=1)
    assert Lease.objects.get(name="t").due_at <= clock.at


def test_a_failing_timer_does_not_stop_the_others(
    clock: Clock,
) -> None:
    TIMERS.register("a", Timer(10, Steps(ValueError("no"))))
    TIMERS.register("b", Timer(10, Steps(5)))
    assert working.run_due("me", now=clock) == 5


def test_a_step_that_is_broken_off_holds_its_timer_no_longer(clock: Clock) -> None:
    TIMERS.register("t", Timer(10, Steps(KeyboardInterrupt(), 5)))
    with pytest.raises(KeyboardInterrupt):
        working.run_due("me", now=clock)
    assert working.run_due("another", now=clock) == 5


def test_a_command_runs_a_timer_until_nothing_is_left() -> None:
    steps = Steps(2000, 2000, 157)
    TIMERS.register("t", Timer(1, steps))
    assert working.run_until_idle(["t", "unknown"]) == 4157
    assert steps.calls == 4
