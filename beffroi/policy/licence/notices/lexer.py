"""Cut the places of a file that speak of licences into words, signs and addresses.

Only lines near a word of licensing are read, so that a large file without one costs nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beffroi.policy.licence.lexicon import unglue
from beffroi.policy.licence.spelling import SAME
from beffroi.policy.licence.words import Text

PARAGRAPH = "¶"
SIGNS = frozenset(".,;:()/|&=+[]{}") | {PARAGRAPH, ">="}
_BEGINNINGS = (
    "licen", "lizenz", "gpl", "lgpl", "agpl", "gfdl", "mpl", "npl", "bsd", "gnu", "copyleft",
    "creativecommons", "cc0", "ccby", "eupl", "cecill", "unlicens", "wtfpl", "beerware", "spdx",
    "cddl", "etalab", "odbl", "redistribut", "x11", "zlib", "zpl", "asl", "lppl", "mspl",
    "apache", "artistic", "0bsd",
)  # fmt: skip
_WORDS = frozenset(
    {"cc", "mit", "isc", "epl", "cpl", "ofl", "afl", "osl", "psf", "sspl", "upl", "terms", "apl",
     "copying", "commons", "expat", "boost", "beer", "pddl", "busl", "hpnd", "qpl", "fdl",
     "copyrighted", "pl", "rl", "bsl", "domain", "oldap", "efl", "lal",
     "nasa", "ouverte", "ncsa", "edl", "llgpl", "exception"}
)  # fmt: skip
_TOKEN = re.compile(
    r"(?:https?://|www\.)[^\s\"'<>()\[\]{}|\\^`]+|[^\W_]+(?:\.\d+(?:[a-c]\b)?)*|>="
    r"|\.(?!\w)|[,;:()/|&=+\[\]{}]"
)
_EDGE = " \t*/#;%!>~|+-.\\<:=@\"'`‘’“”«»$·•"
_RIGHT_EDGE = " \t*/#|-\\<=\"'`‘’“”«»"
_PREFIX = re.compile(r"(?:dnl|@?rem|@c|@comment|c)(?:\s+|$)")
_TAG = re.compile(
    r"</?(?:a|p|b|i|br|em|strong|tt|code|li|ul|ol|div|span|font|h\d|td|tr|th|pre|dt|dd|center|para"
    r"|ulink|link|quote|emphasis|small|big|u|cite|abbr|comments?|remarks|body|html|i18n)"
    r"(?:\s[^<>]{0,300})?/?>"
)
_HREF = re.compile(r"(?:href|url|src)\s*=\s*[\"']?(https?://[^\s\"'<>]+)")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{1,6});")
_ESCAPE = re.compile(r"\\[nrt](?![a-z]{3})|\\(?:fb|fi|fr|fp|par|-)")
_SPECIAL = re.compile(r"\d|http|www\.")
_LONG_LINE = 1200
_AROUND = 700
_BEFORE, _AFTER = 4, 8
MAX_TOKENS = 40_000


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring lines as tokens, with the line of each; ``starts`` marks first of a line."""

    tokens: list[str]
    line_of: list[int]


def windows(text: Text, known: Sequence[range] = ()) -> Iterator[Window]:
    """Yield the places that speak of licences, in their order; known lines are not read again."""
    left = MAX_TOKENS
    for first, last in _places(text, known):
        window = _cut(text.lines, first, last)
        left -= len(window.tokens)
        if window.tokens:
            yield window
        if left <= 0:
            return


def _places(text: Text, known: Sequence[range]) -> Iterator[tuple[int, int]]:
    """Yield first and last line, from 0, of each stretch of lines to read."""
    hot = {word for word in set(text.words) if word.startswith(_BEGINNINGS) or word in _WORDS}
    found = {text.line_of[place] for place, word in enumerate(text.words) if word in hot}
    found.update(
        number for number, line in enumerate(text.lines, 1) if "://" in line and "licen" in line
    )
    lines = sorted(found)
    if known:
        lines = [line for line in lines if not any(line in part for part in known)]
    first = last = -1
    for number in (line - 1 for line in lines):
        if first < 0 or number - _BEFORE > last + 1:
            if first >= 0:
                yield first, last
            first = max(number - _BEFORE, 0)
        last = min(number + _AFTER, len(text.lines) - 1)
    if first >= 0:
        yield first, last


def _cut(lines: list[str], first: int, last: int) -> Window:
    tokens: list[str] = []
    line_of: list[int] = []
    for number in range(first, last + 1):
        line = lines[number]
        for part in [line] if len(line) < _LONG_LINE else _parts(line):
            found = _tokens(part)
            if not found and tokens and tokens[-1] != PARAGRAPH:
                found = [PARAGRAPH]
            tokens += found
            line_of += [number + 1] * len(found)
            if len(tokens) > MAX_TOKENS:
                return Window(tokens, line_of)
    return Window(tokens, line_of)


def _parts(line: str) -> Iterator[str]:
    """Yield the stretches of a very long line that hold a word of licensing."""
    low = line.lower()
    start = 0
    while start < len(low):
        places = [low.find(word, start, start + 200_000) for word in ("licen", "gpl", "copying")]
        hits = [place for place in places if place >= 0]
        if not hits:
            start += 200_000 - 10
            continue
        begin = max(min(hits) - _AROUND, start)
        yield line[begin : min(hits) + _AROUND]
        yield ""
        start = min(hits) + _AROUND


def _tokens(line: str) -> list[str]:
    """Return the words and signs of one line, without marks of comments and markup."""
    low = line.lower()
    if "<" in low:
        low = _TAG.sub(_address_of, low)
    if "&" in low:
        low = _ENTITY.sub(" ", low)
    if "\\" in low:
        low = _ESCAPE.sub(" ", low)
    low = low.lstrip(_EDGE).rstrip(_RIGHT_EDGE)
    low = _PREFIX.sub("", low, count=1) if low[:3] in _PREFIXED or low[:2] in _SHORT else low
    found = _TOKEN.findall(low)
    if not found or all(token in SIGNS for token in found):
        return []
    if line.rstrip(" \t*/#|\\\"'<>").endswith((".", ";", ":")) and found[-1] not in SIGNS:
        found.append(line.rstrip(" \t*/#|\\\"'<>")[-1])
    return _clean(found, low)


_PREFIXED = frozenset({"dnl", "rem", "@re", "@co"})
_SHORT = frozenset({"c ", "c\t", "c", "@c"})


def _address_of(tag: re.Match[str]) -> str:
    found = _HREF.search(tag[0])
    return f" {found[1]} " if found else " "


def _clean(found: list[str], low: str) -> list[str]:
    """Drop full stops that end no sentence, and give each word one spelling."""
    if "." not in found and not _SPECIAL.search(low):
        return [SAME.get(word, word) for word in found]
    tokens: list[str] = []
    for place, word in enumerate(found):
        if word == "." and not _ends_sentence(found, place):
            continue
        if word.startswith(("http", "www.")):
            tokens.append(word.rstrip(".,;:!?/*"))
        elif word.isalpha():
            tokens.append(SAME.get(word, word))
        elif word[0].isdigit() or len(word) == 1:
            tokens.append(word)
        else:
            tokens += unglue(word)
    return tokens


def _ends_sentence(found: list[str], place: int) -> bool:
    before = found[place - 1] if place else ""
    return before not in {"v", "ver", "vers", "rev", "no", "inc", "cf", "eg", "ie", "al"}
