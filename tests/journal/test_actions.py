"""The journal: chained acts, the outbox, leases that one of several gets."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

import pytest

from beffroi.journal import actions
from beffroi.journal.models import Act, Lease, Outbox
from beffroi.journal.shapes import Deed

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def deed(uid: str, **facts: object) -> Deed:
    known = {"at": NOON, "verb": "recorded", "object_kind": "repository", "object_uid": uid}
    return Deed(**{**known, **facts})


def test_each_act_is_chained_to_the_one_before() -> None:
    actions.note([deed("a"), deed("b")])
    actions.note([deed("c", after={"name": "é"})])
    assert actions.first_broken(Act.objects.order_by("pk")) is None
    assert len(set(Act.objects.values_list("digest", flat=True))) == 3


def test_a_digest_is_that_of_canonical_json_so_that_anybody_can_check_a_chain() -> None:
    one = deed('a“"\n', after={"b": "é", "a": [None, 1.5]}, source="x\\", person_uid="é\x7f")
    facts = {name: getattr(one, name) for name in Deed.__dataclass_fields__}
    facts["at"] = NOON.isoformat()
    text = json.dumps(["ab", facts], sort_keys=True, ensure_ascii=False)
    assert actions.digest_of(one, "ab") == hashlib.sha256(text.encode()).hexdigest()


def test_an_act_changed_behind_the_journals_back_is_found() -> None:
    actions.note([deed("a"), deed("b"), deed("c")])
    second = Act.objects.get(object_uid="b")
    Act.objects.filter(pk=second.pk).update(verb="withdrew")
    assert actions.first_broken(Act.objects.order_by("pk")) == second.pk


def test_an_act_taken_out_is_found() -> None:
    actions.note([deed("a"), deed("b"), deed("c")])
    Act.objects.filter(object_uid="b").delete()
    last = Act.objects.get(object_uid="c")
    assert actions.first_broken(Act.objects.order_by("pk")) == last.pk


def test_noting_nothing_writes_nothing() -> None:
    actions.note([])
    assert not Act.objects.exists()


def test_acts_about_one_thing_come_newest_first() -> None:
    actions.note([deed("a"), deed("b"), deed("a", verb="changed")])
    assert [act.verb for act in Act.objects.about("repository", "a")] == ["changed", "recorded"]


def test_a_thing_wanted_again_while_it_is_read_stays_wanted() -> None:
    actions.want_indexed("repository", ["a", "a"])
    read = list(Outbox.objects.values_list("pk", flat=True))
    actions.want_indexed("repository", ["a"])
    actions.forget_wishes(read)
    assert (len(read), list(Outbox.objects.values_list("uid", flat=True))) == (1, ["a"])


def test_forgotten_wishes_leave_the_others() -> None:
    actions.want_indexed("repository", ["a", "b"])
    actions.forget_wishes([Outbox.objects.get(uid="a").pk])
    assert list(Outbox.objects.values_list("uid", flat=True)) == ["b"]


def test_only_the_first_asker_gets_a_timer() -> None:
    assert actions.take_lease("index", "one", at=NOON, seconds=60)
    assert not actions.take_lease("index", "two", at=NOON, seconds=60)


def test_a_silent_holder_loses_the_timer_when_it_expires() -> None:
    actions.take_lease("index", "one", at=NOON, seconds=60)
    later = NOON + timedelta(seconds=61)
    assert actions.take_lease("index", "two", at=later, seconds=60)
    assert not actions.keep_lease("index", "one", at=later, seconds=60)


def test_a_holder_keeps_its_timer_by_saying_so() -> None:
    actions.take_lease("index", "one", at=NOON, seconds=60)
    assert actions.keep_lease("index", "one", at=NOON, seconds=600)
    assert not actions.take_lease("index", "two", at=NOON + timedelta(seconds=61), seconds=60)


def test_an_ended_timer_is_due_again_at_its_hour_and_counts_failures() -> None:
    actions.take_lease("index", "one", at=NOON, seconds=60)
    hour = NOON + timedelta(hours=1)
    actions.end_lease("index", at=NOON, due_at=hour, count=0, error="the disk is full")
    assert not actions.take_lease("index", "one", at=NOON + timedelta(minutes=59), seconds=60)
    assert actions.take_lease("index", "one", at=hour, seconds=60)
    assert actions.failures_of("index") == 1


def test_success_ends_the_row_of_failures() -> None:
    actions.take_lease("index", "one", at=NOON, seconds=60)
    actions.end_lease("index", at=NOON, due_at=NOON, count=0, error="no")
    actions.take_lease("index", "one", at=NOON, seconds=60)
    actions.end_lease("index", at=NOON, due_at=NOON, count=7)
    lease = Lease.objects.get(name="index")
    assert (lease.failures, lease.error, lease.done_count) == (0, "", 7)
