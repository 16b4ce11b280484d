"""The rows of a file, taken in batches: what every list of this room is imported by."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from beffroi.lib.slots import ImportWish
from beffroi.organisations.shapes import Note, Report

BATCH = 500


class Read(Protocol):
    """One row as a format read it; ``refusal`` says why it cannot be taken."""

    @property
    def refusal(self) -> Note | None:
        """Return what is wrong with the row, or None."""


R = TypeVar("R", bound=Read)


def take_in_batches(
    rows: Iterable[R],
    total: int,
    wish: ImportWish,
    is_new: Callable[[R, Report], bool],
    take: Callable[[Sequence[R], Report], None],
) -> Report:
    """Take the rows that are new, each batch whole or not at all, and return the report.

    ``total``: rows expected, for the progress; ``is_new`` says of a row that comes again so in
    the report.
    """
    report, batch = Report(), list[R]()
    for row in rows:
        report.read += 1
        if row.refusal:
            report.refused.append(row.refusal)
        elif is_new(row, report):
            batch.append(row)
        if len(batch) >= BATCH:
            take(batch, report)
            batch = []
            wish.progress(min(report.read, total), total)
    take(batch, report)
    wish.progress(report.read, report.read)
    return report
