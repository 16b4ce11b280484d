"""Find whole licence texts in a file: candidates by keys of four words, then word by word."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import chain

from beffroi.policy.licence import additions
from beffroi.policy.licence.align import Chunk, differences
from beffroi.policy.licence.allowed import Allowed
from beffroi.policy.licence.build import GRAM, OPTIONAL
from beffroi.policy.licence.index import Index
from beffroi.policy.licence.shapes import Difference, Match
from beffroi.policy.licence.words import Text

SIMILAR = 0.75
"""The share from which a text is called similar."""
_TRIED = 8
_MOST_MATCHES = 200
_FEW_KEYS = 3
_SHARE = 0.3
_BRIEF = 30
_SMALL = 60
_MOST_DIFFERENCES = 100
_TINY = 16
_RESERVED_NAME = re.compile(r"with reserved font names?\b\s*[^\s<]", re.IGNORECASE)
_SAMPLES = 100
_EDGE = 8
_ENDS = 12
_PENALTY = 1.5

_allowed = cache(Allowed)


@dataclass(frozen=True, slots=True)
class _Fit:
    """One licence text laid against one region of the file."""

    entry: int
    begin: int
    end: int
    matched: int
    errors: int
    slack: int
    score: float
    wrong: tuple[Chunk, ...]

    @property
    def rank(self) -> tuple[float, int, int]:
        return (self.matched - _PENALTY * self.errors, -self.slack, -self.entry)


def find_texts(text: Text, index: Index) -> list[Match]:
    """Return the licence texts in a file, in order of their lines."""
    codes, places = index.vocabulary.encode(text)
    whole = index.whole(codes)
    if whole is not None:
        fits = [_Fit(whole, 0, len(codes), len(codes), 0, 0, 1.0, ())]
    else:
        fits = sorted(_Finder(codes, index).find(), key=lambda fit: fit.begin)
    ends = [0, *(places[fit.end - 1] + 1 for fit in fits)]
    starts = [*(places[fit.begin] for fit in fits), len(text.words)]
    return [
        _match(fit, text, places, index, (ends[number], starts[number + 1]))
        for number, fit in enumerate(fits)
    ]


class _Finder:
    """The search in one file."""

    def __init__(self, codes: str, index: Index) -> None:
        self.codes = codes
        self.index = index
        self.allowed = _allowed(index)
        keys = index.keys
        grams = [codes[place : place + GRAM] for place in range(len(codes) - GRAM + 1)]
        self.taken: list[_Fit] = []
        self.hits = [(place, gram) for place, gram in enumerate(grams) if gram in keys]

    def find(self) -> list[_Fit]:
        while len(self.taken) < _MOST_MATCHES and self.hits:
            best = self._best()
            if best is None:
                break
            self.taken.append(best)
            self.hits = [
                hit for hit in self.hits if hit[0] + GRAM <= best.begin or hit[0] >= best.end
            ]
        return self.taken

    def _best(self) -> _Fit | None:
        """Return the licence text that fits best in what is left of the file."""
        best: _Fit | None = None
        for words, entry in self._candidates():
            if best is not None and not best.errors and best.matched > words + _EDGE:
                break
            fit = self._fit(entry)
            if fit and (best is None or fit.rank > best.rank):
                best = fit
        return best

    def _candidates(self) -> list[tuple[float, int]]:
        """Return texts worth a comparison: those with most keys, and those nearly complete."""
        keys, counts, lengths = self.index.keys, self.index.key_counts, self.index.lengths
        grams = {gram for _, gram in self.hits}
        votes = Counter(chain.from_iterable(map(keys.__getitem__, grams)))
        ranked = [
            (lengths[entry] * number / counts[entry], number / counts[entry], entry)
            for entry, number in votes.items()
            if number >= min(_FEW_KEYS, counts[entry])
            and number >= (_SHARE if lengths[entry] > _BRIEF else _SHARE / 2) * counts[entry]
        ]
        by_number = sorted(ranked, reverse=True)[:_TRIED]
        by_share = sorted(ranked, key=lambda row: (row[0] * row[1] ** 2, row[2]), reverse=True)
        rows = dict.fromkeys([*by_share[:_TRIED], *by_number])
        return [(words, entry) for words, _, entry in rows]

    def _fit(self, entry: int) -> _Fit | None:
        theirs = self.index.keys_of(entry)
        hits = [hit for hit in self.hits if hit[1] in theirs]
        licence = self.index.text(entry)[0]
        begin, end, edge = _window(hits, licence)
        if begin < 0 or not self.codes.startswith(licence[:GRAM], begin):
            begin -= edge
        begin, end = self._free(max(begin, 0), min(end, len(self.codes)), hits[0][0])
        return _lay(entry, self, (begin, end))

    def _free(self, begin: int, end: int, first: int) -> tuple[int, int]:
        """Cut a region to what no other licence has taken."""
        for other in self.taken:
            if begin < other.end <= first + GRAM:
                begin = other.end
        for other in self.taken:
            if begin < other.begin < end:
                end = other.begin
        return begin, end


def _window(hits: list[tuple[int, str]], licence: str) -> tuple[int, int, int]:
    """Return where a licence text begins, by most of its keys, where it ends, and how surely."""
    step = len(hits) // _SAMPLES + 1
    starts = [place - licence.find(gram) for place, gram in hits[::step]]
    width = len(licence) // 8 + 12
    bins = Counter(start // width for start in starts)
    best = min(bins, key=lambda one: (-bins[one] - bins[one + 1], one))
    near = [start for start in starts if best <= start // width <= best + 1]
    edge = _EDGE + len(licence) // 32
    first, last = (Counter(part).most_common(1)[0][0] for part in (near[:_ENDS], near[-_ENDS:]))
    return first, last + len(licence) + edge, edge


def _lay(entry: int, finder: "_Finder", region: tuple[int, int]) -> _Fit | None:
    """Lay a licence over a region; words before its first and after its last do not count."""
    licence, marks = finder.index.text(entry)
    begin, end = region
    codes = finder.codes[:end]
    chunks = [
        (i0, i1, begin + j0, begin + j1) for i0, i1, j0, j1 in differences(licence, codes[begin:])
    ]
    if chunks and chunks[0][0] == 0:
        i0, i1, _, begin = chunks[0]
        chunks[0] = (i0, i1, begin, begin)
    if chunks and chunks[-1][1] == len(licence) and chunks[-1][3] == end:
        i0, i1, end, _ = chunks[-1]
        chunks[-1] = (i0, i1, end, end)
    wrong: list[Chunk] = []
    errors = slack = 0
    for part in chain.from_iterable(_refined(finder, entry, chunk) for chunk in chunks):
        i0, i1, j0, j1 = part
        if finder.allowed.allows(entry, codes, part):
            slack += i1 - i0 + j1 - j0
        else:
            wrong.append(part)
            required = sum(not mark & OPTIONAL for mark in marks[i0:i1])
            errors += max(required, int(j1 == j0)) + j1 - j0
    matched = len(licence) - sum(i1 - i0 for i0, i1, _, _ in chunks)
    score = 2 * matched / (2 * matched + errors) if matched else 0.0
    if begin >= end or score < SIMILAR or (errors and _is_lost(licence, finder.codes)):
        return None
    return _Fit(entry, begin, end, matched, errors, slack, score, tuple(wrong))


def _is_lost(licence: str, codes: str) -> bool:
    """Tell whether a text is too short to be found with errors inside a longer file."""
    return len(licence) < _TINY and len(codes) > len(licence) * 3 // 2


def _refined(finder: "_Finder", entry: int, chunk: Chunk) -> list[Chunk]:
    """Cut a difference smaller where words inside it agree."""
    i0, i1, j0, j1 = chunk
    is_small = max(i1 - i0, j1 - j0) <= _SMALL
    is_plain = i1 - i0 <= 1 or j1 <= j0  # nothing can agree inside it
    if is_plain or not is_small or finder.allowed.allows(entry, finder.codes, chunk):
        return [chunk]
    left, right = finder.index.text(entry)[0][i0:i1], finder.codes[j0:j1]
    steps = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [(i0 + a, i0 + b, j0 + c, j0 + d) for kind, a, b, c, d in steps if kind != "equal"]


def _match(fit: _Fit, text: Text, places: list[int], index: Index, free: tuple[int, int]) -> Match:
    names = index.names[fit.entry]
    licence = index.text(fit.entry)[0]
    first, last = places[fit.begin], places[fit.end - 1]
    differs = []
    for i0, i1, j0, j1 in fit.wrong[:_MOST_DIFFERENCES]:
        raw = text.words[places[j0] : places[j1 - 1] + 1] if j1 > j0 else []
        differs.append(Difference(index.spell(licence[i0:i1]), " ".join(raw)))
    score = fit.score
    if restriction := additions.added(text, first, last, free):
        differs.append(Difference("", restriction))
        score = 2 * fit.matched / (2 * fit.matched + fit.errors + restriction.count(" ") + 1)
    return Match(
        _chosen(names, text),
        "text",
        text.line_of[first],
        text.line_of[last],
        score,
        tuple(names) if len(names) > 1 else (),
        tuple(differs),
    )


def _chosen(names: list[str], text: Text) -> str:
    """Return the identifier to name; of the Open Font License the copyright line decides."""
    reserved = [name for name in names if name.endswith("-RFN") and "-no-" not in name]
    if reserved and any(_RESERVED_NAME.search(text.lines[line - 1]) for line in text.copyright):
        return reserved[0]
    return default_of(names)


def default_of(names: list[str]) -> str:
    """Return the identifier to name when several have the same text."""
    return min(names, key=_rank)


def _rank(name: str) -> tuple[bool, bool, int]:
    return (not name.endswith("-only"), "invariants" in name, len(name))
