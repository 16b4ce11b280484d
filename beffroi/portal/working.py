"""The worker's loop: each timer that is due gets one bounded step."""

import logging
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, close_old_connections

from beffroi.journal import actions as journal
from beffroi.lib.slots import TIMERS, Timer

LOG = logging.getLogger(__name__)
HELD_SECONDS = 300.0
MAX_PAUSE = timedelta(hours=1)
_MAX_DOUBLINGS = 12


def new_holder() -> str:
    """Return a name for this process that no other process has."""
    return f"{os.getpid()}-{secrets.token_hex(4)}"


def run_due(holder: str, *, now: Callable[[], datetime]) -> int:
    """Give each timer that is due one step; return how many things were done."""
    return sum(_run(name, timer, holder, now) for name, timer in TIMERS.items())


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


def _run(name: str, timer: Timer, holder: str, now: Callable[[], datetime]) -> int:
    if not journal.take_lease(name, holder, at=now(), seconds=HELD_SECONDS):
        return 0
    count, error = 0, ""
    try:
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


def _back_off(name: str, timer: Timer) -> timedelta:
    """Return twice the pause for each failure in a row, an hour at most."""
    doublings = min(journal.failures_of(name), _MAX_DOUBLINGS)
    return min(timedelta(seconds=max(1.0, timer.every_seconds) * 2**doublings), MAX_PAUSE)
