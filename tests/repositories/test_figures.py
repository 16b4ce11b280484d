"""The catalogue in numbers: of the index, of the database, once for each state."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beffroi.organisations.pages.asking import open_now
from beffroi.portal.indexing import rebuild
from beffroi.repositories.models import Repository
from beffroi.repositories.pages import figures
from beffroi.repositories.pages.figures import Counted, Month, counted
from beffroi.search.shapes import Query, SearchIndex
from beffroi.search.twin import SqlTwin
from tests.makers import make_account, make_forge, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = datetime(2026, 11, 24, tzinfo=UTC).date()


def filled(*facts: dict[str, Any]) -> SearchIndex:
    body = make_organisation(uid="etalab", parent=make_organisation(uid="top", kind="ministry"))
    account = make_account(organisation=body)
    for one in facts or ({}, {}):
        make_repository(**{"account": account, **one})
    rebuild(holder="test", at=timezone.now())
    index = open_now()
    assert index
    return index


def ask(index: SearchIndex, **filters: tuple[str, ...]) -> Counted:
    return counted(index, Query(filters=filters, today=TODAY))


def test_the_same_question_is_counted_once_for_a_state_of_the_index() -> None:
    index = filled()
    first = ask(index)
    with CaptureQueriesContext(connection) as asked:
        assert ask(index) is first
    assert len(asked) == 0


def test_another_question_and_another_commit_are_counted_anew() -> None:
    index = filled({"language": "Python"}, {})
    first = ask(index)
    assert ask(index, language=("Python",)).total == 1
    rebuild(holder="test", at=timezone.now())
    index._looked_at = 0.0  # type: ignore[attr-defined]  # noqa: SLF001 (a second later)
    assert ask(index) is not first


def test_an_index_that_cannot_tell_its_state_is_asked_each_time() -> None:
    filled()
    twin = SqlTwin(connection.cursor, "sqlite" if connection.vendor == "sqlite" else "postgresql")
    twin.create()
    assert twin.state is None
    first = ask(twin)
    assert (first.total, first.name) == (0, "")
    assert ask(twin) is not first


def test_a_filter_counts_only_what_it_leaves() -> None:
    index = filled({"language": "Python", "licence": "MIT"}, {"language": "Java"}, {})
    found = ask(index, language=("Python", "Java"))
    assert found.of("language") == {"Java": 1, "Python": 1}
    assert found.of("licence") == {"MIT": 1, "unknown": 1}


def test_a_body_above_has_no_door_in_the_figures_of_one_below() -> None:
    index = filled()
    make_repository(account=make_account(organisation=make_organisation(uid="two")))
    beside = make_organisation(uid="beside", parent_id=None)
    top = Repository.objects.first().account.organisation.parent  # type: ignore[union-attr]
    beside.parent = top
    beside.save()
    make_repository(account=make_account(organisation=beside))
    rebuild(holder="test", at=timezone.now())
    index = open_now()  # type: ignore[assignment]
    index._looked_at = 0.0  # type: ignore[attr-defined]  # noqa: SLF001 (a second later)
    assert ask(index, organisation=("etalab",)).of("organisation") == {"etalab": 2}
    assert ask(index, organisation=("top",)).of("organisation") == {
        "top": 3,
        "etalab": 2,
        "beside": 1,
    }


def test_months_count_what_entered_and_what_was_withdrawn() -> None:
    march, may = datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)
    index = filled(
        {"first_seen_at": march, "withdrawn_at": may, "withdrawn_reason": "deleted"},
        {"first_seen_at": march},
        {"first_seen_at": may},
    )
    assert ask(index).months == (Month("2026-03", 2, 0), Month("2026-05", 1, 1))
    assert ask(index, language=("unknown",)).months == ()


def test_forges_are_told_apart_by_their_software() -> None:
    made = datetime(2020, 1, 1, tzinfo=UTC)
    lab = make_account(forge=make_forge("gitlab.example", software="gitlab"))
    odd = make_account(forge=make_forge("odd.example", software=""))
    index = filled({"created_at": made}, {"account": lab, "created_at": made}, {"account": odd})
    found = {one.name: (one.hosts, dict(one.created)) for one in ask(index).software}
    assert found["github"] == (("github.com",), {"2020": 1})
    assert found["gitlab"] == (("gitlab.example",), {"2020": 1})
    assert found[""] == (("odd.example",), {"unknown": 1})


def test_the_first_are_those_with_the_most_and_never_with_none() -> None:
    index = filled({"stars": 3, "forks": 1}, {"stars": 5}, {"stars": 0, "forks": 0}, {})
    found = ask(index)
    assert [one.number for one in found.starred] == [5, 3]
    assert [one.number for one in found.forked] == [1]


def test_a_choice_adds_to_what_must_be_there_and_replaces_the_rest() -> None:
    query = Query(filters={"has": ("readme",), "language": ("Java",)})
    assert figures.narrowed(query, "has", "licence")["has"] == ("readme", "licence")
    assert figures.narrowed(query, "language", "C")["language"] == ("C",)
