"""What a complete list no longer shows: missing, held, renamed, and after a while a tombstone."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from beffroi.repositories.actions import holding
from beffroi.repositories.actions.asking import MOVED_OUT, Standing
from beffroi.repositories.actions.withdraw import mark_missing, withdraw
from beffroi.repositories.models import HarvestTask, Repository, RepositoryQuerySet

GRACE = timedelta(days=7)
GRACE_RUNS = 3
"""Life cycle of code-catalogue §5: a week and three complete readings before a tombstone."""
CHUNK = 500


def judge(
    task: HarvestTask, rows: RepositoryQuerySet, standing: Standing, *, source: str, at: datetime
) -> Counter[str]:
    """Judge what a complete list did not show of the repositories that it speaks for.

    Counts: missing (for the first time), held, withdrawn.
    """
    counts: Counter[str] = Counter()
    unseen = rows.filter(seen_at__lt=task.started_at)
    if not unseen.exists():
        return counts
    brake(task, rows, unseen, standing, at=at)
    held = holding.held(standing)
    if held is not None:
        counts["held"] = unseen.filter(held).count()
        unseen = unseen.exclude(held)
    for some in in_chunks(unseen):
        counts["missing"] += sum(row.missing_since is None for row in some)
        mark_missing(some, source=source, at=at)
    counts["withdrawn"] = _bury(task, unseen, standing, source=source, at=at)
    return counts


def brake(
    task: HarvestTask,
    rows: RepositoryQuerySet,
    unseen: RepositoryQuerySet,
    standing: Standing,
    *,
    at: datetime,
) -> None:
    """Hold what vanished where it is too much to believe: of the account, or of its forge."""
    fresh = unseen.filter(missing_since=None)
    held = holding.held(standing)
    lost = (fresh if held is None else fresh.exclude(held)).count()
    if not lost:
        return
    if holding.is_mass(lost, rows):
        holding.hold(task, standing, is_forge=False, at=at)
        return
    brake_forge(task, lost, standing, at=at)


def brake_forge(task: HarvestTask, lost: int, standing: Standing, *, at: datetime) -> None:
    """Hold what vanished in this run on a forge where it is too much over all its accounts."""
    others = holding.lost_on_forge(task)
    on_forge = Repository.objects.listed().filter(account__forge=task.account.forge_id)
    if others and holding.is_mass(lost + others, on_forge):
        holding.hold(task, standing, is_forge=True, at=at)


def in_chunks(rows: RepositoryQuerySet) -> Iterator[list[Repository]]:
    """Return repositories some at a time, with what acts on them need; a long list is bounded."""
    needed = rows.select_related("account__organisation").only(
        "uid", "missing_since", "account__organisation__uid"
    )
    last = 0
    while some := list(needed.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield some
        last = some[-1].pk


def _bury(
    task: HarvestTask,
    unseen: RepositoryQuerySet,
    standing: Standing,
    *,
    source: str,
    at: datetime,
) -> int:
    """Withdraw what has been missing for a week and three complete readings."""
    due = unseen.filter(missing_since__lte=at - GRACE, missing_runs__gte=GRACE_RUNS)
    asked = standing.open_of(MOVED_OUT, task.account)
    if asked is not None:
        due = due.exclude(uid__in=asked.uids)
    return sum(withdraw(some, "deleted", source=source, at=at) for some in in_chunks(due))
