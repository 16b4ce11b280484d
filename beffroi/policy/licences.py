"""Licences as forges and people write them, brought to SPDX; never a guess.

Sources: SPDX licence list 3.29.0 with its OSI and FSF flags; names in ``licence-names.toml``.
"""

import csv
import re
import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
OTHER = "other"
UNKNOWN = ""
MAX_LENGTH = 200
_WORD = re.compile(r"\(|\)|[^\s()]+")
_OPERATORS = {"and": "AND", "or": "OR", "with": "WITH"}
_NOISE = re.compile(r"\b(the|licence|license|version)\b|[\"“”'’,]")


def normalise(raw: str | None) -> tuple[str, str]:
    """Return a licence as SPDX, and the text as given.

    The first part is an SPDX expression, ``other`` when something is stated that is no licence
    we know, or empty when nothing is stated: absence and "other" are two different states.
    """
    text = " ".join((raw or "").split())
    if not text or text.lower() in _named()["unknown"]:
        return UNKNOWN, text
    key = text.lower()
    if key in _named()["other"]:
        return OTHER, text
    found = identifiers().get(key) or names().get(_plain(text)) or _expression(text)
    return (found or OTHER), text


@cache
def identifiers() -> dict[str, str]:
    """Return SPDX identifiers by their lower-case form."""
    with next(DATA.glob("spdx-flags-*.csv")).open(encoding="utf-8", newline="") as file:
        return {row["spdx_id"].lower(): row["spdx_id"] for row in csv.DictReader(file)}


@cache
def names() -> dict[str, str]:
    """Return SPDX identifiers by the plain form of the names that mean them."""
    rows = _named()["names"].items()
    return {_plain(name): spdx for spdx, known in rows for name in known}


@cache
def _named() -> dict[str, dict[str, list[str]]]:
    with (DATA / "licence-names.toml").open("rb") as file:
        return tomllib.load(file)


def _plain(name: str) -> str:
    return " ".join(_NOISE.sub(" ", name.lower()).split())


def _expression(text: str) -> str:
    """Return an SPDX expression with identifiers as SPDX writes them, or nothing.

    What stands after WITH is an exception, which the flags do not list; it is taken as it is.
    """
    parts, is_exception = [], False
    for word in _WORD.findall(text[:MAX_LENGTH]):
        operator = _OPERATORS.get(word.lower())
        known = operator or (
            word if word in "()" or is_exception else identifiers().get(word.lower())
        )
        if known is None:
            return ""
        is_exception = operator == "WITH"
        parts.append(known)
    joined = " ".join(parts).replace("( ", "(").replace(" )", ")")
    is_whole = len(parts) > 1 and joined.count("(") == joined.count(")")
    return joined if is_whole and _alternates(parts) else ""


def _alternates(parts: list[str]) -> bool:
    """Tell whether licences and operators take turns, parentheses left out."""
    words = [part for part in parts if part not in "()"]
    turns = [(word in _OPERATORS.values()) == bool(place % 2) for place, word in enumerate(words)]
    return len(words) % 2 == 1 and all(turns)
