"""What crosses the catalogue's border."""

import pytest

from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import REVIVABLE, WITHDRAWAL_REASONS, Outcome


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
