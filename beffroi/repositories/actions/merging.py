"""A repository that changed its address while nobody knew its id: two records become one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import is_manual, mark
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.models import (
    Alias,
    HarvestTask,
    Library,
    Readme,
    Repository,
    RepositoryQuerySet,
)

MOST = 20_000
"""So many that vanished are compared at one time; of more, nobody could say which is which."""

_Old = tuple[int, datetime]
_KEPT = frozenset({
    "id", "uid", "first_seen_at", "changed_at", "sources", "missing_since", "missing_runs",
    "withdrawn_at", "withdrawn_reason",
})  # fmt: skip


def merge_renamed(
    task: HarvestTask, unseen: RepositoryQuerySet, elsewhere: Q, *, source: str, at: datetime
) -> int:
    """Make one of each repository that vanished and a new one that was created the same second.

    ``unseen``: what a complete list no longer shows; ``elsewhere``: which repositories of the
    forge other lists miss. Only a repository without an id of its forge can be taken so; several
    of one second are left alone. Returns how many became one.
    """
    vanished = _vanished(task, unseen, elsewhere)
    if not vanished:
        return 0
    pairs = list(_pairs(task, vanished))
    rows = Repository.objects.select_related("account__organisation")
    for old, new in pairs:
        merge(rows.get(pk=old), rows.get(pk=new), source=source, at=at)
    return len(pairs)


def _vanished(
    task: HarvestTask, unseen: RepositoryQuerySet, elsewhere: Q
) -> dict[datetime, list[_Old]]:
    """Return what vanished without an id, by the second in which it was created; bounded."""
    nameless = Q(forge_id="", created_at__isnull=False)
    there = Repository.objects.listed().filter(account__forge=task.account.forge_id)
    rows = {
        row[0]: row
        for found in (unseen.filter(nameless), there.filter(nameless).filter(elsewhere))
        for row in found.order_by("pk").values_list("pk", "created_at", "seen_at")[:MOST]
    }
    found: dict[datetime, list[_Old]] = defaultdict(list)
    for pk, created, seen in rows.values():
        if created is not None:
            found[created.replace(microsecond=0)].append((pk, seen))
    return found


def _pairs(task: HarvestTask, vanished: Mapping[datetime, list[_Old]]) -> Iterator[tuple[int, int]]:
    """Yield what was renamed for certain: one that vanished, one new, of a second on a forge."""
    last = min(seen for olds in vanished.values() for _, seen in olds)
    gone = {pk for olds in vanished.values() for pk, _ in olds}
    there = Repository.objects.listed().filter(
        account__forge=task.account.forge_id,
        first_seen_at__gt=last,
        missing_since=None,
        created_at__gte=min(vanished),
        created_at__lt=max(vanished) + timedelta(seconds=1),
    )
    fresh: dict[datetime, list[_Old]] = defaultdict(list)
    for pk, created, first in there.values_list("pk", "created_at", "first_seen_at").iterator():
        second = created.replace(microsecond=0) if created else last
        if second in vanished and pk not in gone:
            fresh[second].append((pk, first))
    for second, olds in vanished.items():
        news = fresh.get(second, [])
        if len(olds) == len(news) == 1 and news[0][1] > olds[0][1]:
            yield olds[0][0], news[0][0]


def merge(old: Repository, new: Repository, *, source: str, at: datetime) -> None:
    """Give a repository the address and the facts of another record of it, which ends.

    The old one keeps its permanent name, and its former address leads to it as an alias. The
    other record stays as a tombstone ``duplicate``.
    """
    before = {"url": old.url, "account": old.account.uid}
    address, key = old.url, old.url_key
    _leave(new, at=at, source=source)
    said = {
        field.attname: getattr(new, field.attname)
        for field in Repository._meta.concrete_fields
        if field.name not in _KEPT
    }
    taken = {name: value for name, value in said.items() if value not in (None, "", [], {})}
    for name, value in taken.items():
        if not is_manual(old, name):
            setattr(old, name, value)
    bodies = {old.account.organisation.uid, new.account.organisation.uid}
    old.account = new.account
    old.changed_at = at
    old.missing_since, old.missing_runs = None, 0
    mark(old, {"url": address}, source=source, at=at)
    old.save()
    Alias.objects.filter(url_key=old.url_key).delete()
    Alias.objects.filter(repository=new).update(repository=old)
    if key != old.url_key:
        Alias.objects.update_or_create(
            url_key=key,
            defaults={"repository": old, "url": address, "since": at, "source": source},
        )
    Library.objects.filter(repository=new).update(repository=old)
    Readme.objects.filter(repository=old).delete()
    Readme.objects.filter(repository=new).update(repository=old)
    _note(old, before, source=source, at=at)
    journal.want_indexed("organisation", bodies)


def _leave(new: Repository, *, source: str, at: datetime) -> None:
    """End a record, and let its address and its id go to another one."""
    withdraw([new], "duplicate", source=source, at=at)
    Repository.objects.filter(pk=new.pk).update(
        url_key=f"{new.url_key[:560]}#{new.uid}", forge_id=""
    )


def _note(old: Repository, before: dict[str, str], *, source: str, at: datetime) -> None:
    after = {"url": old.url, "account": old.account.uid}
    same = {name for name, value in after.items() if before[name] == value}
    journal.note(
        [
            Deed(
                at=at, verb="renamed", object_kind="repository", object_uid=old.uid, source=source,
                body_uid=old.account.organisation.uid,
                before={name: value for name, value in before.items() if name not in same},
                after={name: value for name, value in after.items() if name not in same},
            )
        ]
    )  # fmt: skip
    journal.want_indexed("repository", [old.uid])
