"""The index follows the database: outbox, new generation, broken folder."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from beffroi.journal import actions as journal
from beffroi.journal.models import Lease, Outbox
from beffroi.portal import indexing
from beffroi.repositories.models import Repository
from beffroi.search import generations
from beffroi.search.engine import open_index
from beffroi.search.shapes import Query
from tests.makers import make_account, make_organisation, make_repository

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    index = open_index(settings.BEFFROI_INDEX)
    assert index is not None
    hits = index.search(Query(text=text, filters={"kind": ("repository",)})).hits
    return [hit.uid for hit in hits]


def test_the_first_step_builds_an_index_of_everything() -> None:
    make_repository(uid="carte", description="Cartographie des forêts")
    assert indexing.learn(NOON) == 2
    assert found("cartographie") == ["carte"]


def test_a_changed_repository_is_learnt_once_and_the_outbox_is_empty_again() -> None:
    repository = make_repository(uid="carte", description="Cartographie")
    indexing.learn(NOON)
    Repository.objects.filter(pk=repository.pk).update(description="Urbanisme")
    journal.want_indexed("repository", ["carte"])
    assert indexing.learn(NOON) == 1
    assert (found("urbanisme"), found("cartographie")) == (["carte"], [])
    assert not Outbox.objects.exists()
    assert indexing.learn(NOON) == 0


def test_a_withdrawn_repository_leaves_the_index() -> None:
    repository = make_repository(uid="carte", description="Cartographie")
    indexing.learn(NOON)
    gone = {"withdrawn_at": NOON, "withdrawn_reason": "deleted"}
    Repository.objects.filter(pk=repository.pk).update(**gone)
    journal.want_indexed("repository", ["carte"])
    indexing.learn(NOON)
    assert found("cartographie") == []


def test_an_unknown_kind_in_the_outbox_hurts_nothing() -> None:
    indexing.learn(NOON)
    journal.want_indexed("nothing", ["x"])
    assert indexing.learn(NOON) == 1


def test_a_broken_folder_is_built_anew() -> None:
    make_repository(uid="carte", description="Cartographie")
    settings.BEFFROI_INDEX.mkdir(parents=True)
    (settings.BEFFROI_INDEX / "current").write_text("0-old")
    indexing.learn(NOON)
    assert found("cartographie") == ["carte"]


def test_after_a_first_import_a_new_index_is_built_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    indexing.learn(NOON)
    monkeypatch.setattr(indexing, "MANY", 3)
    journal.want_indexed("repository", ["a", "b", "c"])
    make_repository(uid="carte", description="Cartographie")
    before = (settings.BEFFROI_INDEX / "current").read_text()
    assert indexing.learn(NOON) == 2
    assert (settings.BEFFROI_INDEX / "current").read_text() != before
    assert found("cartographie") == ["carte"]
    assert not Outbox.objects.exists()


def test_a_rebuild_by_hand_counts_what_it_holds_and_frees_the_timer() -> None:
    make_repository()
    generation, count = indexing.rebuild(holder="me", at=timezone.now())
    assert (generation.startswith(f"{generations.VERSION}-"), count) == (True, 2)
    assert indexing.rebuild(holder="me", at=timezone.now())[1] == count


def test_a_rebuild_waits_for_whoever_writes() -> None:
    now = timezone.now()
    journal.take_lease(indexing.TIMER, "worker", at=now, seconds=60)
    with pytest.raises(indexing.IndexBusyError):
        indexing.rebuild(holder="me", at=now)
    assert Lease.objects.get().holder == "worker"


def test_a_repository_is_found_under_every_body_above_it() -> None:
    ministry = make_organisation(uid="culture", kind="ministry")
    agency = make_organisation(uid="archives", parent=ministry)
    make_repository(uid="carte", account=make_account(organisation=agency))
    indexing.learn(NOON)
    index = open_index(settings.BEFFROI_INDEX)
    assert index is not None
    for name, value in (
        ("organisation", "archives"),
        ("organisation", "culture"),
        ("ministry", "culture"),
    ):
        answer = index.search(Query(filters={name: (value,), "kind": ("repository",)}))
        assert [hit.uid for hit in answer.hits] == ["carte"]


def bodies_by(sort: str, **filters: tuple[str, ...]) -> list[str]:
    index = open_index(settings.BEFFROI_INDEX)
    assert index is not None
    query = Query(sort=sort, filters={"kind": ("organisation",), **filters})
    return [hit.uid for hit in index.search(query).hits]


def test_a_repository_learnt_makes_its_body_and_all_above_be_learnt_with_it() -> None:
    ministry = make_organisation(uid="culture", kind="ministry")
    agency = make_account(organisation=make_organisation(uid="archives", parent=ministry))
    make_organisation(uid="empty")
    indexing.learn(NOON)
    assert bodies_by("name", publishes=("yes",)) == []
    make_repository(uid="carte", account=agency, stars=3)
    journal.want_indexed("repository", ["carte"])
    assert indexing.learn(NOON) == 1
    assert set(bodies_by("name", publishes=("yes",))) == {"archives", "culture"}
    assert bodies_by("-size")[-1] == bodies_by("-stars")[-1] == "empty"


def test_many_repositories_of_one_body_cost_as_many_questions_as_one(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    account = make_account()
    made = [make_repository(account=account).uid for _ in range(20)]
    indexing.learn(NOON)
    for uids in (made[:1], made):
        journal.want_indexed("repository", uids)
        with django_assert_num_queries(13):
            assert indexing.learn(NOON) == len(uids)
