"""One account's list settled as a harvest does it: a run, a task, its pieces, its end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from beffroi.forges.shapes import Failure as Unread
from beffroi.forges.shapes import Find, ForgeRepository, Reading
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import harvest
from beffroi.repositories.models import HarvestRun, HarvestTask
from tests.makers import NOON


def open_run(at: datetime = NOON) -> HarvestRun:
    """Open a run as the driver does."""
    count = HarvestRun.objects.count()
    return HarvestRun.objects.create(uid=f"run-{count}", started_at=at)


def open_task(run: HarvestRun, account: ForgeAccount) -> HarvestTask:
    """Open the task of an account in a run, with all that the driver loads."""
    here = ForgeAccount.objects.select_related("forge", "organisation").get(pk=account.pk)
    return HarvestTask.objects.create(run=run, account=here, started_at=run.started_at)


def task_of(account: ForgeAccount, day: float = 0) -> HarvestTask:
    """Open a task of an account in a run of its own, some days after noon."""
    return open_task(open_run(NOON + timedelta(days=day)), account)


def settle_task(
    task: HarvestTask, *readings: Reading, at: datetime, finds: Sequence[Find] = ()
) -> Counter[str]:
    """Settle all pieces of a list, and its end where the last one is complete."""
    counts: Counter[str] = Counter()
    for reading in readings:
        task.met += len(reading.repositories) + len(reading.unchanged) + len(reading.unchanged_ids)
        counts.update(harvest.settle_piece(task, reading, at=at))
    last = readings[-1]
    if last.is_complete:
        counts.update(harvest.settle_list(task, at=at, finds=finds))
    elif last.failures:
        counts.update(harvest.settle_broken(task, last.failures[-1], at=at, finds=finds))
    return +counts


def read(
    account: ForgeAccount, *readings: Reading, at: datetime = NOON, finds: Sequence[Find] = ()
) -> Counter[str]:
    """Settle one account's list in a run of its own, with the account as the database has it."""
    return settle_task(open_task(open_run(at), account), *readings, at=at, finds=finds)


def said(account: ForgeAccount, name: str, **facts: Any) -> ForgeRepository:
    """Return what a list says of one repository."""
    url = facts.pop("url", f"{account.url}/{name}")
    known = {"forge_id": None, "full_name": name, "name": name, "clone_url": f"{url}.git"}
    return ForgeRepository(url=url, **{**known, **facts})


def complete(*found: ForgeRepository, unchanged: Iterable[str] = (), **more: Any) -> Reading:
    """Return the reading of a list that was read to its end."""
    return Reading(found, tuple(unchanged), is_complete=True, **more)


def broken(account: ForgeAccount, code: str = "timeout", name: str = "") -> Unread:
    """Return a failure of an account, or of one of its repositories."""
    address = f"{account.url}/{name}" if name else account.url
    return Unread(address, code, "It hangs.")
