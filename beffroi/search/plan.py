"""Read what a person typed into a plan that both engines carry out alike.

A plan is a list of units that all must match; a unit is a list of alternatives of which one
must match. There is no syntax error: what means nothing is ignored.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from beffroi.search import synonyms, words
from beffroi.search.words import Run

MAX_TYPED = 10_000
MAX_UNITS = 32
"""Characters and words that are read of a question; what follows is ignored."""

MIN_PREFIX = 2
MIN_NEAR = 3
MAX_NEAR = 32
NEAR_ONCE = 5
"""Letters from which a word is a prefix, has near spellings, has none, and has only nearest."""

FEW = 5
"""A word with fewer hits than this is also looked for by near spelling."""

LITTLE_WORDS = frozenset(
    [
        "a",
        "à",
        "au",
        "aux",
        "avec",
        "ce",
        "ces",
        "dans",
        "de",
        "des",
        "du",
        "en",
        "et",
        "la",
        "le",
        "les",
        "leur",
        "ou",
        "par",
        "pour",
        "sur",
        "un",
        "une",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    ]
)
"""Words that need not match when others do; folded, exact."""

_OPENING = re.compile(r"[«»“”„‟]")
_PIECE = re.compile(r'(?P<not>(?<!\S)-(?=["\w.]))?(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any of these forms; ``weight`` lowers the rank of what was not typed."""

    forms: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """These exact words one after the other."""

    words: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefix:
    """An exact form that begins like this."""

    start: str
    weight: float = 0.4


@dataclass(frozen=True, slots=True)
class Near:
    """An exact form at most ``distance`` letters away (added, lost, changed or swapped)."""

    word: str
    distance: int
    weight: float = 0.4


@dataclass(frozen=True, slots=True)
class Unit:
    """Something that must match; ``near`` is used only when the alternatives find few."""

    alternatives: "tuple[Alternative, ...]"
    near: Near | None = None


@dataclass(frozen=True, slots=True)
class AllOf:
    """Several units at once: the words of a known saying."""

    units: tuple[Unit, ...]


Alternative = AnyOf | Phrase | Prefix | Near | AllOf


@dataclass(frozen=True, slots=True)
class Plan:
    """What must match, what must not, and whether something was typed at all."""

    units: tuple[Unit, ...] = ()
    excluded: tuple[Unit, ...] = ()
    is_typed: bool = False

    @property
    def is_nothing(self) -> bool:
        """Say that something was typed but holds no word, such as ``(``: it finds nothing."""
        return self.is_typed and not self.units and not self.excluded


@lru_cache(maxsize=256)
def read(text: str, *, is_exact: bool = False) -> Plan:
    """Return the plan of a question; never raises."""
    text = _OPENING.sub('"', text[:MAX_TYPED])
    wanted: list[Unit | Run] = []
    excluded: list[Unit] = []
    for match in _PIECE.finditer(text):
        if match["not"]:
            excluded.extend(_refused(match, is_exact=is_exact))
        elif match["quoted"] is not None:
            wanted.extend(_quoted(match["quoted"]))
        else:
            wanted.extend(words.runs(match["plain"]))
    wanted = _without_little(wanted)[:MAX_UNITS]
    units = tuple(_units(wanted, is_exact=is_exact))
    return Plan(units, tuple(excluded[:MAX_UNITS]), is_typed=bool(text.strip()))


@lru_cache(maxsize=256)
def spellings(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return what a highlighter marks: all forms that match, and the beginnings that match."""
    found: set[str] = set()
    starts: list[str] = []
    waiting = list(read(text).units)
    while waiting:
        for one in waiting.pop().alternatives:
            if isinstance(one, AllOf):
                waiting.extend(one.units)
            elif isinstance(one, Prefix):
                starts.append(one.start)
            elif isinstance(one, AnyOf):
                found.update(one.forms)
            else:
                found.update(one.words if isinstance(one, Phrase) else ())
    return frozenset(found), tuple(starts)


def _without_little(wanted: list[Unit | Run]) -> list[Unit | Run]:
    big = [
        one
        for one in wanted
        if isinstance(one, Unit) or len(one.parts) > 1 or one.parts[0] not in LITTLE_WORDS
    ]
    return big or wanted


def _quoted(text: str) -> Iterator[Unit]:
    exact = tuple(words.words(text)[:MAX_UNITS])
    if exact:
        yield Unit((_phrase(exact),))


def _refused(match: re.Match[str], *, is_exact: bool) -> Iterator[Unit]:
    if match["quoted"] is not None:
        yield from _quoted(match["quoted"])
        return
    for run in words.runs(match["plain"]):
        yield Unit(_said(run, is_exact=is_exact))


def _phrase(exact: tuple[str, ...], weight: float = 1.0) -> Alternative:
    return Phrase(exact, weight) if len(exact) > 1 else AnyOf(exact, weight)


def _said(run: Run, *, is_exact: bool) -> tuple[Alternative, ...]:
    """Return what the word itself matches: exact, by stem, or as a compound."""
    if len(run.parts) > 1:
        return (Phrase(run.parts[:MAX_UNITS]), AnyOf(run.joined))
    if is_exact:
        return (AnyOf(run.parts),)
    return (AnyOf(run.parts + run.stems),)


def _units(wanted: list[Unit | Run], *, is_exact: bool) -> Iterator[Unit]:
    at = 0
    while at < len(wanted):
        one = wanted[at]
        taken = 1
        if isinstance(one, Unit):
            yield one
        elif is_exact:
            yield Unit(_said(one, is_exact=True))
        elif found := _saying(wanted[at:]):
            taken, others = found
            yield _together(wanted[at : at + taken], others, is_last=at + taken == len(wanted))
        else:
            yield _word(one, is_last=at == len(wanted) - 1)
        at += taken


def _word(run: Run, *, is_last: bool) -> Unit:
    alternatives = list(_said(run, is_exact=False))
    whole = run.joined[0] if run.joined else run.parts[0]
    if is_last and len(whole) >= MIN_PREFIX:
        alternatives.append(Prefix(whole))
    if len(run.parts) == 1:
        alternatives.extend(_instead(synonyms.of(run)))
    return Unit(tuple(alternatives), _near(run))


def _near(run: Run) -> Near | None:
    word = run.parts[0]
    if len(run.parts) > 1 or not MIN_NEAR <= len(word) <= MAX_NEAR or not word.isalpha():
        return None
    return Near(word, 1 if len(word) <= NEAR_ONCE else 2)


def _instead(found: tuple[synonyms.Synonym, ...]) -> Iterator[Alternative]:
    for one in found:
        yield AnyOf(one.forms, 0.4) if one.forms else Phrase(one.parts, 0.4)


def _saying(wanted: list[Unit | Run]) -> tuple[int, tuple[synonyms.Synonym, ...]] | None:
    """Find the longest beginning that is a known saying of several words, and its synonyms."""
    saying: tuple[str, ...] = ()
    longest = None
    for taken, one in enumerate(wanted[: synonyms.LONGEST], 1):
        if isinstance(one, Unit):
            break
        saying += one.parts
        if len(saying) > 1 and (found := synonyms.known().get(saying)):
            longest = (taken, found)
    return longest


def _together(
    wanted: list[Unit | Run], others: tuple[synonyms.Synonym, ...], *, is_last: bool
) -> Unit:
    """Match all words of a saying, their joined form, or a synonym of the whole."""
    runs = [one for one in wanted if isinstance(one, Run)]
    inner = [
        Unit(_word(run, is_last=is_last and at == len(runs)).alternatives)
        for at, run in enumerate(runs, 1)
    ]
    joined = AnyOf(("".join(part for run in runs for part in run.parts),))
    return Unit((AllOf(tuple(inner)), joined, *_instead(others)))
