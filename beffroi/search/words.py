"""Turn text into words: one analysis for French and English, used by both engines.

A word has *forms*: its exact form (lower case, accents folded), parts of an identifier
(``camelCase``, ``py3``), the joined form of a compound (``data-gouv`` → ``datagouv``), and its
French and English stems, marked with ``STEM``. Stems are taken before accents are folded,
because the French stemmer needs them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from threading import Lock

import Stemmer

STEM = "~~~"
"""Before every stem. Three characters keep stems out of reach of near spellings (two)."""

MAX_TEXT = 100_000
MAX_WORD = 64
MAX_WORDS = 10_000
"""Bounds of what is read of one text: characters, characters of a word, words."""

_REMEMBERED = 100
"""Words up to this long are remembered; a stranger cannot fill the memory with longer ones."""

_PLAIN = {
    "æ": "ae",
    "œ": "oe",
    "ß": "ss",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ħ": "h",
}
_APOSTROPHES = "’‘ʼ`´ʹ′＇"
_WORD = r"(?:[^\W_]|[\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f])+"
_RUN = re.compile(
    rf"(?P<emoji>[\U0001f1e6-\U0001f1ff]{{2}}|[\u2600-\u27bf\U0001f000-\U0001faff])"
    rf"|(?<![^\W_])(?P<dot>\.)?(?P<run>{_WORD}(?:[._\-]{{1,2}}{_WORD})*)(?P<sign>\+\+|#(?!\w))?"
)
_SHOWN = _WORD.replace(
    ")+", r"|[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u200c\u200d])+"
)
_SPAN = re.compile(
    rf"[\U0001f1e6-\U0001f1ff]{{2}}"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff][\U0001f3fb-\U0001f3ff\ufe0f]*"
    r"(?:\u200d[\u2600-\u27bf\U0001f000-\U0001faff][\U0001f3fb-\U0001f3ff\ufe0f]*)*"
    rf"|(?<![^\W_])\.?{_SHOWN}(?:[._\-]{{1,2}}{_SHOWN})*(?:\+\+|#(?!\w))?"
)
_PART = re.compile(rf"{_SHOWN}(?:\+\+|#)?")
_PARTS = re.compile(r"[._\-]+")
_ELISION = re.compile(r"(?<!\w)(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?<=\w)'s(?!\w)", re.IGNORECASE)

_french = Stemmer.Stemmer("french", 0)
_english = Stemmer.Stemmer("english", 0)
_stemming = Lock()


class _Marks(dict[int, int | str | None]):
    """What each character becomes before words are found; filled as characters turn up."""

    def __missing__(self, code: int) -> int | str | None:
        char = chr(code)
        becomes: int | str | None = code
        if char in _APOSTROPHES:
            becomes = "'"
        elif unicodedata.category(char) in {"Mn", "Me", "Cf"}:
            becomes = None
        elif unicodedata.category(char) in {"Cc", "Cs", "Zs", "Zl", "Zp"}:
            becomes = " "
        self[code] = becomes
        return becomes


_marks = _Marks()


@dataclass(frozen=True, slots=True)
class Run:
    """One word as typed; a compound (``data-gouv``, ``node.js``) has several parts.

    ``parts``: folded words in their order. ``joined``: further exact names of the whole
    compound. ``pieces``: exact parts of identifiers. ``stems``: marked stems of the parts.
    ``forms``: all of these, everything this word can be found by.
    """

    parts: tuple[str, ...]
    joined: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Return the text without accents; ``œ`` becomes ``oe``."""
    if text.isascii():
        return text
    bare = (c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return "".join(_PLAIN.get(c, c) for c in bare)


def clean(text: str) -> str:
    """Return the text in one spelling (NFKC), without marks that do not show or control signs."""
    text = text[:MAX_TEXT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)[:MAX_TEXT]
    if not (text.isascii() and text.isprintable()):
        text = text.translate(_marks)
    if "'" in text:
        text = _POSSESSIVE.sub(" ", _ELISION.sub(" ", text))
    return text


@lru_cache(maxsize=50_000)
def stems(word: str) -> tuple[str, ...]:
    """Return the marked French and English stems of a word in lower case, accents kept."""
    if not word.isalpha():
        return ()
    with _stemming:
        found = (_french.stemWord(word), _english.stemWord(word))
    return tuple(dict.fromkeys(STEM + fold(stem) for stem in found if stem))


def runs(text: str) -> Iterator[Run]:
    """Yield the words of a text; never raises, never more than ``MAX_WORDS``."""
    return islice(map(_run_of, _RUN.finditer(clean(text))), MAX_WORDS)


def forms(text: str) -> list[str]:
    """Return all forms of all words of a text, repeated as often as they occur."""
    return [form for run in runs(text) for form in run.forms]


def words(text: str) -> list[str]:
    """Return the exact words of a text in their order, for phrases."""
    return [part for run in runs(text) for part in run.parts]


def spans(text: str) -> Iterator[tuple[int, int, Run]]:
    """Yield where each part of each word stands in a text as it is, and the word.

    A compound comes whole first, then part by part.
    """
    for match in _SPAN.finditer(text[:MAX_TEXT]):
        start, end = match.span()
        whole = next(runs(match[0]), None)
        if whole is None:
            continue
        yield start, end, whole
        if len(whole.parts) > 1:
            for part in _PART.finditer(text, start, end):
                found = next(runs(part[0]), None)
                if found is not None:
                    yield part.start(), part.end(), found


def _run_of(match: re.Match[str]) -> Run:
    typed = match[0]
    return _run(typed) if len(typed) <= _REMEMBERED else _run.__wrapped__(typed)


@lru_cache(maxsize=50_000)
def _run(typed: str) -> Run:
    match = _RUN.fullmatch(typed)
    if match is None or match["emoji"]:
        emoji = (typed[:MAX_WORD],)
        return Run(emoji, forms=emoji)
    sign = match["sign"] or ""
    dot = match["dot"] or ""
    as_typed = [part[:MAX_WORD] for part in _PARTS.split(match["run"]) if part][:MAX_WORD]
    lowered = [part.lower() for part in as_typed]
    parts = [fold(part)[:MAX_WORD] for part in lowered]
    pieces = [piece for part in as_typed for piece in _pieces(part)]
    if sign and len(parts[-1]) > 1:
        pieces.append(parts[-1])
    if dot:
        pieces.append(parts[0])
    parts[0] = dot + parts[0]
    parts[-1] += sign
    joined: list[str] = []
    if len(parts) > 1:
        joined.append("".join(parts)[:MAX_WORD])
        if "-" not in typed and "_" not in typed:
            joined.append(".".join(parts)[:MAX_WORD])
    found = [] if sign or dot else [stem for part in lowered for stem in stems(part)]
    forms = (*parts, *joined, *pieces, *found)
    return Run(tuple(parts), tuple(joined), tuple(pieces), tuple(found), forms)


def _pieces(part: str) -> list[str]:
    """Return the folded parts of an identifier (``openData2`` → open, data, 2), or nothing."""
    if part.isalpha() and (part.islower() or part.isupper() or part[1:].islower()):
        return []
    cuts = [0, *(at for at in range(1, len(part)) if _is_border(part, at)), len(part)]
    if len(cuts) < 3:  # noqa: PLR2004 - only the two ends: nothing to cut
        return []
    return [fold(part[start:end].lower()) for start, end in pairwise(cuts)]


def _is_border(part: str, at: int) -> bool:
    before, here = part[at - 1], part[at]
    if before.isdigit() != here.isdigit():
        return True
    if here.isupper():
        return before.islower() or (before.isupper() and part[at + 1 : at + 2].islower())
    return False
