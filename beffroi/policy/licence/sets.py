"""Which lists a licence is on: FSF, OSI, recognised by the State, decree; with date and source."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from beffroi.policy.licence import spdx
from beffroi.policy.licence.expressions import Expression, Leaf, parse
from beffroi.policy.licences import DATA

Verdict = Literal["yes", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class LicenceSet:
    """A list of licences that somebody published; ``titles`` by language."""

    key: str
    titles: dict[str, str]
    source: str
    dated: date
    licences: frozenset[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lists say of one licence; ``known`` is False when SPDX does not list it."""

    licence: str
    known: bool
    sets: tuple[str, ...]

    def is_in(self, key: str) -> bool:
        """Tell whether the licence is on a list."""
        return key in self.sets


def standing(spdx_id: str) -> Standing:
    """Return the lists that a licence is on; a deprecated identifier stands for today's."""
    name = spdx.current(spdx_id).partition(" WITH ")[0]
    entry = spdx.entries().get(name.lower())
    keys = tuple(key for key, one in licence_sets().items() if name in one.licences)
    return Standing(name, entry is not None and not entry.is_exception, keys)


def judge(expression: str | Expression, key: str) -> Verdict:
    """Return whether an expression can be satisfied with licences of a list alone.

    OR needs one part, AND all; WITH keeps the verdict of the licence; what SPDX does not list
    is unknown.
    """
    tree = parse(expression) if isinstance(expression, str) else expression
    return weigh(tree, lambda leaf: _verdict(leaf, key))


def _verdict(leaf: Leaf, key: str) -> Verdict:
    found = standing(leaf.licence.removesuffix("+"))
    if not found.known:
        return "unknown"
    return "yes" if found.is_in(key) else "no"


def weigh(expression: Expression, verdict: Callable[[Leaf], Verdict]) -> Verdict:
    """Return the verdict on an expression from those on its leaves: OR needs one, AND all."""
    if isinstance(expression, Leaf):
        return verdict(expression)
    found = {weigh(part, verdict) for part in expression.parts}
    decisive: Verdict = "yes" if expression.operator == "OR" else "no"
    if decisive in found:
        return decisive
    return "unknown" if "unknown" in found else ("no" if decisive == "yes" else "yes")


@cache
def licence_sets() -> dict[str, LicenceSet]:
    """Return every list by its key."""
    found = [*_flagged(), *_recognised(), *_decreed()]
    return {one.key: one for one in found}


def _flagged() -> list[LicenceSet]:
    """Return the lists of FSF and OSI, their union and their common part."""
    with (DATA / f"spdx-flags-{spdx.VERSION}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["deprecated"] == "0"]
    osi = frozenset(row["spdx_id"] for row in rows if row["osi_approved"] == "1")
    fsf = frozenset(row["spdx_id"] for row in rows if row["fsf_libre"] == "1")
    source = f"SPDX licence list {spdx.VERSION}, flags"
    dated = date(2026, 9, 16)
    titles = {
        "osi": {"en": "Approved by the OSI", "fr": "Approuvées par l’OSI"},
        "fsf": {"en": "Free according to the FSF", "fr": "Libres selon la FSF"},
        "contribute": {"en": "FSF or OSI", "fr": "FSF ou OSI"},
        "both": {"en": "FSF and OSI", "fr": "FSF et OSI"},
    }
    members = {"osi": osi, "fsf": fsf, "contribute": osi | fsf, "both": osi & fsf}
    return [LicenceSet(key, titles[key], source, dated, members[key]) for key in titles]


def _recognised() -> list[LicenceSet]:
    """Return the list of the French State's free software team, and its group to publish."""
    with (DATA / "licences-66.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    accepted = json.loads((DATA / "accepted-licences.json").read_text("utf-8"))
    source, dated = accepted["source"], date(2025, 9, 15)
    return [
        LicenceSet(
            "recognised",
            {"en": "Recognised by DINUM", "fr": "Reconnues par la DINUM"},
            source,
            dated,
            frozenset(row["spdx_id"] for row in rows),
        ),
        LicenceSet(
            "publish",
            {"en": "To publish public code", "fr": "Pour publier un code source public"},
            source,
            dated,
            frozenset(row["spdx_id"] for row in rows if row["group"] == "publish"),
        ),
    ]


def _decreed() -> list[LicenceSet]:
    """Return the licences of the decree: article D323-2-1 of the CRPA."""
    decree = json.loads((DATA / "decree-licences.json").read_text("utf-8"))
    titles = {
        "software": {"en": "Decree, software", "fr": "Décret, logiciels"},
        "public_information": {
            "en": "Decree, public information",
            "fr": "Décret, informations publiques",
        },
    }
    keys = {"software": "decree", "public_information": "decree-information"}
    return [
        LicenceSet(
            keys[part],
            titles[part],
            decree["source"],
            date(2021, 12, 4),
            frozenset(row["spdx_id"] for row in decree[part]),
        )
        for part in titles
    ]
