"""What the doctor says of the database."""

import pytest
from django.db import connection
from django.utils import timezone

from beffroi.journal import actions as journal
from beffroi.journal.models import Act
from beffroi.journal.shapes import Deed
from beffroi.portal.doctor import store

pytestmark = pytest.mark.django_db


def states(*, is_thorough: bool = False) -> dict[str, str]:
    found = store.examine(timezone.now(), is_thorough=is_thorough)
    return {finding.key: finding.state for finding in found}


def act(count: int = 3) -> None:
    deed = Deed(at=timezone.now(), verb="try", object_kind="body", object_uid="x", source="test")
    journal.note([deed] * count)


def test_a_prepared_database_is_well() -> None:
    act()
    assert states() == {"database": "ok", "migrations": "ok", "journal": "ok"}
    assert store.is_usable()


def test_an_act_that_was_changed_is_found() -> None:
    act()
    Act.objects.filter(pk=Act.objects.order_by("pk")[1].pk).update(verb="other")
    assert states()["journal"] == "wrong"


def test_acts_taken_from_the_end_are_missed() -> None:
    act()
    Act.objects.newest()[0].delete()
    assert states()["journal"] == "wrong"


def test_a_long_journal_is_followed_whole_only_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    act(4)
    monkeypatch.setattr(store, "CHECKED_ACTS", 2)
    Act.objects.filter(pk=Act.objects.newest()[0].pk).update(verb="other")
    assert (states()["journal"], states(is_thorough=True)["journal"]) == ("note", "wrong")


def test_a_missing_step_is_told_with_the_command() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'journal'")
    found = next(f for f in store.examine(timezone.now()) if f.key == "migrations")
    assert (found.state, found.remedy) == ("wrong", "beffroi manage migrate")
    assert not store.is_usable()


def test_a_database_of_a_newer_program_asks_for_an_update() -> None:
    with connection.cursor() as cursor:
        words = (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '9999_x', %s)"
        )
        cursor.execute(words, [timezone.now()])
    found = next(f for f in store.examine(timezone.now()) if f.key == "migrations")
    assert "newer Beffroi" in found.says
