"""Licence expressions by the letter of SPDX: what is written carelessly is none."""

import re
from collections.abc import Iterator

from beffroi.policy.licence import spdx

_TOKEN = re.compile(r"\s*([()]|[^\s()]+)")
_REFERENCE = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_OPERATORS = frozenset({"AND", "OR", "WITH", "(", ")"})
MOST_WORDS = 400


def is_expression(text: str) -> bool:
    """Tell whether a text is a licence expression (SPDX 3.0, annex A) of listed identifiers.

    Identifiers are compared without case, operators are written in capitals.
    """
    words = _TOKEN.findall(text)
    if not words or len(words) > MOST_WORDS:
        return False
    return _Reading(iter(words)).is_whole()


class _Reading:
    """Reads ``expression := term ((AND|OR) term)*`` from left to right."""

    def __init__(self, words: Iterator[str]) -> None:
        self._words = words
        self._word = next(words, "")
        self._depth = 0

    def is_whole(self) -> bool:
        return self._expression() and not self._word

    def _expression(self) -> bool:
        if not self._term():
            return False
        while self._word in {"AND", "OR"}:
            self._go_on()
            if not self._term():
                return False
        return True

    def _term(self) -> bool:
        if self._word == "(":
            self._go_on()
            if not self._expression() or self._word != ")":
                return False
            self._go_on()
            return True
        if not _is_licence(self._word):
            return False
        self._go_on()
        if self._word != "WITH":
            return True
        self._go_on()
        known = spdx.is_exception(self._word)
        self._go_on()
        return known

    def _go_on(self) -> None:
        self._word = next(self._words, "")


def _is_licence(word: str) -> bool:
    if not word or word in _OPERATORS:
        return False
    bare = word.removesuffix("+").lower()
    is_listed = bare in spdx.entries() and not spdx.is_exception(bare)
    return is_listed or bool(_REFERENCE.fullmatch(word))
