"""What the doctor says of index, worker, contents and copies."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from beffroi.journal import actions as journal
from beffroi.lib.sealing import new_key
from beffroi.organisations.actions.tokens import keep_token
from beffroi.organisations.models import ForgeToken
from beffroi.portal import indexing
from beffroi.portal.doctor import service
from beffroi.repositories.models import Repository
from tests.makers import make_forge, make_repository

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def states() -> dict[str, str]:
    found: dict[str, str] = {}
    for finding in service.examine(NOW):
        found.setdefault(finding.key, finding.state)
    return found


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> None:
    settings.BEFFROI_HOME = tmp_path
    settings.BEFFROI_INDEX = tmp_path / "index"


def test_without_an_index_every_list_is_empty() -> None:
    make_repository()
    assert states()["index"] == "wrong"


@pytest.mark.slow
def test_an_index_that_knows_less_than_the_database_is_wrong() -> None:
    make_repository()
    indexing.rebuild(holder="t", at=NOW)
    assert states()["index"] == "ok"
    Repository.objects.update(withdrawn_at=NOW, withdrawn_reason="gone")
    assert states()["index"] == "wrong"


def test_a_worker_that_never_ran_is_noted_and_one_that_stopped_is_wrong() -> None:
    assert states()["worker"] == "note"
    journal.take_lease("index", "me", at=NOW - timedelta(hours=2), seconds=60)
    journal.end_lease(
        "index", at=NOW - timedelta(hours=2), due_at=NOW - timedelta(hours=2), count=0
    )
    assert states()["worker"] == "wrong"


def test_a_timer_that_fails_is_named() -> None:
    journal.take_lease("index", "me", at=NOW, seconds=60)
    journal.end_lease("index", at=NOW, due_at=NOW, count=0, error="OSError: disk full")
    found = [finding.says for finding in service.examine(NOW) if finding.key == "worker"]
    assert any("disk full" in says for says in found)


@pytest.mark.parametrize(
    ("text", "state"),
    [(None, "note"), ("2026-11-24T03:00:00Z", "ok"), ("2026-10-01T03:00:00Z", "note")],
)
def test_the_age_of_the_last_copy_is_told(tmp_path: Path, text: str | None, state: str) -> None:
    if text:
        (tmp_path / "last-backup").write_text(text)
    assert states()["backup"] == state


def test_an_empty_registry_says_how_to_begin() -> None:
    found = [finding for finding in service.examine(NOW) if finding.key == "registry"]
    assert found[0].remedy == "beffroi import organisations FILE"


def test_a_token_that_no_key_opens_is_wrong(settings: Any) -> None:
    assert "tokens" not in states()
    keep_token(make_forge("gitlab.example.org"), "s3cret", at=NOW)
    assert states()["tokens"] == "ok"
    settings.BEFFROI_ENCRYPTION_KEYS = (new_key(),)
    assert states()["tokens"] == "wrong"


def test_a_token_that_its_forge_refuses_is_wrong() -> None:
    keep_token(make_forge("gitlab.example.org"), "s3cret", at=NOW)
    ForgeToken.objects.update(refused_at=NOW)
    said = [one for one in service.examine(NOW) if one.key == "tokens"]
    assert [(one.state, "gitlab.example.org" in one.says) for one in said] == [("wrong", True)]
