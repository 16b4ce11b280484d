"""The timer of the catalogue: each account of plain git is read again once a day."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from beffroi.lib.slots import TIMERS, Timer
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.clients import Wish, harvest

KNOWN_TO_BE_GIT = ("git", "cgit")
READ_EVERY = timedelta(days=1)
RETRY_EVERY = timedelta(hours=2)
LOOK_EVERY_SECONDS = 60.0


def read_one(at: datetime) -> int:
    """Read the account whose last reading is the oldest, if it is due; return 1 or 0."""
    readable = ForgeAccount.objects.listed().filter(
        forge__software__in=KNOWN_TO_BE_GIT, forge__ignored_since=None, ignored_since=None
    )
    is_due = Q(read_at=None) | Q(read_at__lte=at - READ_EVERY)
    has_rested = Q(error_at=None) | Q(error_at__lte=at - RETRY_EVERY)
    oldest_first = F("read_at").asc(nulls_first=True)
    due = readable.filter(is_due, has_rested).select_related("forge").order_by(oldest_first, "pk")
    account = due.first()
    if account is None:
        return 0
    wish = Wish(accounts=[account], scope={"timer": account.uid})
    harvest(wish, now=timezone.now, progress=lambda _done, _total: None)
    return 1


def register() -> None:
    """Leave this room's timers in the slot."""
    TIMERS.register("harvest", Timer(LOOK_EVERY_SECONDS, read_one))
