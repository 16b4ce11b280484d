"""A host that stays silent is given up."""

from beffroi.forges.patience import MOST_SILENT, Patience
from beffroi.lib.http.errors import DoorError

SILENT = DoorError("timeout", "Too late.")


def test_a_row_of_silent_calls_ends_a_reading() -> None:
    patience = Patience(60)
    for _ in range(MOST_SILENT - 1):
        patience.note(SILENT)
    assert not patience.is_over
    patience.note(SILENT)
    assert patience.is_over


def test_one_answer_in_between_starts_the_count_again() -> None:
    patience = Patience(60)
    for error in (SILENT, SILENT, SILENT, None, SILENT, DoorError("not-found", "Nothing.")):
        patience.note(error)
    assert not patience.is_over


def test_a_reading_has_an_end_in_time() -> None:
    times = iter([0.0, 59.0, 61.0])
    patience = Patience(60, now=lambda: next(times))
    assert [patience.is_over, patience.is_over] == [False, True]
