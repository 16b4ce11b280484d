"""The vitality index of a repository: how much happened in its last sixty days, from 0 to 100.

A measure of Italy's guidelines for reuse. It is generous to silence: a project older than two
years in which nothing happens has 61. So it never stands alone on a page.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data" / "vitality-ranges.toml"
Counts = tuple[int, int, int]
"""Of one day: different authors up to it, commits, tags."""


def vitality(longevity: float, days: Sequence[Counts]) -> int | None:
    """Return the index of a repository whose first commit is ``longevity`` days old.

    The mean of all days, cut to a whole number; None when there is no day.
    """
    if not days:
        return None
    most, age = _data()["most"], _points("longevity", longevity)
    total = sum(min(most, age + _of_day(day)) for day in days)
    return int(min(most, total / len(days)))


def silent(longevity: float) -> int:
    """Return the index of a repository of this age in which nothing happens."""
    return vitality(longevity, [(0, 0, 0)]) or 0


def span() -> int:
    """Return how many days count."""
    return int(_data()["days"])


def _of_day(day: Counts) -> int:
    authors, commits, tags = day
    return _points("authors", authors) + _points("commits", commits) + _points("tags", tags)


def _points(name: str, value: float) -> int:
    ranges: list[tuple[int, int, int]] = _data()[name]
    return next((points for start, end, points in ranges if start <= value < end), 0)


@cache
def _data() -> dict[str, Any]:
    with DATA.open("rb") as file:
        return tomllib.load(file)
