"""What could not be read stands by name until a later harvest reads it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from beffroi.forges.shapes import Failure as Unread
from beffroi.journal import actions as journal
from beffroi.repositories.models import Failure, HarvestTask

ASKED = frozenset({"mass-loss"})
"""Failures that stand until their question is closed."""
LONGEST_URL = 700
LONGEST_MESSAGE = 500


def keep(task: HarvestTask, failures: Sequence[Unread], *, at: datetime) -> None:
    """Keep failures of an account: one row for an address and a code, as long as it stands.

    ``run`` is the last that met it, ``at`` the first time.
    """
    if not failures:
        return
    account = task.account
    named = {(one.address[:LONGEST_URL], one.code): one for one in failures}
    standing = Failure.objects.filter(
        account=account, mended_at=None, is_inside=False, url__in={url for url, _ in named}
    )
    rows = {(url, code): pk for pk, url, code in standing.values_list("pk", "url", "code")}
    known = named.keys() & rows.keys()
    again = [rows[pair] for pair in known]
    Failure.objects.filter(pk__in=again).exclude(run=task.run_id).update(run=task.run)
    new = [
        Failure(
            run=task.run, account=account, url=url, code=code,
            message=one.message[:LONGEST_MESSAGE], at=at,
        )
        for (url, code), one in named.items()
        if (url, code) not in known
    ]  # fmt: skip
    Failure.objects.bulk_create(new)
    if new:  # kept pages are made anew once the index has moved
        journal.want_indexed("organisation", [account.organisation.uid])


def mend(
    task: HarvestTask, urls: Iterable[str], failures: Iterable[Unread], *, at: datetime
) -> None:
    """Close what stood against addresses that were read now, but for what fails again."""
    standing = Failure.objects.filter(account=task.account, mended_at=None, is_inside=False)
    rows = list(standing.values_list("pk", "url", "code"))
    if not rows:
        return
    again = {(one.address[:LONGEST_URL], one.code) for one in failures}
    read = {url[:LONGEST_URL] for url in urls}
    mended = [pk for pk, url, code in rows if url in read and (url, code) not in again]
    Failure.objects.filter(pk__in=mended).update(mended_at=at)


def mend_all(task: HarvestTask, *, at: datetime) -> None:
    """Close what stood before a list that is complete now and did not meet it again."""
    standing = Failure.objects.filter(account=task.account, mended_at=None, is_inside=False)
    standing.exclude(run=task.run_id).exclude(code__in=ASKED).update(mended_at=at)


def standing_since(task: HarvestTask, code: str) -> datetime | None:
    """Return since when a failure of this code stands against an account."""
    rows = Failure.objects.filter(account=task.account, mended_at=None, code=code)
    return rows.order_by("at").values_list("at", flat=True).first()
