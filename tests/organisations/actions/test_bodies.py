"""Bodies enter the registry, and learn what sources say of them anew."""

import pytest

from beffroi.journal.models import Act, Outbox
from beffroi.organisations.actions.changes import is_manual
from beffroi.organisations.actions.uids import uid_of_body
from beffroi.organisations.models import Organisation
from tests.makers import NOON
from tests.organisations.actions.registering import (
    LATER,
    MANUAL,
    account_facts,
    accounts,
    acts,
    bodies,
    body_facts,
    wanted,
)

pytestmark = pytest.mark.django_db


def test_a_new_body_is_there_with_all_that_is_said() -> None:
    facts = body_facts(
        kind="ministry", country="FR", description="D", website="https://a.example",
        names={"fr": "Corps 1"},
    )  # fmt: skip
    assert bodies(facts) == ["new"]
    body = Organisation.objects.known_as("x", "1").get()
    assert (body.uid, body.name, body.names) == ("body-1", "Body 1", {"fr": "Corps 1"})
    assert (body.kind, body.country, body.website) == ("ministry", "FR", "https://a.example")
    assert body.sources == {"*": {"by": "list", "at": "2026-05-04T12:00:00Z"}}
    assert acts() == [("recorded", "organisation", "body-1")]
    assert wanted("organisation") == {"body-1"}


def test_a_second_run_changes_and_notes_nothing() -> None:
    facts = [body_facts("1", parent=("x", "2")), body_facts("2", names={"fr": "B"})]
    bodies(*facts)
    before = acts()
    Outbox.objects.all().delete()
    assert bodies(*facts, at=LATER) == ["same", "same"]
    assert (acts(), wanted("organisation"), wanted("account")) == (before, set(), set())
    assert set(Organisation.objects.values_list("changed_at", flat=True)) == {NOON}


def test_what_changed_is_noted_with_before_and_after() -> None:
    bodies(body_facts(kind="agency"))
    assert bodies(body_facts(kind="court"), source="other", at=LATER) == ["changed"]
    act = Act.objects.get(verb="changed")
    assert (act.before, act.after, act.source) == ({"kind": "agency"}, {"kind": "court"}, "other")
    body = Organisation.objects.get()
    assert body.changed_at == LATER
    assert body.sources["kind"] == {"by": "other", "at": "2026-05-05T12:00:00Z"}
    assert body.sources["*"]["by"] == "list"


def test_a_body_learns_further_identifiers_but_never_anothers() -> None:
    bodies(body_facts("1"), body_facts("2"))
    more = body_facts("1", identifiers=(("x", "1"), ("y", "9"), ("y", "9"), ("x", "2")))
    assert [bodies(more), bodies(more)] == [["changed"], ["same"]]
    assert Organisation.objects.known_as("y", "9").get().name == "Body 1"
    assert Organisation.objects.known_as("x", "2").get().name == "Body 2"
    assert bodies(body_facts("9", name="Body 1", identifiers=(("y", "9"),))) == ["same"]


def test_a_person_s_value_wins_over_every_source() -> None:
    bodies(body_facts(kind="agency"), body_facts("2"))
    body = Organisation.objects.known_as("x", "1").get()
    body.sources |= {"name": MANUAL, "parent": MANUAL}
    body.name = "By hand"
    body.save()
    said = body_facts(name="By list", kind="court", parent=("x", "2"))
    assert bodies(said, at=LATER) == ["changed"]
    body.refresh_from_db()
    assert (body.name, body.kind, body.parent) == ("By hand", "court", None)
    assert is_manual(body, "name")
    assert not is_manual(body, "kind")


def test_nothing_said_overwrites_nothing() -> None:
    bodies(body_facts(description="D", website="https://a.example", kind="court"))
    assert bodies(body_facts(), source="other", at=LATER) == ["same"]
    assert bodies(body_facts(description="", website=""), source="other", at=LATER) == ["same"]
    assert Organisation.objects.get().description == "D"


def test_the_source_of_a_value_may_empty_it_again() -> None:
    bodies(body_facts(description="D"))
    assert bodies(body_facts(description=""), at=LATER) == ["changed"]
    assert Organisation.objects.get().description == ""
    assert bodies(body_facts(description=""), at=LATER) == ["same"]


def test_names_are_added_by_language() -> None:
    bodies(body_facts(names={"fr": "A"}))
    bodies(body_facts(names={"de": "B"}), at=LATER)
    assert Organisation.objects.get().names == {"fr": "A", "de": "B"}


def test_parents_may_come_later_in_the_list() -> None:
    assert bodies(body_facts("1", parent=("x", "2")), body_facts("2")) == ["new", "new"]
    child = Organisation.objects.known_as("x", "1").get()
    assert child.parent == Organisation.objects.known_as("x", "2").get()
    act = Act.objects.get(verb="changed")
    assert (act.before, act.after) == ({"parent": None}, {"parent": "body-2"})


def test_a_parent_may_be_named_by_the_uid_of_an_export_and_may_be_unknown() -> None:
    bodies(body_facts("1", parent=("x", "nobody")), body_facts("2", parent=("uid", "body-1")))
    parents = dict(Organisation.objects.values_list("uid", "parent__uid"))
    assert parents == {"body-1": None, "body-2": "body-1"}


def test_moving_under_another_body_is_a_change_and_tells_the_index_of_all_below() -> None:
    bodies(body_facts("1"), body_facts("2"), body_facts("3", parent=("x", "2")))
    accounts(account_facts(body=body_facts("3")))
    Outbox.objects.all().delete()
    assert bodies(body_facts("2", parent=("x", "1")), at=LATER) == ["changed"]
    assert wanted("organisation") == {"body-2", "body-3"}
    assert wanted("account") == {"etalab-github-com"}


def test_nobody_stands_under_itself() -> None:
    bodies(body_facts("1"), body_facts("2", parent=("x", "1")))
    circle = [body_facts("1", parent=("x", "2")), body_facts("2", parent=("x", "2"))]
    assert bodies(*circle, at=LATER) == ["same", "same"]


def test_two_bodies_of_one_name_have_two_uids() -> None:
    bodies(body_facts("1", name="Mairie"), body_facts("2", name="Mairie"))
    first, second = Organisation.objects.order_by("pk").values_list("uid", flat=True)
    assert first == "mairie"
    assert second == uid_of_body("Mairie", "x:2", {"mairie"})
    assert second.startswith("mairie-")


def test_an_export_read_back_keeps_the_uid() -> None:
    bodies(body_facts("1", name="New name", identifiers=(("uid", "old-name"), ("x", "1"))))
    body = Organisation.objects.get()
    assert (body.uid, str(body)) == ("old-name", "New name")
    assert list(map(str, body.identifiers.all())) == ["x:1"]


def test_the_repositories_of_a_renamed_body_are_looked_at_again() -> None:
    accounts(account_facts(body=body_facts("1")))
    Outbox.objects.all().delete()
    bodies(body_facts("1", name="Renamed"), at=LATER)
    assert (wanted("organisation"), wanted("account")) == ({"body-1"}, {"etalab-github-com"})
