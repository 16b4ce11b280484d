"""Which differences the matching guidelines allow: what a template leaves open, and notices."""

import re

from beffroi.policy.licence.align import Chunk
from beffroi.policy.licence.build import CHOOSE, OPEN, OPTIONAL
from beffroi.policy.licence.index import Index
from beffroi.policy.licence.vocabulary import UNKNOWN

WARY = (
    "commercial", "noncommercial", "commercially", "prohibited", "forbidden", "restricted",
    "military", "evil", "nuclear", "academic", "educational", "evaluation", "internal", "only",
)  # fmt: skip
"""Words that change what a licence grants: never taken for a name or a date."""
_LONGEST_NAME = 40
_LONGEST_NOTICE = 25
_LONGEST_DATES = 12
_DATED = re.compile(r"(?:19|20)\d\d|year|yyyy|xxxx|by")


class Allowed:
    """The guidelines 2.4, 2.5 and 10 for the words of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        known = index.vocabulary
        self._wary = frozenset(known[word] for word in WARY if word in known)
        self._copyright = known["copyright"]
        self._dates = {known[word] for word in index.words if _DATED.fullmatch(word)} | {UNKNOWN}
        self._numbers = frozenset(known[word] for word in index.words if word[0] == "=")
        self._reserved = frozenset(known[word] for word in ("all", "rights", "reserved"))

    def allows(self, entry: int, found: str, chunk: Chunk) -> bool:
        """Tell whether ``found[j0:j1]`` may stand for the words i0 to i1 of a licence text."""
        licence, marks = self._index.text(entry)
        i0, i1, j0, j1 = chunk
        lost, got = licence[i0:i1], found[j0:j1]
        may_miss = all(mark & OPTIONAL for mark in marks[i0:i1])
        near = marks[i0 : i1 + 1]
        may_choose = lost or any(mark & (CHOOSE | OPEN) for mark in near)
        if may_miss and (not got or (may_choose and got in self._index.choices[entry])):
            return True
        if not self._wary.isdisjoint(got):
            return False
        is_open = any(mark & OPEN for mark in near)
        if may_miss and is_open and len(got) <= _LONGEST_NAME:
            return True
        if lost + got in self._numbers:  # “… any later version. 15. Disclaimer …”
            return True
        shared = self._notice_before(licence, i0)
        lost, got = lost and shared + lost, got and shared + got
        return (may_miss or self._is_notice(lost)) and (not got or self._is_notice(got))

    def _is_notice(self, words: str) -> bool:
        if self._reserved.issuperset(words):
            return True
        begins = words[:1] == self._copyright and (len(words) == 1 or words[1] in self._dates)
        return begins and len(words) <= _LONGEST_NOTICE

    def _notice_before(self, licence: str, place: int) -> str:
        """Return the beginning of a notice that both texts share before they differ."""
        begin = place
        while begin and licence[begin - 1] in self._dates and place - begin < _LONGEST_DATES:
            begin -= 1
        is_notice = begin > 0 and licence[begin - 1] == self._copyright
        return licence[begin - 1 : place] if is_notice else ""
