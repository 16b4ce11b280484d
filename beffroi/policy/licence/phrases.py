"""Find exceptions by the one sentence that makes them, when their text is shortened."""

import tomllib
from collections.abc import Iterator
from functools import cache

from beffroi.policy.licence.combining import Clue
from beffroi.policy.licence.spelling import SAME
from beffroi.policy.licence.words import Text
from beffroi.policy.licences import DATA

_HINTS = frozenset(
    {"exception", "exceptions", "exempt", "gnu", "gpl", "lgpl", "designates", "psf", "asf", "usage"}
)
_MAX_WORDS = 40_000


def find(text: Text, statement: int) -> Iterator[Clue]:
    """Yield the clues of the known sentences of a file; each statement stands for one sentence."""
    words = text.words[:_MAX_WORDS]
    if _HINTS.isdisjoint(words):
        return
    joined = f" {' '.join(words)} "
    found: dict[int, tuple[str, str]] = {}
    for phrase, expression in _phrases().items():
        at = joined.find(phrase)
        if at >= 0 and len(phrase) > len(found.get(at, ("", ""))[0]):
            found[at] = (phrase, expression)
    for number, (at, (phrase, expression)) in enumerate(found.items(), statement):
        first = joined.count(" ", 0, at + 1) - 1
        last = min(first + phrase.count(" ") - 2, len(words) - 1)
        for licence in _names(expression):
            yield Clue(
                licence=licence, kind="notice", start_line=text.line_of[first],
                end_line=text.line_of[last], statement=number, expression=expression,
            )  # fmt: skip


def _names(expression: str) -> list[str]:
    return [word for word in expression.split() if word not in {"OR", "AND", "WITH"}]


@cache
def _phrases() -> dict[str, str]:
    with (DATA / "licence-families.toml").open("rb") as file:
        known: dict[str, str] = tomllib.load(file)["phrases"]
    return {
        f" {' '.join(SAME.get(word, word) for word in phrase.split())} ": exception
        for phrase, exception in known.items()
    }
