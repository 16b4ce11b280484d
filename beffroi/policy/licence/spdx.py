"""The SPDX licence list as data: identifiers, names, successors of deprecated ones, addresses.

Source: list 3.29.0 of 16 September 2026 (CC0-1.0) as in the package licenseid 0.5.0; successors
as in ``obsoletedBy`` of spdx/license-list-XML.
"""

import csv
from dataclasses import dataclass
from functools import cache

from beffroi.policy.licences import DATA

VERSION = "3.29.0"


@dataclass(frozen=True, slots=True)
class Entry:
    """One identifier of the list; ``successor`` is an expression, empty when it is current."""

    spdx_id: str
    is_exception: bool
    name: str
    successor: str
    see_also: tuple[str, ...]


@cache
def entries() -> dict[str, Entry]:
    """Return every licence and exception by its identifier in small letters."""
    with (DATA / f"spdx-list-{VERSION}.csv").open(encoding="utf-8", newline="") as file:
        return {row["spdx_id"].lower(): _entry(row) for row in csv.DictReader(file)}


def _entry(row: dict[str, str]) -> Entry:
    return Entry(
        spdx_id=row["spdx_id"],
        is_exception=row["kind"] == "exception",
        name=row["name"],
        successor=row["successor"],
        see_also=tuple(row["see_also"].split()),
    )


def current(spdx_id: str) -> str:
    """Return the expression that stands for an identifier today; unknown ones as they are."""
    entry = entries().get(spdx_id.lower())
    return (entry.successor or entry.spdx_id) if entry else spdx_id


def is_exception(spdx_id: str) -> bool:
    """Tell whether an identifier names an exception and not a licence."""
    entry = entries().get(spdx_id.lower())
    return entry is not None and entry.is_exception


def or_later(spdx_id: str) -> str:
    """Return the form "or later" of an identifier: of the GNU family a word, else a plus."""
    bare = spdx_id.removesuffix("+").removesuffix("-only").removesuffix("-or-later")
    entry = entries().get(f"{bare}-or-later".lower())
    return entry.spdx_id if entry else f"{bare}+"


def family(spdx_id: str) -> str:
    """Return an identifier without what notices decide: -only, -or-later, invariants, RFN."""
    bare = spdx_id.removesuffix("+")
    for ending in ("-only", "-or-later", "-no-invariants", "-invariants", "-no-RFN", "-RFN"):
        bare = bare.removesuffix(ending)
    return bare
