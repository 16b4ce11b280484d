"""What a whole list, or its absence, says of the repositories that were in it."""

from collections import Counter
from datetime import datetime, timedelta

from beffroi.forges.shapes import Failure as Unread
from beffroi.organisations.actions import note_reading
from beffroi.repositories.actions import asking, failing, holding, missing
from beffroi.repositories.actions.asking import (
    ACCOUNT_GONE,
    LAPSED,
    MOVED_OUT,
    OVERTAKEN,
    Matter,
    Standing,
)
from beffroi.repositories.actions.finding import FEW, Found, ask_where
from beffroi.repositories.actions.holding import NOT_FOUND, SUSPICIOUS
from beffroi.repositories.actions.leaving import withdraw_left
from beffroi.repositories.actions.merging import merge_renamed
from beffroi.repositories.actions.scopes import PLAIN_GIT, spoken_for
from beffroi.repositories.actions.withdraw import mark_missing, withdraw
from beffroi.repositories.models import HarvestTask, Question, Repository, RepositoryQuerySet

CONFIRMED_AFTER = timedelta(hours=24)
"""A list that is empty at once is believed when it still is so long after."""
LAPSE = timedelta(days=30)
"""So long does an account that answers 404 wait for a person before its repositories end."""


def judge_list(task: HarvestTask, found: Found, *, source: str, at: datetime) -> Counter[str]:
    """Judge a list that was read to its end; one that is suddenly empty is not believed yet."""
    rows = spoken_for(task)
    standing = Standing(task.account)
    renamed = _merge(task, rows, standing, source=source, at=at)
    fresh = None if task.met else _fresh(task, rows, standing)
    if fresh is not None and not _is_believed(task, found, fresh.count(), at=at):
        return _suspect(task, rows, fresh, standing, at=at)
    counts = missing.judge(task, rows, standing, source=source, at=at)
    counts["renamed"] = renamed
    ask_where(task, found, standing, at=at)
    counts["withdrawn"] += withdraw_left(task.account.forge, source=source, at=at)
    failing.mend_all(task, at=at)
    note_reading(task.account, at=at, software=_proved(task))
    gone = standing.open_of(ACCOUNT_GONE, task.account)
    if gone is not None:
        asking.close(gone, OVERTAKEN, at=at)
    count_questions(task, standing, at=at)
    return counts


def count_questions(task: HarvestTask, standing: Standing, *, at: datetime) -> None:
    """Count anew what open questions are about, once the state of the account is written."""
    holding.count_again(task.account, standing, at=at)
    question = standing.open_of(asking.MASS_LOSS, task.account)
    if question is not None and question.run_id == task.run_id:
        text = (
            f"{question.count} repositories are gone at once; nothing was removed. Is the account "
            "renamed, closed, or is the forge at fault? They are gone: beffroi settle "
            f"{question.uid} --confirm. They are still there: --refuse."
        )
        failing.keep(task, [Unread(task.account.url, asking.MASS_LOSS, text)], at=at)
    moved = standing.open_of(MOVED_OUT, task.account)
    if moved is not None and moved.seen_at < at:
        away = Repository.objects.listed().filter(uid__in=moved.uids, missing_since__isnull=False)
        if not away.exists():  # they came back, or their new account is read now
            asking.close(moved, OVERTAKEN, at=at)


def is_account_gone(task: HarvestTask, failure: Unread) -> bool:
    """Tell whether a list broke off because its account is not there."""
    is_own = failure.address.rstrip("/") == task.account.url.rstrip("/")
    return failure.code == NOT_FOUND or (failure.code == "gone" and is_own)


def judge_gone(
    task: HarvestTask, found: Found, standing: Standing, *, source: str, at: datetime
) -> Counter[str]:
    """Ask a person about an account that is not there; its repositories are missing until then.

    After 30 days without a word they end. Where much of a forge is gone with it, all is held.
    """
    rows = spoken_for(task)
    unseen = rows.filter(seen_at__lt=task.started_at)
    counts: Counter[str] = Counter()
    lost = unseen.filter(missing_since=None).count()
    if lost:
        missing.brake_forge(task, lost, standing, at=at)
    held = holding.held(standing)
    if held is not None:
        counts["held"] = unseen.filter(held).count()
        unseen = unseen.exclude(held)
    for some in missing.in_chunks(unseen):
        counts["missing"] += sum(row.missing_since is None for row in some)
        mark_missing(some, source=source, at=at)
    question = _ask_gone(task, unseen, found, at=at)
    if question is not None and question.asked_at <= at - LAPSE:
        counts["withdrawn"] = _lapse(question, unseen, source=source, at=at)
    return counts


def _merge(
    task: HarvestTask, rows: RepositoryQuerySet, standing: Standing, *, source: str, at: datetime
) -> int:
    """Make one of what was renamed without an id, before anything is called missing."""
    nameless = Repository.objects.listed().filter(
        account__forge=task.account.forge_id, forge_id="", created_at__isnull=False
    )
    if not nameless.exists():
        return 0  # as nearly always
    unseen = rows.filter(seen_at__lt=task.started_at, forge_id="")
    if not (rows.filter(first_seen_at__gte=task.started_at).exists() or unseen.exists()):
        return 0
    lost = holding.lost_elsewhere(task, standing)
    return merge_renamed(task, unseen, lost, source=source, at=at)


def _fresh(
    task: HarvestTask, rows: RepositoryQuerySet, standing: Standing
) -> RepositoryQuerySet | None:
    """Return what an empty list lost for the first time; None when the list is not so."""
    if rows.filter(seen_at__gte=task.started_at).exists():
        return None
    fresh = rows.filter(seen_at__lt=task.started_at, missing_since=None)
    held = holding.held(standing)
    fresh = fresh if held is None else fresh.exclude(held)
    return fresh if fresh.exists() else None


def _is_believed(task: HarvestTask, found: Found, lost: int, *, at: datetime) -> bool:
    """Tell whether an empty list is confirmed: by former members, or by a day."""
    since = failing.standing_since(task, SUSPICIOUS)
    is_old = since is not None and at - since >= CONFIRMED_AFTER
    return is_old or found.absent >= min(FEW, lost) or bool(found.moved_to)


def _suspect(
    task: HarvestTask,
    rows: RepositoryQuerySet,
    fresh: RepositoryQuerySet,
    standing: Standing,
    *,
    at: datetime,
) -> Counter[str]:
    counts = Counter(held=fresh.count(), failed=1)
    missing.brake(task, rows, fresh, standing, at=at)
    text = (
        f"The list is empty, but it showed {counts['held']} repositories before. It is believed "
        "when it is still empty after a day, or when two of them answer 404."
    )
    failing.keep(task, [Unread(task.account.url, SUSPICIOUS, text)], at=at)
    note_reading(task.account, at=at, error=SUSPICIOUS)
    count_questions(task, standing, at=at)
    return counts


def _ask_gone(
    task: HarvestTask, unseen: RepositoryQuerySet, found: Found, *, at: datetime
) -> Question | None:
    """Ask once about an account that answers 404; a person who said no is not asked again."""
    account = task.account
    refused = Question.objects.filter(account=account, kind=ACCOUNT_GONE, settled_as=asking.REFUSED)
    if account.read_at is not None:
        refused = refused.filter(settled_at__gte=account.read_at)
    count = unseen.count()
    if not count or refused.exists():
        return None
    uids = list(unseen.order_by("pk").values_list("uid", flat=True)[: asking.NAMED])
    facts = {"to": found.new_home} if found.new_home else {}
    return asking.ask(account, task.run, Matter(ACCOUNT_GONE, count, uids, facts), at=at)


def _lapse(question: Question, unseen: RepositoryQuerySet, *, source: str, at: datetime) -> int:
    due = unseen.filter(missing_since__lte=at - LAPSE, missing_runs__gte=missing.GRACE_RUNS)
    count = sum(withdraw(some, "deleted", source=source, at=at) for some in missing.in_chunks(due))
    if not unseen.exists():
        asking.close(question, LAPSED, at=at)
    return count


def _proved(task: HarvestTask) -> str:
    """Return what software a complete list proves, where nobody knew."""
    return "" if task.account.forge.software not in PLAIN_GIT else "git"
