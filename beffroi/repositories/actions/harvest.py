"""What one harvest writes: the run, its failures, what came and what is missing."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from beffroi.forges.shapes import Failure as Unread
from beffroi.forges.shapes import Reading
from beffroi.journal import actions as journal
from beffroi.organisations.actions import note_reading
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.record import record
from beffroi.repositories.actions.withdraw import mark_missing, withdraw
from beffroi.repositories.models import Failure, HarvestRun, Repository

SOURCE = "harvest"
GRACE = timedelta(days=7)
GRACE_RUNS = 3
BRAKE_COUNT = 20
BRAKE_SHARE = 0.25
"""Life cycle of code-catalogue §5: a week and three complete readings before a tombstone; more
than max(20, 25 %) of an account gone at once is held for a person instead of believed."""


def start_run(scope: Mapping[str, Any], *, total: int, at: datetime) -> HarvestRun:
    """Open a run over ``total`` accounts; its row is the progress that pages show."""
    uid = f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    return HarvestRun.objects.create(uid=uid, started_at=at, scope=dict(scope), total=total)


def finish_run(run: HarvestRun, *, at: datetime) -> None:
    """Close a run; whatever it read stays."""
    run.finished_at = at
    run.save(update_fields=("finished_at",))


@transaction.atomic
def settle(run: HarvestRun, account: ForgeAccount, reading: Reading, *, at: datetime) -> None:
    """Write what reading one account gave, whole or not at all.

    Counts of the run: new, changed, same, refused, missing, withdrawn, held, failed.
    """
    counts: Counter[str] = Counter(run.counts)
    outcomes = record([(account, found) for found in reading.repositories], source=SOURCE, at=at)
    counts.update(outcome.state for outcome in outcomes)
    failures = list(reading.failures)
    failures += [
        Unread(found.url, outcome.code, outcome.message, permanent=True)
        for found, outcome in zip(reading.repositories, outcomes, strict=True)
        if outcome.state == "refused"
    ]
    counts["same"] += _still_there(reading.unchanged, at=at)
    if reading.is_complete:
        failures += _settle_missing(account, reading, counts, at=at)
    counts["failed"] += len(failures)
    _note_failures(run, account, failures, reading, at=at)
    first = failures[0].code if failures and not reading.is_complete else ""
    note_reading(account, at=at, error=first, software="git" if reading.is_complete else "")
    run.counts = dict(counts)
    run.done += 1
    run.save(update_fields=("counts", "done"))


def _still_there(urls: Iterable[str], *, at: datetime) -> int:
    """Move the last sight of unchanged repositories, nothing else."""
    seen = Repository.objects.filter(url__in=list(urls))
    return seen.update(seen_at=at, missing_since=None, missing_runs=0)


def _settle_missing(
    account: ForgeAccount, reading: Reading, counts: Counter[str], *, at: datetime
) -> list[Unread]:
    """Mark what a complete reading no longer shows, or hold it when it is too much at once."""
    met = {found.url for found in reading.repositories} | set(reading.unchanged)
    met |= {failure.address for failure in reading.failures}
    mine = Repository.objects.listed().filter(account=account)
    gone = [repository for repository in mine if not {repository.url, repository.clone_url} & met]
    fresh = [repository for repository in gone if repository.missing_since is None]
    if len(fresh) > max(BRAKE_COUNT, BRAKE_SHARE * mine.count()):
        counts["held"] += len(fresh)
        text = (
            f"{len(fresh)} repositories are gone at once; nothing was removed. Is the account "
            "renamed, closed, or is the forge at fault? If they are gone for good: "
            "beffroi withdraw UID --reason deleted."
        )
        return [Unread(account.url, "mass-loss", text)]
    mark_missing(gone, source=SOURCE, at=at)
    counts["missing"] += len(fresh)
    dead = [
        repository
        for repository in gone
        if repository.missing_since is not None
        and at - repository.missing_since >= GRACE
        and repository.missing_runs + 1 >= GRACE_RUNS
    ]
    withdraw(dead, "deleted", source=SOURCE, at=at)
    counts["withdrawn"] += len(dead)
    return []


def _note_failures(
    run: HarvestRun,
    account: ForgeAccount,
    failures: Iterable[Unread],
    reading: Reading,
    *,
    at: datetime,
) -> None:
    """Keep each failure by name until a later harvest reads what it named."""
    named = {(failure.address[:700], failure.code): failure for failure in failures}
    standing = Failure.objects.filter(account=account, mended_at=None)
    known = {(row.url, row.code): row for row in standing}
    new = [
        Failure(run=run, account=account, url=url, code=code, message=failure.message[:500], at=at)
        for (url, code), failure in named.items()
        if (url, code) not in known
    ]
    Failure.objects.bulk_create(new)
    if new:  # kept pages are made anew once the index has moved
        journal.want_indexed("organisation", [account.organisation.uid])
    read = {found.url for found in reading.repositories} | set(reading.unchanged)
    if read:
        read.add(account.url)  # it answers again
    mended = [
        row.pk
        for key, row in known.items()
        if key not in named and (reading.is_complete or row.url in read)
    ]
    Failure.objects.filter(pk__in=mended).update(mended_at=at)
