"""A harvest: a run opened, or gone on with, and driven."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from beffroi.forges.reading import read_accounts
from beffroi.lib import batch
from beffroi.lib.holders import new_holder
from beffroi.organisations.actions import hosts
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import running
from beffroi.repositories.clients.driving import Driver
from beffroi.repositories.clients.progress import How
from beffroi.repositories.models import HarvestRun

THREADS = 8
"""Hosts read at one time by this process; a Dask worker has the threads it was started with."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to harvest. ``is_full``: read again also what has not changed."""

    accounts: Iterable[ForgeAccount]
    scope: dict[str, Any] = field(default_factory=dict)
    is_full: bool = False


def harvest(wish: Wish, how: How) -> HarvestRun:
    """Read accounts and record what they hold; a run of the same scope that broke off goes on.

    Raises RunHeldError when a living process drives that run, BatchError when the scheduler
    cannot be used; what came until then is kept, and the next call goes on there.
    """
    run = running.want_run(wish.accounts, wish.scope, at=how.now(), is_full=wish.is_full)
    drive(run, how)
    return run


def drive(run: HarvestRun, how: How) -> int:
    """Drive a run until it is done or the time is over; return how many pieces came.

    Raises as ``harvest`` does.
    """
    holder = new_holder()
    running.hold_run(run, holder, at=how.now())
    try:
        with (
            _few_collections(),
            batch.crew(read_accounts, scheduler=how.scheduler, threads=THREADS) as crew,
        ):
            return Driver(run, crew, how).drive()
    finally:
        hosts.free_hosts(holder)
        running.free_run(run, holder, at=how.now())


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for circles of garbage less often: a piece makes thousands of objects and no circle.

    Measured: a tenth of a harvest's processor time. The settings before come back at the end.
    """
    before = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*before)
