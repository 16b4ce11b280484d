"""Whether a licence is free: as the Free Software Foundation or the Open Source Initiative says.

Source: the flags of the SPDX licence list 3.29.0. What no list knows is unknown, never free.
"""

import csv
import re
from functools import cache, lru_cache

from beffroi.policy.licences import DATA, OTHER

YES, NO, UNKNOWN = "yes", "no", "unknown"
MAX_LENGTH = 400
_WORD = re.compile(r"[()]|[^\s()]+")


@cache
def free_identifiers() -> frozenset[str]:
    """Return the SPDX identifiers that the FSF or the OSI calls free."""
    return frozenset(spdx for spdx, is_free in _flags().items() if is_free)


@lru_cache(maxsize=4096)
def freedom(licence: str) -> str:
    """Return ``yes``, ``no`` or ``unknown`` for an SPDX expression, ``other`` or nothing.

    Of alternatives (OR) one free licence is enough; of what holds together (AND) all must be
    free. An exception (WITH) adds permission and changes nothing.
    """
    if not licence or licence == OTHER or len(licence) > MAX_LENGTH:
        return UNKNOWN
    words = _WORD.findall(licence)
    try:
        found = _alternatives(words)
    except (IndexError, RecursionError):
        return UNKNOWN
    return UNKNOWN if words else found


@cache
def _flags() -> dict[str, bool]:
    with next(DATA.glob("spdx-flags-*.csv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["spdx_id"]: "1" in (row["osi_approved"], row["fsf_libre"]) for row in rows}


def _alternatives(words: list[str]) -> str:
    found = [_together(words)]
    while words[:1] == ["OR"]:
        words.pop(0)
        found.append(_together(words))
    if YES in found:
        return YES
    return UNKNOWN if UNKNOWN in found else NO


def _together(words: list[str]) -> str:
    found = [_one(words)]
    while words[:1] == ["AND"]:
        words.pop(0)
        found.append(_one(words))
    if NO in found:
        return NO
    return UNKNOWN if UNKNOWN in found else YES


def _one(words: list[str]) -> str:
    word = words.pop(0)
    if word == "(":
        found = _alternatives(words)
        return found if words.pop(0) == ")" else UNKNOWN
    if words[:1] == ["WITH"]:
        del words[:2]
    if word not in _flags():
        return UNKNOWN
    return YES if _flags()[word] else NO
