"""The forges, read through ``lib.batch``: network first, then one action an account."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from beffroi.forges import READABLE
from beffroi.forges.reading import Answer, Task, read_accounts
from beffroi.forges.shapes import Failure, Known, Reading
from beffroi.lib import batch
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import harvest as actions
from beffroi.repositories.models import HarvestRun, Repository


@dataclass(frozen=True, slots=True)
class Wish:
    """What to harvest, and how. ``full``: read again also what has not changed."""

    accounts: Sequence[ForgeAccount]
    scope: dict[str, Any]
    is_full: bool = False
    scheduler: str | None = None


def harvest(
    wish: Wish, *, now: Callable[[], datetime], progress: Callable[[int, int], None]
) -> HarvestRun:
    """Read accounts and record what they hold; returns the closed run.

    ``progress`` is told how many accounts are done, and of how many. A run that breaks off is
    closed too: what it read stays.
    """
    run = actions.start_run(wish.scope, total=len(wish.accounts), at=now())
    by_key = {account.uid: account for account in wish.accounts}
    try:
        for answer in _answers(wish):
            actions.settle(run, by_key[answer.key], answer.reading or Reading(), at=now())
            progress(run.done, run.total)
    finally:
        actions.finish_run(run, at=now())
    return run


def _answers(wish: Wish) -> Iterator[Answer]:
    """Return one answer an account: what cannot be read at all first, by name."""
    tasks = []
    for account in wish.accounts:
        software = account.forge.software
        if software in READABLE:
            tasks.append(_task(account, is_full=wish.is_full))
            continue
        text = f"Accounts of {software} cannot be read yet, only plain git. Import a list instead."
        failure = Failure(account.url, "unsupported-forge", text, permanent=True)
        yield Answer(account.uid, Reading(failures=(failure,)))
    for row in batch.run(tasks, read_accounts, scheduler=wish.scheduler, chunk=1):
        if isinstance(row, Answer):
            yield row
            continue
        for task in row.items:  # the reader itself broke: a fault of ours, said by name
            failure = Failure(task.address, "reader-fault", f"{row.error}: {row.message}")
            yield Answer(task.key, Reading(failures=(failure,)))


def _task(account: ForgeAccount, *, is_full: bool) -> Task:
    """Return what to read; also what a list put under a group of this account is known."""
    below = Q(account__forge=account.forge_id, url__startswith=f"{account.url}/")
    mine = Repository.objects.listed().filter(Q(account=account) | below)
    known = mine.exclude(head="").values_list("url", "head")
    return Task(
        key=account.uid,
        address=account.url,
        software=account.forge.software,
        known=Known(heads={} if is_full else dict(known)),
        allowed=tuple(map(str, settings.BEFFROI_ALLOWED_NETWORKS)),
        contact=settings.BEFFROI_CONTACT,
    )
