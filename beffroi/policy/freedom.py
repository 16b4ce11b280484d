"""Whether a licence is free: as the Free Software Foundation or the Open Source Initiative says.

Source: the flags of the SPDX licence list 3.29.0. What no list knows is unknown, never free.
"""

import csv
from functools import cache, lru_cache
from typing import Final

from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import Leaf, parse
from beffroi.policy.licence.sets import Verdict, weigh
from beffroi.policy.licences import DATA, OTHER

YES: Final = "yes"
NO: Final = "no"
UNKNOWN: Final = "unknown"
MAX_LENGTH = 400


@cache
def free_identifiers() -> frozenset[str]:
    """Return the SPDX identifiers that the FSF or the OSI calls free."""
    return frozenset(spdx for spdx, is_free in _flags().items() if is_free)


@lru_cache(maxsize=4096)
def freedom(licence: str) -> Verdict:
    """Return ``yes``, ``no`` or ``unknown`` for an SPDX expression, ``other`` or nothing.

    Of alternatives (OR) one free licence is enough; of what holds together (AND) all must be
    free. An exception (WITH) adds permission and changes nothing.
    """
    if not licence or licence == OTHER or len(licence) > MAX_LENGTH:
        return UNKNOWN
    try:
        return weigh(parse(licence), _verdict)
    except (ExpressionError, RecursionError):
        return UNKNOWN


def _verdict(leaf: Leaf) -> Verdict:
    """Return what the flags say of one licence, a deprecated identifier included."""
    found = _flags().get(leaf.licence)
    return UNKNOWN if found is None else YES if found else NO


@cache
def _flags() -> dict[str, bool]:
    with next(DATA.glob("spdx-flags-*.csv")).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["spdx_id"]: "1" in (row["osi_approved"], row["fsf_libre"]) for row in rows}
