"""The worker's timers, each in a thread of its own: one bounded step whenever it is due."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections, connections

from beffroi.journal import actions as journal
from beffroi.lib.holders import new_holder
from beffroi.lib.slots import TIMERS, Timer
from beffroi.lib.stopping import STOPPING

LOG = logging.getLogger(__name__)
HELD_SECONDS = 300.0
KEEP_EVERY_SECONDS = 60.0
PAUSE_SECONDS = 0.5
MAX_PAUSE = timedelta(hours=1)
_MAX_DOUBLINGS = 12

__all__ = ["new_holder", "run_due", "run_side_by_side", "run_until_idle"]


def run_due(holder: str, *, now: Callable[[], datetime]) -> int:
    """Give each timer that is due one step, one after the other; return how much was done."""
    return sum(_run(name, timer, holder, now) for name, timer in TIMERS.items())


def run_side_by_side(holder: str, *, now: Callable[[], datetime]) -> list[Thread]:
    """Start a thread for each timer, which runs it whenever it is due, until STOPPING is set.

    So that a harvest of hours keeps nobody waiting. Each has its own connection to the database;
    one that is away for a while ends nothing.
    """
    threads = [
        Thread(target=_loop, args=(name, timer, holder, now), name=f"timer-{name}", daemon=True)
        for name, timer in TIMERS.items()
    ]
    for thread in threads:
        thread.start()
    return threads


def run_until_idle(names: Iterable[str], *, seconds: float = 120.0) -> int:
    """Run some timers here and now until they have nothing to do; what a command ends with.

    Returns how many things were done; 0 also when a worker holds the timers already.
    """
    holder, done, end = new_holder(), 0, datetime.now(UTC) + timedelta(seconds=seconds)
    for name in names:
        timer = TIMERS.get(name)
        while timer and datetime.now(UTC) < end:
            count = _run(name, timer, holder, lambda: datetime.now(UTC))
            if not count:
                break
            done += count
    return done


def _loop(name: str, timer: Timer, holder: str, now: Callable[[], datetime]) -> None:
    while not STOPPING.is_set():
        try:
            count = _run(name, timer, holder, now)
        except DatabaseError as failed:
            close_old_connections()
            LOG.warning("timer=%s database=%s: %s", name, type(failed).__name__, failed)
            count = 0
        if not count:
            STOPPING.wait(PAUSE_SECONDS)
    connections.close_all()


def _run(name: str, timer: Timer, holder: str, now: Callable[[], datetime]) -> int:
    if not journal.take_lease(name, holder, at=now(), seconds=HELD_SECONDS):
        return 0
    count, error = 0, ""
    try:
        with _kept(name, holder, now):
            count = timer.step(now())
    except DatabaseError as failed:
        close_old_connections()
        error = f"{type(failed).__name__}: {failed}"
    except Exception as failed:
        LOG.exception("timer=%s failed", name)
        error = f"{type(failed).__name__}: {failed}"
    except BaseException:  # Ctrl-C: nobody shall wait until the lease runs out
        journal.end_lease(name, at=now(), due_at=now(), count=0)
        raise
    ended = now()
    pause = timedelta() if count else timedelta(seconds=timer.every_seconds)
    if error:
        pause = _back_off(name, timer)
    journal.end_lease(name, at=ended, due_at=ended + pause, count=count, error=error)
    return count


@contextmanager
def _kept(name: str, holder: str, now: Callable[[], datetime]) -> Iterator[None]:
    """Hold a timer's lease for as long as its step runs, by a thread that begins after a while."""
    is_over = Event()

    def keep() -> None:
        while not is_over.wait(KEEP_EVERY_SECONDS):
            try:
                journal.keep_lease(name, holder, at=now(), seconds=HELD_SECONDS)
            except DatabaseError as failed:
                LOG.warning("timer=%s lease=%s: %s", name, type(failed).__name__, failed)
                close_old_connections()
        connections.close_all()

    keeper = Thread(target=keep, name=f"lease-{name}", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_over.set()
        keeper.join()


def _back_off(name: str, timer: Timer) -> timedelta:
    """Return twice the pause for each failure in a row, an hour at most."""
    doublings = min(journal.failures_of(name), _MAX_DOUBLINGS)
    return min(timedelta(seconds=max(1.0, timer.every_seconds) * 2**doublings), MAX_PAUSE)
