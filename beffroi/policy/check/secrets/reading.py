"""Read the keywords of one file: what each pattern that they call makes of the bytes around."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from beffroi.policy.check.secrets.assignments import (
    Assignment,
    assigned,
    is_word,
    judge_named,
)
from beffroi.policy.check.secrets.chance import entropy
from beffroi.policy.check.secrets.keywords import Hit, hits
from beffroi.policy.check.secrets.patterns import Kind, Pattern, compiled, compiled_text, known
from beffroi.policy.check.secrets.placeholders import is_filler, stands_for_another
from beffroi.policy.check.secrets.plugins import secrets_in
from beffroi.policy.check.secrets.readers import READERS, Verdict

NAMED: Final = "named-secret"
_DIGIT: Final = re.compile(rb"[0-9]")
_MARKED: Final = frozenset({"token", "around"})
_RANKS: Final[Mapping[Kind, int]] = {"around": 0, "token": 1, "assigned": 3, "plugin": 4}
_READ: Final = 2
_MOST_HITS: Final = 100_000  # of one file; more has no text that persons wrote
_LONGEST_TOKEN: Final = 2000
_WIDE: Final = 100
_MOST_WIDE: Final = 1000  # searches of a wide pattern in one file
_LARGE: Final = 20_000
_LONG_LINES: Final = 500
_LAST: Final = 5
_UNIVERSAL: Final = "universal"


@dataclass(frozen=True, slots=True)
class Place:
    """What the path of a file says of it."""

    path: str
    is_marked_only: bool
    is_example: bool
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A secret while its file is read: the one shape that holds it, and it is not kept.

    ``rank``: the lower, the better the pattern knows what it says; ``is_marked``: the secret
    itself says of which service it is.
    """

    rule: str
    rank: int
    start: int
    end: int
    secret: bytes
    verdict: Verdict
    is_marked: bool = False


def place_of(path: str, data: bytes) -> Place:
    """Say what a path means for what may stand there; a file of endless lines is a built one."""
    said = known().paths
    marked, example, plain = (
        compiled_text(said[key]).search(path) is not None
        for key in ("marked_only", "examples", "plain")
    )
    is_built = len(data) > _LARGE and data.count(b"\n") * _LONG_LINES < len(data)
    return Place(path, marked or is_built, example, plain)


def read(data: bytes, place: Place) -> Iterator[Seen]:
    """Yield what the patterns see, several times where several know it."""
    reading = _Reading(data, place)
    for hit in hits(data)[:_MOST_HITS]:
        yield from reading.of(hit)


@dataclass(slots=True)
class _Reading:
    data: bytes
    place: Place
    fitting: dict[str, bool] = field(default_factory=dict)
    asked: set[tuple[str, int]] = field(default_factory=set)
    judged: set[tuple[str, int]] = field(default_factory=set)
    searched: Counter[str] = field(default_factory=Counter)

    def of(self, hit: Hit) -> Iterator[Seen]:
        told: Assignment | None = None
        only_marked = self.place.is_marked_only
        if not only_marked and hit.is_name:
            told = assigned(self.data, hit.start, hit.end)
        for pattern in hit.patterns:
            if only_marked and pattern.kind not in _MARKED:
                continue
            if pattern.paths and not self._fits(pattern):
                continue
            if pattern.kind != "assigned":
                yield from _READINGS[pattern.kind](self, hit, pattern)
            elif told:
                yield from _valued(told, pattern)
        if told and hit.strength and self._is_new(hit, told):
            verdict = judge_named(told, hit.strength, is_plain=self.place.is_plain)
            yield Seen(NAMED, _LAST, told.start, told.end, told.value, verdict)

    def _is_new(self, hit: Hit, told: Assignment) -> bool:
        """Tell whether a value is to be judged by its name; several words of a name lead to it."""
        key = (hit.strength, told.start)
        if self.place.is_example or key in self.judged:
            return False
        self.judged.add(key)
        return True

    def token(self, hit: Hit, pattern: Pattern) -> Iterator[Seen]:
        found = compiled(pattern.regex).match(self.data, hit.start, hit.start + _LONGEST_TOKEN)
        if found:
            body = found.group(1)
            if entropy(body) >= pattern.entropy and not is_filler(body):
                start = hit.start if found.end(1) == found.end() else found.start(1)
                yield self._seen(pattern, start, found.end(1), _sureness(pattern))

    def around(self, hit: Hit, pattern: Pattern) -> Iterator[Seen]:
        for found in self._found(hit, pattern):
            if pattern.reader:
                made = READERS[pattern.reader](self.data, found)
                at = found.start(1) if found.re.groups else found.start()
                stop = max(found.end(), at + 1)
                yield Seen(pattern.rule, _READ, at, stop, made.secret, made.verdict)
            else:
                secret = found.group(1)
                is_none = is_filler(secret) or stands_for_another(secret)
                if entropy(secret) >= pattern.entropy and not is_none:
                    yield self._seen(pattern, found.start(1), found.end(1), _sureness(pattern))

    def _found(self, hit: Hit, pattern: Pattern) -> Iterator[re.Match[bytes]]:
        """Search round a keyword; where nothing stands before it, the regex begins with it."""
        begin, end = max(0, hit.start - pattern.before), hit.end + pattern.after
        regex = compiled(pattern.regex)
        if pattern.before > _WIDE:
            self.searched[pattern.rule] += 1
        if self.searched[pattern.rule] > _MOST_WIDE:
            return
        if pattern.before:
            yield from regex.finditer(self.data, begin, end)
        elif found := regex.match(self.data, hit.start, end):
            yield found

    def plugin(self, hit: Hit, pattern: Pattern) -> Iterator[Seen]:
        start = self.data.rfind(b"\n", 0, hit.start) + 1
        if (pattern.reader, start) in self.asked:
            return
        self.asked.add((pattern.reader, start))
        end = self.data.find(b"\n", start)
        line = self.data[start : end if end >= 0 else len(self.data)]
        for secret in secrets_in(pattern.reader, self.place.path, line):
            at = line.find(secret)
            is_none = is_filler(secret) or stands_for_another(secret) or is_word(secret)
            is_none = is_none or b" " in secret or not _DIGIT.search(secret)
            if at >= 0 and entropy(secret) >= pattern.entropy and not is_none:
                begin = start + at
                yield self._seen(pattern, begin, begin + len(secret), _sureness(pattern))

    def _fits(self, pattern: Pattern) -> bool:
        if pattern.rule not in self.fitting:
            self.fitting[pattern.rule] = pattern.fits(self.place.path)
        return self.fitting[pattern.rule]

    def _seen(self, pattern: Pattern, start: int, end: int, verdict: Verdict) -> Seen:
        secret = self.data[start:end]
        is_marked = pattern.kind in _MARKED and pattern.family != _UNIVERSAL
        return Seen(pattern.rule, _RANKS[pattern.kind], start, end, secret, verdict, is_marked)


_Reads: TypeAlias = Callable[[_Reading, Hit, Pattern], Iterator[Seen]]
_READINGS: Final[Mapping[Kind, _Reads]] = {
    "token": _Reading.token,
    "around": _Reading.around,
    "plugin": _Reading.plugin,
}


def _valued(told: Assignment, pattern: Pattern) -> Iterator[Seen]:
    """Yield a value that is wholly of the form that a service gives to its secrets."""
    value = told.value
    if told.is_listed and not told.is_enclosed:
        return
    if not compiled(pattern.regex).fullmatch(value) or not _DIGIT.search(value):
        return
    if entropy(value) >= pattern.entropy and not is_filler(value):
        rank = _RANKS["assigned"]
        yield Seen(pattern.rule, rank, told.start, told.end, value, _sureness(pattern))


def _sureness(pattern: Pattern) -> Verdict:
    return "guess" if pattern.is_guess else "sure"
