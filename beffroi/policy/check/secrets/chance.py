"""How much chance is in a value: what a machine drew at random, and what a person wrote."""

import math
import re
from collections import Counter
from typing import Final

_CHUNKS: Final = re.compile(rb"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|[^0-9A-Za-z]+")
_MADE: Final = re.compile(rb"[0-9A-Za-z+/=_.~-]+")
_LONGEST_CHUNK: Final = 4
_JOINTS: Final = re.compile(rb"[_.:/ -]+")
_PART: Final = re.compile(rb"[A-Za-z]+[0-9]{0,2}|[0-9]{1,4}|v[0-9]+")
_WORD: Final = re.compile(rb"[A-Z]?[a-z]{3,}|[A-Z]{3,}")


def entropy(value: bytes) -> float:
    """Return the Shannon entropy in bits a character."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values()) if size else 0.0


def is_drawn(value: bytes, least: float) -> bool:
    """Tell whether a value looks drawn by a machine: its letters, its entropy, letters and digits.

    Words joined by signs have entropy too; but in them letters and digits seldom change places.
    """
    if not _MADE.fullmatch(value) or entropy(value) < least:
        return False
    has_both = re.search(rb"[0-9]", value) and re.search(rb"[A-Za-z]", value)
    return bool(has_both) and len(_CHUNKS.findall(value)) * _LONGEST_CHUNK >= len(value)


def is_joined(value: bytes) -> bool:
    """Tell whether a value is words and small numbers joined by signs, as identifiers are."""
    parts = [part for part in _JOINTS.split(value) if part]
    in_words = sum(len(part) for part in parts if _WORD.fullmatch(part))
    return len(parts) > 1 and (
        in_words * 2 >= len(value) or all(_PART.fullmatch(part) for part in parts)
    )


def is_mixed(value: bytes) -> bool:
    """Tell whether a value has a letter, and a digit or a sign that names do not have."""
    return re.search(rb"[A-Za-z]", value) is not None and (
        re.search(rb"[0-9]|[^0-9A-Za-z_\s.,:/\x80-\xff-]", value) is not None
    )
