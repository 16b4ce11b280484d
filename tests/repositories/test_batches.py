"""Rows of a file, taken in batches."""

from dataclasses import dataclass
from datetime import UTC, datetime

from beffroi.lib.slots import ImportWish
from beffroi.organisations.shapes import Note, Report
from beffroi.repositories.offers.batches import BATCH, take_in_batches

AT = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A row as a format would read it."""

    number: int
    refusal: Note | None = None


def test_each_row_is_taken_once_in_batches_and_the_progress_ends_with_the_count() -> None:
    sizes: list[int] = []
    steps: list[tuple[int, int]] = []
    wish = ImportWish(at=AT, progress=lambda done, total: steps.append((done, total)))
    rows = [Row(number) for number in range(BATCH + 3)]
    report = take_in_batches(
        rows, 10, wish, lambda _row, _report: True, lambda some, _report: sizes.append(len(some))
    )
    assert (sizes, report.read) == ([BATCH, 3], BATCH + 3)
    assert steps == [(10, 10), (BATCH + 3, BATCH + 3)]


def test_a_refused_row_is_reported_and_one_that_is_not_new_is_left_out() -> None:
    taken: list[int] = []
    rows = [Row(1, Note(1, "name", "no-name", "It has no name.")), Row(2), Row(3)]

    def take(some: object, _report: Report) -> None:
        taken.extend(row.number for row in some)  # type: ignore[attr-defined]

    wish = ImportWish(at=AT)
    report = take_in_batches(rows, 3, wish, lambda row, _report: row.number != 2, take)
    assert (taken, report.read, [note.code for note in report.refused]) == ([3], 3, ["no-name"])
