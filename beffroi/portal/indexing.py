"""The index kept up with the database: the outbox emptied, a new generation built."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from beffroi.journal import actions as journal
from beffroi.journal.models import Outbox
from beffroi.lib.errors import BeffroiError
from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.shapes import Lineage
from beffroi.repositories.models import Repository
from beffroi.search import generations, native
from beffroi.search.current import current_index
from beffroi.search.engine import build, open_writer
from beffroi.search.errors import BrokenIndexError
from beffroi.search.shapes import Document, Query, SearchWriter
from beffroi.search.twin import SqlTwin, Vendor

TIMER = "index"
BATCH = 2000
MANY = 5000
"""Wishes from which building anew may cost less than changing what is there."""
HELD_SECONDS = 120.0
RENEW_EVERY = 2000
PART = 500
"""Uids in one question to the database."""

_WITH_BODIES: Mapping[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "repository": (Repository.objects.all, "account__organisation"),
    "account": (ForgeAccount.objects.all, "organisation"),
    "organisation": (Organisation.objects.all, "pk"),
}
"""Kind of a thing → its rows, the column that says which body it is of."""


class IndexBusyError(BeffroiError):
    """Somebody else is writing the index."""


def learn(_at: datetime) -> int:
    """Teach the index what changed: at most ``BATCH`` rows of the outbox; return how many.

    Where there is no index that can be used, a new one is built instead.
    """
    try:
        if not _is_built() or _is_quicker_anew():
            return _build(holder="")[1]
        rows = list(Outbox.objects.order_by("pk")[:BATCH].values_list("pk", "kind", "uid"))
        if rows:
            _teach([(kind, uid) for _, kind, uid in rows])
            journal.forget_wishes([row[0] for row in rows])
        return len(rows)
    except BrokenIndexError:
        return _build(holder="")[1]


def _teach(things: list[tuple[str, str]]) -> None:
    wanted: defaultdict[str, list[str]] = defaultdict(list)
    for kind, uid in things:
        wanted[kind].append(uid)
    bodies = _bodies_of(wanted)
    if bodies:
        wanted["organisation"] = bodies
    with _writer() as writer:
        for kind, uids in wanted.items():
            found = list(_documents(kind, uids))
            writer.put(found)
            listed = {document.uid for document in found}
            writer.delete((kind, uid) for uid in uids if uid not in listed)
        writer.commit()


def _bodies_of(wanted: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the uids of the bodies whose own documents may be others now, all above them too.

    Documents of bodies hold figures of their repositories. They are learnt in the same commit,
    once for however many repositories changed; no row of the outbox is written for them.
    """
    keys: set[int] = set()
    for kind, (rows, column) in _WITH_BODIES.items():
        uids = sorted(set(wanted.get(kind, ())))
        for start in range(0, len(uids), PART):
            found = rows().filter(uid__in=uids[start : start + PART])
            keys.update(found.values_list(column, flat=True))
    lineage = Lineage.of_all() if keys else None
    above = {one.uid for key in keys for one in lineage.above(key)} if lineage else set()
    return sorted(above | set(wanted.get("organisation", ())))


def rebuild(*, holder: str, at: datetime) -> tuple[str, int]:
    """Build a new generation from the whole database and put it in place of the old one.

    Returns its name and how many documents it holds. Raises IndexBusyError while somebody
    else writes.
    """
    if not journal.take_lease(TIMER, holder, at=at, seconds=HELD_SECONDS, is_early=True):
        raise IndexBusyError("The index is being written just now; try again in a minute.")
    count = 0
    try:
        generation, count = _build(holder=holder)
    finally:
        now = datetime.now(UTC)
        journal.end_lease(TIMER, at=now, due_at=now, count=count)
    return generation, count


def _build(*, holder: str) -> tuple[str, int]:
    """Build and swap; what changes meanwhile stays in the outbox and is learnt afterwards."""
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in chain.from_iterable(_documents(kind, None) for kind in _kinds()):
            count += 1
            if holder and count % RENEW_EVERY == 0:
                journal.keep_lease(TIMER, holder, at=datetime.now(UTC), seconds=HELD_SECONDS)
            yield document

    # These very rows: a row with a lower key may still be on its way in another transaction.
    wishes = list(Outbox.objects.values_list("pk", flat=True))
    generation = _built(counted())
    journal.forget_wishes(wishes)
    return generation, count


def _is_quicker_anew() -> bool:
    """Tell whether more is to be learnt than is known, as after a first import."""
    wishes = Outbox.objects.count()
    if wishes < MANY:
        return False
    index = current_index(settings.BEFFROI_INDEX, connection.cursor, _vendor())
    return index is None or wishes > index.search(Query(size=0)).count


def _is_built() -> bool:
    if native.IS_THERE:
        return generations.current(settings.BEFFROI_INDEX) is not None
    return current_index(settings.BEFFROI_INDEX, connection.cursor, _vendor()) is not None


@contextmanager
def _writer() -> Iterator[SearchWriter]:
    """Give the writer of the index, or of its twin where there is no tantivy."""
    if native.IS_THERE:
        with open_writer(settings.BEFFROI_INDEX) as writer:
            yield writer
    else:
        with transaction.atomic():
            yield SqlTwin(connection.cursor, _vendor())


def _built(documents: Iterator[Document]) -> str:
    if native.IS_THERE:
        return build(settings.BEFFROI_INDEX, documents)
    twin = SqlTwin(connection.cursor, _vendor())
    with transaction.atomic():
        twin.drop()
        twin.create()
        twin.put(documents)
    return twin.generation


def _vendor() -> Vendor:
    return "postgresql" if connection.vendor == "postgresql" else "sqlite"


def _kinds() -> list[str]:
    return [kind for kind, _ in SEARCH_DOCUMENTS.items()]


def _documents(kind: str, uids: list[str] | None) -> Iterator[Any]:
    provider = SEARCH_DOCUMENTS.get(kind)
    return iter(()) if provider is None else iter(provider.documents(uids))
