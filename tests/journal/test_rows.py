"""Many rows at once: the same rows as one by one."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from beffroi.journal.actions import rows
from beffroi.journal.models import Act, Lease, Outbox

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def act(number: int, **facts: Any) -> dict[str, Any]:
    known = {"at": NOON, "person_uid": "", "source": "test", "body_uid": "", "verb": "tried"}
    more = {"object_kind": "x", "object_uid": str(number), "before": {}, "after": {}, "digest": ""}
    return {**known, **more, **facts}


def test_inserted_rows_are_those_that_django_would_write() -> None:
    odd = act(1, at=NOON.replace(microsecond=5), after={"é": [None, True, 1.5]}, verb="“it’s\t\\”")
    rows.insert(Act, [odd, act(2)])
    one = Act.objects.create(**odd)
    first, second, same = Act.objects.order_by("pk").values()
    assert {**first, "id": one.pk} == same
    assert second["object_uid"] == "2"


def test_rows_are_read_as_django_reads_them() -> None:
    rows.insert(Act, [act(1, after={"a": {}}), act(2, before={"b": [1]})])
    read = rows.read(Act.objects.order_by("-pk"))
    expected = list(Act.objects.order_by("-pk"))
    assert read == expected
    for one, other in zip(read, expected, strict=True):
        facts = {name: value for name, value in vars(one).items() if name != "_state"}
        assert facts == {name: value for name, value in vars(other).items() if name != "_state"}


def test_unknown_stays_unknown() -> None:
    lease = {"name": "a", "holder": "", "due_at": NOON, "expires_at": NOON, "done_at": None}
    rows.insert(Lease, [{**lease, "done_count": 0, "failures": 0, "error": ""}])
    assert rows.read(Lease.objects.all())[0].done_at is None


def test_rows_are_changed_in_their_order_each_in_its_columns() -> None:
    rows.insert(Act, [act(1), act(2)])
    one, two = Act.objects.order_by("pk")
    later = {"at": NOON + timedelta(days=1), "after": {"a": 1}}
    rows.update(Act, [(one.pk, later), (two.pk, {"verb": "moved"}), (one.pk, {"verb": "last"})])
    one, two = Act.objects.order_by("pk")
    assert (one.at, one.after, one.verb) == (later["at"], {"a": 1}, "last")
    assert (two.at, two.verb) == (NOON, "moved")


def test_a_question_without_answer_and_no_rows_cost_nothing(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(0):
        rows.insert(Outbox, [])
        rows.update(Outbox, [])
        assert rows.read(Outbox.objects.filter(pk__in=[])) == []


def test_a_row_that_breaks_a_rule_of_the_table_is_refused_as_by_django() -> None:
    lease = {"name": "a", "holder": "", "due_at": NOON, "expires_at": NOON, "done_at": None}
    both = [{**lease, "done_count": 0, "failures": 0, "error": ""}] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(Lease, both)


def test_a_new_object_has_the_defaults_of_its_model_each_its_own() -> None:
    one, two = (rows.fresh(Act, {"verb": "tried"}) for _ in range(2))
    assert (one.verb, one.source, one.before, one.pk) == ("tried", "", {}, None)
    assert one.before is not two.before


def test_an_object_is_written_into_its_row_whole_or_in_part() -> None:
    rows.insert(Act, [act(1), act(2)])
    one = Act.objects.get(object_uid="1")
    one.verb, one.after, one.source = "moved", {"a": 1}, "elsewhere"
    rows.save(one, "verb", "after")
    assert Act.objects.get(pk=one.pk).source == "test"
    rows.save(one)
    assert Act.objects.values_list("verb", "source").get(pk=one.pk) == ("moved", "elsewhere")
    assert Act.objects.get(object_uid="2").verb == "tried"


def test_what_all_rows_have_in_common_is_stored_as_it_is() -> None:
    odd = {"source": "it’s 100 % 'quoted'", "body_uid": "plain", "after": {"a": "é\n"}}
    rows.insert(Act, [act(number, **odd) for number in range(2 * rows.MANY)])
    one = Act.objects.create(**act(0, **odd))
    names = ("at", "source", "body_uid", "verb", "before", "after", "digest")
    expected = {name: getattr(one, name) for name in names}
    found = Act.objects.exclude(pk=one.pk).values(*names)
    assert [row for row in found if row == expected] == list(found)
    assert len({*Act.objects.values_list("object_uid")}) == len(found)


def test_rows_that_differ_in_nothing_are_written_as_often_as_they_are() -> None:
    rows.insert(Act, [act(0)] * rows.MANY)
    assert Act.objects.filter(object_uid="0").count() == rows.MANY
