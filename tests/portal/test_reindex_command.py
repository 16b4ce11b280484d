"""``beffroi reindex``: a new generation in the place of the old one."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from beffroi.journal import actions as journal
from beffroi.journal.models import Outbox
from beffroi.portal import indexing
from tests.makers import make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_it_says_which_generation_holds_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    make_repository()
    call_command("reindex")
    said = dict(word.split("=") for word in capsys.readouterr().out.split())
    assert said["documents"] == "2"
    call_command("reindex", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert (found["documents"], found["generation"] == said["generation"]) == (2, False)


def test_what_was_to_be_learnt_is_learnt_with_it() -> None:
    repository = make_repository()
    journal.want_indexed("repository", [repository.uid])
    call_command("reindex")
    assert not Outbox.objects.exists()


def test_while_another_one_writes_it_says_so() -> None:
    journal.take_lease(indexing.TIMER, "worker", at=timezone.now(), seconds=60)
    with pytest.raises(indexing.IndexBusyError, match="try again"):
        call_command("reindex")
