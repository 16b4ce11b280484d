"""Harvest runs: opened with one task an account, held by who drives them, closed."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from beffroi.lib.holders import is_gone
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.errors import RepositoryError
from beffroi.repositories.models import HarvestRun, HarvestTask

HELD_SECONDS = 120.0
STALE = timedelta(days=7)
"""A run that nobody drove for a week is closed: its cursors mean nothing any more."""
BATCH = 500
State = HarvestTask.State
OPEN = (State.WAITING, State.LISTING, State.LOOKING)


class RunHeldError(RepositoryError):
    """Somebody else drives this run now."""

    permanent = False


def want_run(
    accounts: Iterable[ForgeAccount],
    scope: Mapping[str, Any],
    *,
    at: datetime,
    is_full: bool = False,
) -> HarvestRun:
    """Open a run over some accounts, which the worker drives or whoever holds it.

    A run of the same scope that is not finished goes on instead, with those accounts in it.
    """
    with transaction.atomic():
        run = _unfinished(scope, is_full=is_full, at=at) or HarvestRun.objects.create(
            uid=f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
            started_at=at,
            scope=dict(scope),
            is_full=is_full,
        )
        tasks = (HarvestTask(run=run, account=account) for account in accounts)
        HarvestTask.objects.bulk_create(tasks, batch_size=BATCH, ignore_conflicts=True)
        run.total = run.tasks.count()
        run.save(update_fields=("total",))
    return run


def _unfinished(scope: Mapping[str, Any], *, is_full: bool, at: datetime) -> HarvestRun | None:
    """Return the newest run of one scope that still has something to do; close older ones."""
    HarvestRun.objects.unfinished().filter(
        Q(held_until=None) | Q(held_until__lte=at), started_at__lte=at - STALE
    ).update(finished_at=at)
    runs = HarvestRun.objects.unfinished().filter(is_full=is_full).order_by("-pk")
    return next((run for run in runs if run.scope == dict(scope)), None)


def hold_run(run: HarvestRun, holder: str, *, at: datetime) -> None:
    """Take a run to drive it; raises RunHeldError when a living process has it."""
    held = {"holder": holder, "held_until": at + timedelta(seconds=HELD_SECONDS)}
    rows = HarvestRun.objects.unfinished().filter(pk=run.pk)
    free = Q(holder=holder) | Q(held_until=None) | Q(held_until__lte=at)
    run.refresh_from_db()
    is_mine = rows.filter(free).update(**held) or (
        is_gone(run.holder) and rows.filter(holder=run.holder).update(**held)
    )
    if not is_mine:
        raise RunHeldError(
            "run-held",
            f"Run {run.uid} is at work already (process {run.holder}); nothing was started. It "
            f"goes on by itself; if that process is dead, run this again after "
            f"{run.held_until or at:%H:%M:%S} UTC.",
            409,
        )
    run.holder, run.held_until = holder, at + timedelta(seconds=HELD_SECONDS)


def keep_run(run: HarvestRun, holder: str, *, at: datetime) -> None:
    """Hold a run a while longer; raises RunHeldError when somebody else took it."""
    mine = HarvestRun.objects.unfinished().filter(pk=run.pk, holder=holder)
    if not mine.update(held_until=at + timedelta(seconds=HELD_SECONDS)):
        text = f"Run {run.uid} was taken over by another process; this one stops."
        raise RunHeldError("run-held", text, 409)


def free_run(run: HarvestRun, holder: str, *, at: datetime) -> None:
    """Give a run back, closed when none of its tasks is open."""
    HarvestRun.objects.filter(pk=run.pk, holder=holder).update(holder="", held_until=None)
    if not run.tasks.filter(state__in=OPEN).exists():
        HarvestRun.objects.unfinished().filter(pk=run.pk).update(finished_at=at)
    run.refresh_from_db()
