"""What crosses the catalogue's border."""

from typing import Any

import pytest

from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import REVIVABLE, WITHDRAWAL_REASONS, Outcome, counted
from tests.makers import NOON


@pytest.mark.parametrize("reason", WITHDRAWAL_REASONS)
def test_each_reason_is_a_sentence_in_both_languages_and_fits_its_column(reason: str) -> None:
    said = WITHDRAWAL_REASONS[reason]
    assert set(said) == {"fr", "en"}
    assert all(sentence.endswith(".") for sentence in said.values())
    assert len(reason) <= (Repository._meta.get_field("withdrawn_reason").max_length or 0)


def test_what_a_person_decided_is_not_undone_by_a_sight() -> None:
    assert not REVIVABLE & {"legal", "out-of-scope", "duplicate"}
    assert set(WITHDRAWAL_REASONS) >= REVIVABLE


def test_an_outcome_remarks_nothing_unasked() -> None:
    assert Outcome("same", "x").remarks == ()


COUNTED = {
    "at": "2026-05-04T12:00:00Z", "first_at": "2020-01-01T00:00:00Z",
    "last_at": "2026-05-01T00:00:00Z", "commits": 9, "commits_year": 3, "authors_year": 2,
}  # fmt: skip


def test_a_history_is_read_back_as_it_was_counted() -> None:
    found = counted({**COUNTED, "release": "v1", "released_at": "2026-05-04T12:00:00Z"})
    assert found
    assert (found.at, found.commits, found.authors_year) == (NOON, 9, 2)
    assert (found.release, found.released_at) == ("v1", NOON)


@pytest.mark.parametrize(
    "activity",
    [
        *(None, {}, [], "x", {"commits": 1}),
        {**COUNTED, "commits": True},
        {**COUNTED, "commits_year": -1},
        {**COUNTED, "at": "once"},
        {**COUNTED, "released_at": "soon"},
    ],
)
def test_what_is_no_history_is_unknown(activity: Any) -> None:
    assert counted(activity) is None
