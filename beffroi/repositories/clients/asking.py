"""What a host is asked for next: plain tasks for a thread or a worker, out of the catalogue."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from beffroi.forges.reading import Task
from beffroi.forges.shapes import Known, Page, Target
from beffroi.repositories.actions.pieces import Piece, looks_wanted
from beffroi.repositories.actions.scopes import PLAIN_GIT, in_tree
from beffroi.repositories.models import HarvestPage, HarvestTask, Repository

CALLS: Final = 16
FIRST_CALLS: Final = 10
"""The first piece of an account is smaller: a person waits to see the first repositories."""
LOOKS: Final = 20
AROUND: Final = 20
"""Pages before and after the place of a piece: a list may have moved a little."""


def ask_for_list(task: HarvestTask, *, cursor: str, place: int, token: str) -> tuple[Piece, Task]:
    """Return the piece of an account's list at a cursor, and what its host is asked."""
    calls = CALLS if cursor else FIRST_CALLS
    pages = {} if task.run.is_full else _pages(task, place, place + calls)
    known = Known(cursor=cursor, heads=_heads(task), pages=pages)
    return Piece(task, cursor, pages), _task(task, token=token, known=known, requests=calls)


def ask_for_looks(
    task: HarvestTask, *, at: datetime, token: str
) -> tuple[Sequence[int], Task] | None:
    """Return the keys of the next repositories to look into, and what is asked; None at the end."""
    after = int(task.cursor) if task.cursor.isdecimal() else 0
    rows = list(looks_wanted(task.account, at=at).filter(pk__gt=after)[:LOOKS])
    if not rows:
        return None
    targets = tuple(_target(row, is_full=task.run.is_full) for row in rows)
    return [row.pk for row in rows], _task(task, token=token, targets=targets)


def ask_for_finds(task: HarvestTask, finds: tuple[Target, ...], *, token: str) -> Task:
    """Return what is asked to read former members once more, each by its id."""
    return _task(task, token=token, finds=finds)


def _task(task: HarvestTask, **more: Any) -> Task:
    forge = task.account.forge
    return Task(
        key=str(forge.pk),
        address=task.account.url,
        software=forge.software,
        allowed=tuple(map(str, settings.BEFFROI_ALLOWED_NETWORKS)),
        contact=settings.BEFFROI_CONTACT,
        connections=max(1, forge.connections),
        **more,
    )


def _pages(task: HarvestTask, first: int, last: int) -> dict[str, Page]:
    """Return the pages around a place in a list, as last read."""
    near = (max(0, first - AROUND), last + AROUND)
    rows = HarvestPage.objects.filter(account=task.account_id, place__range=near)
    return {
        row.url: Page(row.url, row.etag, row.last_modified, tuple(row.ids), row.following)
        for row in rows
    }


def _heads(task: HarvestTask) -> Mapping[str, str]:
    """Return what plain git is known by; also what a list put under a group of the account."""
    if task.run.is_full or task.account.forge.software not in PLAIN_GIT:
        return {}
    mine = Repository.objects.listed().filter(in_tree(task.account))
    return dict(mine.exclude(head="").values_list("url", "head"))


def _target(row: Repository, *, is_full: bool) -> Target:
    return Target(
        key=row.uid,
        url=row.url,
        clone_url=row.clone_url,
        forge_id=row.forge_id,
        full_name=row.full_name,
        default_branch=row.default_branch,
        is_fork=row.is_fork,
        head="" if is_full else row.head,
    )
