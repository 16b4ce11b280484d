"""``beffroi withdraw``: by hand, with a reason, and found no more."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from beffroi.journal.models import Act
from beffroi.portal import indexing
from beffroi.repositories.models import Repository
from beffroi.search.engine import open_index
from beffroi.search.shapes import Query
from tests.makers import NOON, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_a_tombstone_is_found_no_more(capsys: pytest.CaptureFixture[str]) -> None:
    for uid in ("a", "b"):
        make_repository(uid=uid)
    indexing.learn(NOON)
    call_command("withdraw", "a", "--reason", "legal")
    assert capsys.readouterr().out == "withdrawn=1 already=0\n"
    assert Repository.objects.get(uid="a").withdrawn_reason == "legal"
    assert Act.objects.get(verb="withdrawn").source == "manual:command"
    index = open_index(settings.BEFFROI_INDEX)
    assert index is not None
    hits = index.search(Query(filters={"kind": ("repository",)})).hits
    assert [hit.uid for hit in hits] == ["b"]


def test_what_is_withdrawn_already_is_counted_and_keeps_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_repository(uid="a", withdrawn_at=NOON, withdrawn_reason="deleted")
    call_command("withdraw", "a", "--reason", "legal")
    assert capsys.readouterr().out == "withdrawn=0 already=1\n"
    assert Repository.objects.get().withdrawn_reason == "deleted"


def test_an_unknown_name_withdraws_nothing_and_is_said() -> None:
    make_repository(uid="a")
    with pytest.raises(CommandError, match="nobody") as refused:
        call_command("withdraw", "a", "nobody", "--reason", "legal")
    assert refused.value.returncode == 2
    assert Repository.objects.listed().exists()


def test_an_unknown_reason_names_the_known_ones() -> None:
    with pytest.raises(CommandError, match="out-of-scope"):
        call_command("withdraw", "a", "--reason", "boredom")
