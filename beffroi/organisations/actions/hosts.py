"""The queue of a host: who may call it now, how often, and from when on."""

from datetime import datetime, timedelta

from django.db.models import Q

from beffroi.forges.shapes import Rate
from beffroi.lib.holders import is_gone
from beffroi.organisations.models import Forge, ForgeToken


def hold_host(forge: Forge, holder: str, *, at: datetime, seconds: float) -> bool:
    """Take the queue of a host for a while; False when somebody else is at it."""
    mine = Q(holder=holder) | Q(held_until=None) | Q(held_until__lte=at)
    row = Forge.objects.filter(pk=forge.pk)
    held = {"holder": holder, "held_until": at + timedelta(seconds=seconds)}
    if row.filter(mine).update(**held):
        return True
    other = row.values_list("holder", flat=True).first() or ""
    return is_gone(other) and bool(row.filter(holder=other).update(**held))


def keep_hosts(holder: str, *, at: datetime, seconds: float) -> int:
    """Hold all queues that one holder has a while longer; return how many they are."""
    mine = Forge.objects.filter(holder=holder)
    return mine.update(held_until=at + timedelta(seconds=seconds))


def free_hosts(holder: str, *forges: Forge) -> None:
    """Give back the queues of some hosts, or of all that one holder has."""
    mine = Forge.objects.filter(holder=holder)
    if forges:
        mine = mine.filter(pk__in=[forge.pk for forge in forges])
    mine.update(holder="", held_until=None)


def note_rate(forge: Forge, rate: Rate | None, *, resume_at: datetime | None) -> None:
    """Keep what a host said of its limits, and when it may be called again."""
    said = {} if rate is None else {
        "rate_limit": rate.limit, "rate_remaining": rate.remaining, "rate_reset_at": rate.reset_at,
    }  # fmt: skip
    said["resume_at"] = resume_at
    if any(getattr(forge, name) != value for name, value in said.items()):
        Forge.objects.filter(pk=forge.pk).update(**said)
        for name, value in said.items():
            setattr(forge, name, value)


def note_token_refused(forge: Forge, *, at: datetime) -> None:
    """Note that a host answered 401 to its token."""
    ForgeToken.objects.filter(forge=forge).update(refused_at=at)
