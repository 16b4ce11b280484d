"""Patterns of paths, matched in time that grows with the path alone, whoever wrote the pattern."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

_PART: Final = re.compile(r"\\.|\*+|[^*\\]|\\", re.DOTALL)
_MOST_STARS: Final = 2
"""With so many, backtracking is harmless and the engine of expressions is the fastest."""
_STARS: Final = frozenset({"*", "**"})


@dataclass(frozen=True, slots=True)
class Sign:
    """One piece: a letter as it is, or ``?`` one of any kind, ``*`` several without /, ``**``."""

    text: str
    is_wild: bool = False

    def takes(self, letter: str) -> bool:
        """Tell whether the piece may stand for a letter."""
        if not self.is_wild:
            return letter == self.text
        return self.text != "*" or letter != "/"


@dataclass(frozen=True, slots=True)
class Glob:
    """One pattern."""

    signs: tuple[Sign, ...]
    _expression: "re.Pattern[str] | None" = field(default=None, repr=False)

    def fits(self, path: str) -> bool:
        """Tell whether the whole path is one that the pattern means."""
        if self._expression is not None:
            return self._expression.fullmatch(path) is not None
        reached = _opened(self.signs, {0})
        for letter in path:
            ahead = set[int]()
            for place in reached:
                if place < len(self.signs) and self.signs[place].takes(letter):
                    ahead.add(place if _is_star(self.signs[place]) else place + 1)
            reached = _opened(self.signs, ahead)
            if not reached:
                return False
        return len(self.signs) in reached


def reuse_glob(pattern: str) -> Glob:
    """Return a pattern of REUSE.toml: ``*``, ``**``, and a backslash that takes a sign as it is."""
    return _glob(list(_signs(pattern)))


def debian_glob(pattern: str) -> Glob:
    """Return a pattern of dep5: ``*`` and ``?`` stand for any letters, slashes too."""
    wild = {"*": Sign("**", is_wild=True), "?": Sign("?", is_wild=True)}
    return _glob([wild.get(letter) or Sign(letter) for letter in pattern])


def _signs(pattern: str) -> Iterator[Sign]:
    for part in _PART.findall(pattern):
        if part.startswith("*"):
            yield Sign(part[:2], is_wild=True)
        else:
            yield Sign(part[-1])


def _glob(signs: Sequence[Sign]) -> Glob:
    if sum(map(_is_star, signs)) > _MOST_STARS:
        return Glob(tuple(signs))
    kinds = {"?": ".", "*": "[^/]*", "**": ".*"}
    spelled = (kinds[one.text] if one.is_wild else re.escape(one.text) for one in signs)
    return Glob(tuple(signs), re.compile("".join(spelled), re.DOTALL))


def _is_star(sign: Sign) -> bool:
    return sign.is_wild and sign.text in _STARS


def _opened(signs: Sequence[Sign], places: set[int]) -> set[int]:
    """Return the places with those after stars that stand for nothing."""
    found = set(places)
    for place in places:
        ahead = place
        while ahead < len(signs) and _is_star(signs[ahead]):
            ahead += 1
            found.add(ahead)
    return found
