"""What one piece of a harvest writes: its rows, its pages, the cursor, counts; whole or not."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from beffroi.forges.rates import wait_before
from beffroi.forges.shapes import Failure, Find, Look, Page, Rate, Reading
from beffroi.journal.actions import rows
from beffroi.organisations.actions import hosts
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import harvest, looking
from beffroi.repositories.actions.running import RunHeldError, State
from beffroi.repositories.actions.scopes import in_tree
from beffroi.repositories.models import HarvestPage, HarvestRun, HarvestTask, Repository

TRIES = 4
"""So often is a piece asked for that does not come, then its account is given up for this run."""
BATCH = 500
_LONGEST = {"url": 2000, "etag": 300, "last_modified": 100, "following": 2000}
INCOMPLETE = "The list ended before its end, without a word why; it is read again."


class Step(StrEnum):
    """What follows a piece of a list."""

    GO_ON = "go-on"
    WAIT = "wait"
    AGAIN = "again"
    COMPLETE = "complete"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Piece:
    """What was asked for: the task, where it stood, and the pages that were handed over."""

    task: HarvestTask
    cursor: str = ""
    pages: Mapping[str, Page] = field(default_factory=dict)


def step_of(piece: Piece, reading: Reading) -> Step:
    """Tell what follows: the last failure is what stopped a list that does not move."""
    if reading.wait_until:
        return Step.WAIT
    if reading.cursor and reading.cursor != piece.cursor:
        return Step.GO_ON
    if reading.is_complete:
        return Step.COMPLETE
    is_transient = not reading.failures or not reading.failures[-1].permanent
    return Step.AGAIN if is_transient and piece.task.attempts + 1 < TRIES else Step.BROKEN


def settle_list_piece(
    piece: Piece,
    reading: Reading,
    *,
    at: datetime,
    resume_at: datetime | None = None,
    finds: Sequence[Find] = (),
) -> Step:
    """Write one piece of a list in one transaction; ``resume_at``: when it is asked for again.

    Raises RunHeldError when somebody else drives the run now: then nothing is written.
    """
    step = step_of(piece, reading)
    task = piece.task
    with transaction.atomic():
        run = _locked(task)
        said = replace(reading, failures=()) if step is Step.AGAIN else reading
        counts = Counter(harvest.settle_piece(task, said, at=at))
        if step is not Step.AGAIN:
            _note_progress(piece, reading, at=at)
        _note_wait(task, reading.wait_until, reading.rate, at=at, resume_at=resume_at)
        task.attempts = task.attempts + 1 if step is Step.AGAIN else 0
        if step is Step.COMPLETE:
            counts.update(harvest.settle_list(task, at=at, finds=finds))
            _forget_pages(task)
        elif step is Step.BROKEN:
            failure = stop_of(task, reading)
            task.error_code = failure.code
            counts.update(harvest.settle_broken(task, failure, at=at, finds=finds))
            _note_refused(task, failure, at=at)
        if step in {Step.COMPLETE, Step.BROKEN}:
            _begin_looking(task, run, at=at)
        _save(task, run, counts)
    return step


def stop_of(task: HarvestTask, reading: Reading) -> Failure:
    """Return what ended a list before its end."""
    if reading.failures:
        return reading.failures[-1]
    return Failure(task.account.url, "incomplete", INCOMPLETE)


def settle_looks(
    task: HarvestTask, looks: Sequence[Look], *, at: datetime, last: int, rate: Rate | None
) -> None:
    """Write what some looks found; ``last``: key of the last repository that was looked into."""
    with transaction.atomic():
        run = _locked(task)
        counts = Counter(looking.learn(task, looks, at=at))
        task.looked += len(looks)
        task.cursor, task.attempts = str(last), 0
        _note_wait(task, None, rate, at=at, resume_at=None)
        _save(task, run, counts)


def wait(
    task: HarvestTask, *, at: datetime, resume_at: datetime, is_failure: bool, rate: Rate | None
) -> None:
    """Leave a task as it is until later: the host asked to wait, or did not answer."""
    with transaction.atomic():
        run = _locked(task)
        task.attempts += is_failure
        asked = None if is_failure else resume_at
        _note_wait(task, asked, rate, at=at, resume_at=resume_at)
        _save(task, run, Counter())


def end_task(task: HarvestTask, *, at: datetime, failure: Failure | None = None) -> None:
    """Close one account in its run: done, or failed with what stands in the way."""
    with transaction.atomic():
        run = _locked(task)
        counts: Counter[str] = Counter()
        if failure is not None and not task.error_code:
            task.error_code = failure.code
            counts.update(harvest.settle_broken(task, failure, at=at))
            _note_refused(task, failure, at=at)
        task.state = State.FAILED if task.error_code else State.DONE
        task.finished_at, task.resume_at = at, None
        run.done += 1
        _save(task, run, counts)


def looks_wanted(account: ForgeAccount, *, at: datetime) -> QuerySet[Repository]:
    """Return repositories of an account, or under it, that are to be looked into, by key."""
    mine = Repository.objects.listed().filter(in_tree(account))
    return mine.filter(look_wanted_at__lte=at).order_by("pk")


def _locked(task: HarvestTask) -> HarvestRun:
    """Return the run of a task for writing, if it is still driven by who has it in memory."""
    holder = task.run.holder
    run = HarvestRun.objects.select_for_update().filter(pk=task.run_id, holder=holder).first()
    if run is None or run.finished_at is not None:
        text = f"Run {task.run.uid} was taken over by another process; this one stops."
        raise RunHeldError("run-held", text, 409)
    return run


def _note_progress(piece: Piece, reading: Reading, *, at: datetime) -> None:
    task = piece.task
    met = len(reading.repositories) + len(reading.unchanged) + len(reading.unchanged_ids)
    task.met += met
    task.pages_unchanged += _keep_pages(piece, reading.pages, at=at)
    task.pages += len(reading.pages)
    task.cursor = reading.cursor
    if reading.account and reading.account.declared is not None:
        task.declared = reading.account.declared


def _keep_pages(piece: Piece, pages: Sequence[Page], *, at: datetime) -> int:
    """Keep pages under their places; return how many were as known."""
    account, first = piece.task.account_id, piece.task.pages
    kept = [
        HarvestPage(
            account_id=account, place=first + number, url=page.url, etag=page.etag,
            last_modified=page.last_modified, following=page.following, ids=list(page.ids),
            read_at=at,
        )
        for number, page in enumerate({page.url: page for page in pages}.values())
        if _fits(page)
    ]  # fmt: skip
    HarvestPage.objects.bulk_create(
        kept,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=("account", "url"),
        update_fields=("place", "etag", "last_modified", "following", "ids", "read_at"),
    )
    return sum(piece.pages.get(page.url) == page for page in pages)


def _fits(page: Page) -> bool:
    """Tell whether a page can be kept; one with longer signs is simply read again as a whole."""
    texts = {name: getattr(page, name) for name in ("url", "etag", "last_modified", "following")}
    return all(len(text) <= _LONGEST[name] for name, text in texts.items())


def _forget_pages(task: HarvestTask) -> None:
    """Forget pages that a complete list no longer meets."""
    HarvestPage.objects.filter(account=task.account_id, read_at__lt=task.started_at).delete()


def _note_wait(
    task: HarvestTask,
    asked: datetime | None,
    rate: Rate | None,
    *,
    at: datetime,
    resume_at: datetime | None,
) -> None:
    """Keep the host's limits; ``asked``: until when it asks to be left alone."""
    reserve = wait_before(rate, at) if rate else None
    hosts.note_rate(task.account.forge, rate, resume_at=asked or reserve)
    task.resume_at = asked or resume_at
    if asked:
        task.waited += max(0, round((asked - at) / timedelta(seconds=1)))


def _note_refused(task: HarvestTask, failure: Failure, *, at: datetime) -> None:
    if failure.code == "credential-error":
        hosts.note_token_refused(task.account.forge, at=at)


def _begin_looking(task: HarvestTask, run: HarvestRun, *, at: datetime) -> None:
    """Turn from the list to what is inside; a full run looks into everything that it met."""
    task.state, task.cursor = State.LOOKING, ""
    if run.is_full:
        mine = Repository.objects.listed().filter(in_tree(task.account))
        mine.filter(seen_at__gte=task.started_at).update(look_wanted_at=at)
    task.to_look = looks_wanted(task.account, at=at).count()


def _save(task: HarvestTask, run: HarvestRun, counts: Counter[str]) -> None:
    task.counts = dict(Counter(task.counts) + counts)
    rows.save(task)
    run.counts = dict(Counter(run.counts) + counts)
    rows.save(run, "counts", "done")


def begin_task(task: HarvestTask, *, at: datetime) -> None:
    """Note that an account's list is being read from now on."""
    if task.started_at is None:
        task.started_at = at
    if task.state == State.WAITING:
        task.state = State.LISTING
    task.resume_at = None
    rows.save(task, "started_at", "state", "resume_at")
