"""How many characters a person sees: grapheme clusters (Unicode Standard Annex #29)."""

import re
import unicodedata
from typing import Final

_ZERO_WIDTH_JOINER: Final = "\u200d"
_PICTURES = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf"
    "\u2934-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa"
    "\U0001f400-\U0001faff]"
)
_EXTENDING = re.compile("[\u200c\u200d\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
# Letters, digits and signs of the Latin script and its punctuation each stand alone.
_JOINING = re.compile("[\u0300-\u200f\u2028-\u202e\u2060-\u209f\u20d0-\U0010ffff]")
_SPACING: Final = "\u0e33\u0eb3"
_SYLLABLES: Final = (0xAC00, 0xD7A3)


def count(text: str) -> int:
    """Return the number of grapheme clusters of a text."""
    if not _JOINING.search(text):
        return len(text) - text.count("\r\n")
    total, before, flags, joins = 0, "", 0, False
    for char in text:
        if not before or _breaks(before, char, flags, joins=joins):
            total += 1
            joins = bool(_PICTURES.match(char))
        elif char != _ZERO_WIDTH_JOINER and not _extends(char):
            joins = bool(_PICTURES.match(char))
        flags = flags + 1 if _is_flag(char) else 0
        before = char
    return total


def _breaks(before: str, char: str, flags: int, *, joins: bool) -> bool:
    """Tell whether a new cluster begins at ``char``; ``joins``: the last one is a picture."""
    if before == "\r" and char == "\n":
        return False
    if _is_control(before) or _is_control(char):
        return True
    if _extends(char) or unicodedata.category(char) == "Mc" or char in _SPACING:
        return False
    if before == _ZERO_WIDTH_JOINER and joins and _PICTURES.match(char):
        return False
    if _is_flag(before) and _is_flag(char):
        return flags % 2 == 0
    return not _is_one_syllable(before, char)


def _is_control(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Zl", "Zp"} or (
        unicodedata.category(char) == "Cf" and not _EXTENDING.match(char)
    )


def _extends(char: str) -> bool:
    return bool(_EXTENDING.match(char)) or unicodedata.category(char) in {"Mn", "Me"}


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_one_syllable(before: str, char: str) -> bool:
    """Tell whether two parts of a Hangul syllable belong together (rules GB6 to GB8)."""
    left, right = _hangul(before), _hangul(char)
    return right in {
        "L": {"L", "V", "LV", "LVT"},
        "LV": {"V", "T"},
        "V": {"V", "T"},
        "LVT": {"T"},
        "T": {"T"},
    }.get(left, set())


def _hangul(char: str) -> str:
    if "\u1100" <= char <= "\u115f":
        return "L"
    if "\u1160" <= char <= "\u11a7":
        return "V"
    if "\u11a8" <= char <= "\u11ff":
        return "T"
    first, last = _SYLLABLES
    if first <= ord(char) <= last:
        return "LVT" if (ord(char) - first) % 28 else "LV"
    return ""
