"""Everything written to the journal; each room calls these inside its own transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from json.encoder import encode_basestring
from operator import attrgetter, itemgetter
from typing import Any

from django.db import transaction

from beffroi.journal.actions import rows
from beffroi.journal.models import Act, ChainHead, Lease, Outbox
from beffroi.journal.shapes import Deed

MAX_ERROR = 500


@transaction.atomic
def note(deeds: Sequence[Deed]) -> None:
    """Append acts; each row's digest covers the row and the digest before it."""
    if not deeds:
        return
    head = _locked_head()
    acts = []
    for deed in deeds:
        facts = dict(zip(_FIELDS, _values_of(deed), strict=True))
        facts["digest"] = head.digest = _digest(facts, head.digest)
        acts.append(facts)
    rows.insert(Act, acts)
    rows.save(head, "digest")


def _locked_head() -> ChainHead:
    """Return the head of the chain, for writing."""
    head = ChainHead.objects.select_for_update().filter(pk=1).first()
    if head is not None:
        return head
    ChainHead.objects.get_or_create(pk=1)
    return ChainHead.objects.select_for_update().get(pk=1)


_FIELDS = tuple(Deed.__dataclass_fields__)
_values_of = attrgetter(*_FIELDS)
_texts_of = itemgetter("body_uid", "object_kind", "object_uid", "person_uid", "source", "verb")
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode


def digest_of(deed: Deed | Act, before: str) -> str:
    """Return the SHA-256 of one act chained to the digest of the act before it."""
    return _digest({name: getattr(deed, name) for name in _FIELDS}, before)


def _digest(facts: Mapping[str, Any], before: str) -> str:
    """Return the digest of canonical JSON: keys sorted, signs as they are."""
    body, kind, uid, person, source, verb = map(encode_basestring, _texts_of(facts))
    text = (
        f'["{before}", {{"after": {_json(facts["after"])}, "at": "{facts["at"].isoformat()}", '
        f'"before": {_json(facts["before"])}, "body_uid": {body}, "object_kind": {kind}, '
        f'"object_uid": {uid}, "person_uid": {person}, "source": {source}, "verb": {verb}}}]'
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _json(value: Mapping[str, Any]) -> str:
    if not value:
        return "{}"
    if len(value) == 1:  # a new repository has its address, which needs no encoder
        ((key, text),) = value.items()
        if type(text) is str and type(key) is str:
            return f"{{{encode_basestring(key)}: {encode_basestring(text)}}}"
    return _encode(value)


def first_broken(acts: Iterable[Act]) -> int | None:
    """Return the key of the first act that no longer fits its chain, in order of keys, or None."""
    digest = ""
    for act in acts:
        digest = digest_of(act, digest)
        if act.digest != digest:
            return int(act.pk)
    return None


def want_indexed(kind: str, uids: Iterable[str]) -> None:
    """Note that the search index must look again at these things."""
    rows.insert(Outbox, [{"kind": kind, "uid": uid} for uid in dict.fromkeys(uids)])


def forget_wishes(keys: Sequence[int]) -> None:
    """Remove outbox rows, by key, once the index has learnt them."""
    for start in range(0, len(keys), 500):
        Outbox.objects.filter(pk__in=keys[start : start + 500]).delete()


def take_lease(
    name: str, holder: str, *, at: datetime, seconds: float, is_early: bool = False
) -> bool:
    """Take one timer if it is free and due; only one of several askers gets it.

    ``is_early``: although it is not due yet, because a person asks.
    """
    if not Lease.objects.filter(name=name).exists():
        Lease.objects.get_or_create(name=name, defaults={"due_at": at, "expires_at": at})
    free = Lease.objects.free(at) if is_early else Lease.objects.due(at)
    held = {"holder": holder, "expires_at": at + timedelta(seconds=seconds)}
    return bool(free.filter(name=name).update(**held))


def free_leases(*, at: datetime) -> None:
    """Let every timer be taken again at once: after a restore nobody holds one."""
    Lease.objects.update(holder="", expires_at=at, due_at=at)


def end_lease(name: str, *, at: datetime, due_at: datetime, count: int, error: str = "") -> None:
    """Give a timer back with what it did, or why it failed, and when it is due again."""
    lease = Lease.objects.get(name=name)
    lease.expires_at = at
    lease.due_at = due_at
    lease.error = error[:MAX_ERROR]
    lease.failures = lease.failures + 1 if error else 0
    if not error:
        lease.done_at, lease.done_count = at, count
    lease.save()


def keep_lease(name: str, holder: str, *, at: datetime, seconds: float) -> bool:
    """Hold one timer a while longer; False when it was lost to somebody else."""
    mine = Lease.objects.filter(name=name, holder=holder, expires_at__gt=at)
    return bool(mine.update(expires_at=at + timedelta(seconds=seconds)))


def failures_of(name: str) -> int:
    """Return how often in a row one timer has failed."""
    return Lease.objects.filter(name=name).values_list("failures", flat=True).first() or 0
