"""The timers of the harvest: runs that somebody asked for, and accounts whose day has come."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from beffroi.forges.addresses import READABLE
from beffroi.lib.dates import write_instant
from beffroi.lib.slots import TIMERS, Timer
from beffroi.lib.stopping import STOPPING
from beffroi.organisations.models import Forge, ForgeAccount
from beffroi.repositories.actions.running import OPEN, RunHeldError, want_run
from beffroi.repositories.models import HarvestRun, HarvestTask

WANTED_SECONDS, DAILY_SECONDS = 15.0, 120.0
"""So long a step begins new pieces of a run; then another run has its turn."""
LOOK_EVERY_SECONDS = 2.0
OPEN_EVERY_SECONDS = 60.0
RETRY_EVERY = timedelta(hours=2)
MOST_DOUBLINGS = 4
OPEN_AGAIN = timedelta(hours=4)
"""After so long a run that waits for a slow host keeps accounts of other hosts waiting no more."""


def drive_wanted(_at: datetime) -> int:
    """Drive the runs that pages asked for, for a while; return how many pieces came."""
    return _drive(_waiting().exclude(scope__by="timer"), WANTED_SECONDS)


def drive_daily(_at: datetime) -> int:
    """Drive the runs of accounts that were due, for a while; return how many pieces came."""
    return _drive(_waiting().filter(scope__by="timer"), DAILY_SECONDS)


def open_due(at: datetime) -> int:
    """Open a run over the accounts whose day has come; return how many they are.

    While such a run is at work no other is opened for some hours: what comes due meanwhile comes
    next, except what waits in that run still.
    """
    unfinished = HarvestRun.objects.unfinished().filter(scope__by="timer")
    if unfinished.filter(started_at__gt=at - OPEN_AGAIN).exists():
        return 0
    waiting = HarvestTask.objects.filter(run__in=unfinished, state__in=OPEN)
    accounts = list(_due(at).exclude(pk__in=waiting.values("account")).only("pk"))
    if accounts:
        want_run(accounts, {"by": "timer", "at": write_instant(at)}, at=at)
    return len(accounts)


def _waiting() -> QuerySet[HarvestRun]:
    """Return unfinished runs that are the worker's to drive, the oldest first."""
    return HarvestRun.objects.unfinished().filter(scope__has_key="by").order_by("pk")


def _drive(runs: QuerySet[HarvestRun], seconds: float) -> int:
    """Drive some runs, one after the other."""
    from beffroi.repositories.clients import How, drive  # noqa: PLC0415 (heavy; the worker's alone)

    how = How(
        scheduler=settings.BEFFROI_SCHEDULER,
        seconds=seconds,
        now=timezone.now,
        is_stopping=STOPPING.is_set,
    )
    done = 0
    for run in runs:
        with suppress(RunHeldError):
            done += drive(run, how)
    return done


def _due(at: datetime) -> QuerySet[ForgeAccount]:
    """Return accounts not read for a day, and not on a forge that failed a short while ago."""
    hours = settings.BEFFROI_HARVEST_HOURS
    if not hours:
        return ForgeAccount.objects.none()
    readable = ForgeAccount.objects.listed().filter(
        forge__software__in=READABLE, forge__ignored_since=None, ignored_since=None
    )
    is_due = Q(read_at=None) | Q(read_at__lte=at - timedelta(hours=hours))
    has_rested = Q(error_at=None) | Q(error_at__lte=at - RETRY_EVERY)
    due = readable.filter(is_due, has_rested).exclude(forge__in=_resting(at))
    return due.order_by(F("read_at").asc(nulls_first=True), "pk")


def _resting(at: datetime) -> list[int]:
    """Return forges that failed again and again: each time they are left alone twice as long."""
    failing = Forge.objects.filter(
        failures__gt=1, error_at__gt=at - RETRY_EVERY * 2**MOST_DOUBLINGS
    )
    return [
        forge.pk
        for forge in failing
        if forge.error_at
        and forge.error_at + RETRY_EVERY * 2 ** min(forge.failures - 1, MOST_DOUBLINGS) > at
    ]


def register() -> None:
    """Leave this room's timers in the slot."""
    TIMERS.register("harvest", Timer(LOOK_EVERY_SECONDS, drive_wanted))
    TIMERS.register("harvest-daily", Timer(LOOK_EVERY_SECONDS, drive_daily))
    TIMERS.register("harvest-due", Timer(OPEN_EVERY_SECONDS, open_due))
