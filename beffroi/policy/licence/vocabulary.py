"""Words as letters: each known word is one character, so that a text is a short string.

Numbers of lists (``1.``, ``2.3``, ``(iv)``, ``a)``) are no words, because guideline 7 ignores
them wherever a line happens to break; the number of a version is one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import compress

from beffroi.policy.licence.words import Text

UNKNOWN = "\x01"
SKIPPED = ""
FIRST = 0x100
_LAST, _GAP = 0xFFFE, (0xD800, 0xE000)
_NUMBERING = re.compile(r"[a-z]|[0-9]{1,2}|[0-9]{1,2}(?:\.[0-9]{1,2})+|[ivx]{2,6}|[0-9]{1,2}[a-z]")
_VERSION = ("version", "v", "ver", "versión", "versione")


class Vocabulary(dict[str, str]):
    """The letter of each known word; an unknown word is UNKNOWN, a list number SKIPPED."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(zip(words, _letters(), strict=False))

    def __missing__(self, word: str) -> str:
        return SKIPPED if _NUMBERING.fullmatch(word) else UNKNOWN

    def encode(self, text: Text) -> tuple[str, list[int]]:
        """Return the text as letters, and for each letter the place of its word.

        Copyright lines are left out.
        """
        words = text.words
        letters = list(map(self.__getitem__, words))
        for mark in _VERSION:
            if mark in self:
                self._keep_versions(text, letters, mark)
        if text.copyright:
            lines = text.line_of
            for line in text.copyright:
                begin, end = bisect_left(lines, line), bisect_left(lines, line + 1)
                letters[begin:end] = [SKIPPED] * (end - begin)
        return "".join(letters), list(compress(range(len(letters)), letters))

    def _keep_versions(self, text: Text, letters: list[str], mark: str) -> None:
        words, place = text.words, -1
        try:
            while True:
                place = words.index(mark, place + 1)
                if place + 1 < len(words) and _is_version(text, place + 1):
                    letters[place + 1] = self["=" + words[place + 1]]
        except ValueError:
            return


def _is_version(text: Text, place: int) -> bool:
    """Tell whether a word after “version” is its number, and not that of the next paragraph."""
    number, line = text.words[place], text.line_of[place]
    if not number[0].isdigit() or line == text.line_of[place - 1]:
        return number[0].isdigit()
    return not re.match(
        rf"\W*(?:(?i:rem|dnl)\W+)?{re.escape(number)}[.)](?:\s|$)", text.lines[line - 1]
    )


def collect(texts: Iterable[Text]) -> list[str]:
    """Return the words of texts that get a letter, the most frequent first."""
    counts: dict[str, int] = {}
    for text in texts:
        before = ""
        for word in text.words:
            name = "=" + word if before in _VERSION and word[0].isdigit() else word
            if name[0] == "=" or not _NUMBERING.fullmatch(name):
                counts[name] = counts.get(name, 0) + 1
            before = word
    return sorted(counts, key=lambda word: (-counts[word], word))


def _letters() -> Iterable[str]:
    yield from map(chr, range(FIRST, _GAP[0]))
    yield from map(chr, range(_GAP[1], _LAST))
