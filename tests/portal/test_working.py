"""The worker's loop: due timers get one step; failures back off and are seen."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from beffroi.journal.models import Lease
from beffroi.lib.slots import TIMERS, Timer
from beffroi.lib.stopping import STOPPING
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


@pytest.fixture
def _running() -> Iterator[None]:
    yield
    STOPPING.clear()


def wait_until(holds: Callable[[], bool]) -> None:
    """Wait some seconds at most for threads to get so far."""
    for _ in range(500):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("It did not come so far.")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_running")
def test_a_long_step_keeps_no_other_timer_waiting() -> None:
    is_over, quick = Event(), Steps(*[1] * 3)

    def long(_at: datetime) -> int:
        is_over.wait(10)
        return 0

    TIMERS.register("long", Timer(60, long))
    TIMERS.register("quick", Timer(60, quick))
    threads = working.run_side_by_side("me", now=lambda: datetime.now(UTC))
    wait_until(lambda: quick.calls >= 3)
    STOPPING.set()
    is_over.set()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_lease_is_held_for_as_long_as_its_step_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "HELD_SECONDS", 0.3)
    monkeypatch.setattr(working, "KEEP_EVERY_SECONDS", 0.05)
    now = lambda: datetime.now(UTC)  # noqa: E731

    def step(_at: datetime) -> int:
        time.sleep(0.6)
        return int(Lease.objects.free(now()).exists())

    TIMERS.register("t", Timer(60, step))
    assert working.run_due("me", now=now) == 0
    assert Lease.objects.get().failures == 0
