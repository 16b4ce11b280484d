"""Read a file into the words that licences are compared by.

SPDX matching guidelines, annex B of SPDX 3.0: white space, case, punctuation, comment marks and
spelling do not matter. Punctuation separates words and is dropped, so that every hyphen and
every quotation mark is equal.
"""

import codecs
import html
import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress

from beffroi.policy.licence.copyrights import is_notice
from beffroi.policy.licence.spelling import HOLDERS, PAIRS, SAME

_FAR = (
    "\u00b5\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u1fff\u2c00-\u2dff\u2e80-\u2fdf\u3005-\u3007"
    "\u3021-\u3029\u3031-\u303f\ua000-\ud7ff\ufb00-\ufdff\ufe70-\ufefc\uff10-\uff19\uff41-\uffdc"
    "\U00010000-\U0001ffff"
)
_SIGNS = "\u3040-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[a-z0-9{_FAR}]+(?:\.[0-9]+)*\+*|[{_SIGNS}]")
_ODD = "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"
_TAG = re.compile(r"<(?:[/!]?[a-z][^<>]{0,400}|!--|/)>")
_IS_HTML = re.compile(r"</(?:p|li|a|h\d|b|div|body|td|pre|i|em|strong|para|span)>|<br ?/?>|<p>")
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});")
_RTF = re.compile(r"\\'[0-9a-f]{2}|\\[a-z]+-?\d* ?|[{}]")
_PREFIX = re.compile(r"^[ \t]*(?:@?rem|dnl|@c|@comment|[.'][a-z]{2,3})(?=[ \t]|$)", re.MULTILINE)
_HAS_PREFIX = re.compile(r"(?:^|\n)[ \t]*(?:@?rem|dnl|@c|[.'][a-z]{2})[ \t\n]")
_FORTRAN = re.compile(r"^c(?=[ \t]|$)", re.MULTILINE)
_EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-z]{2,12}")
_MARK = re.compile(r"\(c\)(?=\W{0,3}(?:copyright|[0-9<\[]|year|yyyy))|(?<=copyright )\(c\)")
_ESCAPE = re.compile(r"\\[nrt]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORTRAN_LINES = 5
_SAMPLE = 4096
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Text:
    """A file as lines and as words.

    ``lines`` are the lines as decoded; ``words`` the normalised words in order, ``line_of`` the
    line number of each of them, from 1; ``copyright`` the numbers of lines that are nothing but
    a copyright notice.
    """

    lines: list[str]
    words: list[str]
    line_of: "array[int]"
    copyright: frozenset[int]


def read(data: bytes) -> Text:
    """Return the text of a file; bytes that mean nothing become U+FFFD, never an error."""
    return read_text(decode(data))


def read_text(text: str) -> Text:
    """Return the lines and words of a decoded text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    words: list[str] = []
    line_of = array("L")
    notices: list[int] = []
    find = _TOKEN.findall
    for number, line in enumerate(_plain(text).split("\n"), 1):
        if line and (found := find(line)):
            words += found
            line_of.extend([number] * len(found))
            if ("copyright" in line or "reserv" in line) and is_notice(lines[number - 1]):
                notices.append(number)
    if not SAME.keys().isdisjoint(words):
        words = [SAME.get(word, word) for word in words]
    words, line_of = _join_pairs(words, line_of)
    return Text(lines, words, line_of, frozenset(notices))


def decode(data: bytes) -> str:
    """Return the text of bytes in UTF-8, UTF-16, UTF-32, Windows-1252 or Latin-1."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if wide := _wide(data[:_SAMPLE]):
        return data.decode(wide, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.start > _SAMPLE and error.end >= len(data) - 4:
            return data.decode("utf-8", "replace")  # cut in the middle of a letter
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _wide(sample: bytes) -> str:
    """Return the UTF-16 order of a sample without a mark: every other byte is zero."""
    half = len(sample) // 2
    if half < _SHORTEST:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.7 and odd < half * 0.1 else ""


def _plain(text: str) -> str:
    """Return the text in small letters, without marks of comments and markup; same lines."""
    for mark in _ODD if not text.isascii() else "\0":
        if mark in text:
            text = text.replace(mark, "")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.replace("©", " copyright "))
    text = _without_markup(text.lower())
    if "@" in text:
        text = _EMAIL.sub(" ", text)  # whom to write to is never a word of a licence
    if _HAS_PREFIX.search(text):
        text = _PREFIX.sub("", text)
    if text.count("\nc ") > _FORTRAN_LINES:
        text = _FORTRAN.sub("", text)
    return _MARK.sub(" copyright ", text) if "(c)" in text else text


def _without_markup(text: str) -> str:
    """Return the text without the signs of RTF and HTML, entities and escapes of strings."""
    if text.startswith("{\\rtf"):
        text = _RTF.sub(" ", text)
    if ("</" in text or "<br" in text) and _IS_HTML.search(text):
        text = _TAG.sub(lambda found: "\n" * found[0].count("\n") or " ", text)
    if "&" in text:
        text = _ENTITY.sub(_unescape, text).replace("&", " and ")
    if '\\n"' in text or "\\n'" in text:
        text = _ESCAPE.sub("  ", text)
    return text


def _unescape(found: re.Match[str]) -> str:
    letter = html.unescape(found[0])
    return {"©": " copyright ", "\n": " ", "\r": " "}.get(letter, letter)


def _join_pairs(words: list[str], line_of: "array[int]") -> "tuple[list[str], array[int]]":
    """Make one word of two where SPDX holds them equal, such as “per cent” and “percent”."""
    dropped: set[int] = set()
    known = set(words)
    for (first, second), joined in PAIRS.items():
        if first in known and second in known:
            for place in _places(words, first):
                if words[place + 1 : place + 2] == [second]:
                    words[place + 1] = joined
                    dropped.add(place)
    for place in _places(words, "copyright"):
        if words[place + 1 : place + 2]:
            words[place + 1] = HOLDERS.get(words[place + 1], words[place + 1])
    if not dropped:
        return words, line_of
    kept = [place not in dropped for place in range(len(words))]
    return list(compress(words, kept)), array("L", compress(line_of, kept))


def _places(words: list[str], wanted: str) -> Iterator[int]:
    place = -1
    try:
        while True:
            place = words.index(wanted, place + 1)
            yield place
    except ValueError:
        return
