"""What the tables of the journal refuse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from beffroi.journal.models import Act, ChainHead, Lease, Outbox
from tests.makers import NOON

pytestmark = pytest.mark.django_db


def make_lease(name: str = "index", **facts: object) -> Lease:
    return Lease.objects.create(**{"name": name, "due_at": NOON, "expires_at": NOON, **facts})


def test_a_timer_has_one_lease() -> None:
    make_lease()
    with pytest.raises(IntegrityError, match="name"):
        make_lease()


def test_a_count_is_not_negative() -> None:
    with pytest.raises(IntegrityError, match="done_count"):
        make_lease(done_count=-1)


def test_a_timer_is_due_when_its_hour_has_come_and_its_holder_is_silent() -> None:
    make_lease("due")
    make_lease("held", expires_at=NOON + timedelta(seconds=1))
    make_lease("early", due_at=NOON + timedelta(seconds=1))
    assert set(Lease.objects.free(NOON).values_list("name", flat=True)) == {"due", "early"}
    assert list(Lease.objects.due(NOON).values_list("name", flat=True)) == ["due"]


def test_the_newest_acts_come_first() -> None:
    for uid in ("a", "b"):
        Act.objects.create(
            at=NOON, verb="recorded", object_kind="repository", object_uid=uid, digest="0"
        )
    assert [act.object_uid for act in Act.objects.newest()] == ["b", "a"]


def test_rows_say_what_they_are() -> None:
    act = Act(verb="withdrew", object_kind="repository", object_uid="a")
    assert str(act) == "withdrew repository a"
    assert str(Outbox(kind="account", uid="b")) == "account b"
    assert str(ChainHead(digest="0f")) == "0f"
    assert str(Lease(name="index")) == "index"
