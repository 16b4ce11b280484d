"""The first pass: every keyword of every pattern found in one run over the bytes of a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from beffroi.policy.check.secrets.patterns import Pattern, known

STRONG: Final = "strong"
WEAK: Final = "weak"


@dataclass(frozen=True, slots=True)
class Hit:
    """A keyword seen: where, which patterns it calls, and how telling it is as a name.

    ``is_name``: something may be assigned to it; ``strength`` is empty when it needs a pattern.
    """

    start: int
    end: int
    patterns: tuple[Pattern, ...]
    is_name: bool
    strength: str


@dataclass(frozen=True, slots=True)
class _Words:
    """Words searched together; ``calls`` answers by the number of a word."""

    automaton: Any
    calls: tuple[tuple[tuple[Pattern, ...], bool, str], ...]

    def hits(self, data: bytes) -> Iterator[Hit]:
        for number, start, end in self.automaton.find_matches_as_indexes(data, overlapping=True):
            yield Hit(start, end, *self.calls[number])


def hits(data: bytes) -> list[Hit]:
    """Return every keyword in the bytes: marks of tokens as written, names in any case."""
    marks, names = _words()
    return [*marks.hits(data), *names.hits(data.lower())]


@cache
def _words() -> tuple[_Words, _Words]:
    marks = dict[str, list[Pattern]]()
    names = dict[str, list[Pattern]]()
    for pattern in known().patterns:
        for keyword in pattern.keywords:
            if pattern.is_case_bound:
                marks.setdefault(keyword, []).append(pattern)
            else:
                names.setdefault(keyword.lower(), []).append(pattern)
    universal = known().universal
    telling = dict.fromkeys(universal["weak"], WEAK) | dict.fromkeys(universal["strong"], STRONG)
    for name in telling:
        names.setdefault(name, [])
    return _built(marks, {}), _built(names, telling)


def _built(words: Mapping[str, list[Pattern]], telling: Mapping[str, str]) -> _Words:
    from ahocorasick_rs import BytesAhoCorasick  # noqa: PLC0415  # only who scans pays for it

    automaton = BytesAhoCorasick([word.encode() for word in words])
    calls = tuple(
        (
            tuple(patterns),
            word in telling or any(pattern.kind == "assigned" for pattern in patterns),
            telling.get(word, ""),
        )
        for word, patterns in words.items()
    )
    return _Words(automaton, calls)
