"""How grave a vulnerability is, from 0 to 10: a number, a word, or a vector of CVSS 3.

Source: FIRST, "CVSS v3.1 Specification", section 7.1 and 7.4. A vector of CVSS 2 or 4 is not
computed: beside it the word of the database decides, else the gravity is unknown.
"""

import math
from collections.abc import Mapping
from typing import Any

from beffroi.policy.check.components.sources import rows, texts

_WORDS = {
    "critical": 9.0, "high": 7.0, "important": 7.0, "medium": 4.0, "moderate": 4.0, "low": 0.1,
    "none": 0.0, "info": 0.0,
}  # fmt: skip
_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2}, "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62}, "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0}, "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}  # fmt: skip
_RIGHTS = {"U": {"N": 0.85, "L": 0.62, "H": 0.27}, "C": {"N": 0.85, "L": 0.68, "H": 0.5}}
_HIGHEST = 10.0


def score_of(entry: Mapping[str, Any]) -> float | None:
    """Return the highest gravity that an entry states; None when it states none we can read."""
    said: list[float | None] = []
    for row in rows(entry.get("severity"))[:20]:
        number = _number(row.get("score"))
        said.append(_word(row.get("severity")) if number is None else number)
    for key in ("database_specific", "ecosystem_specific"):
        said += [_word(texts(entry.get(key)).get("severity"))]
    return max((one for one in said if one is not None), default=None)


def _number(said: Any) -> float | None:
    if isinstance(said, str) and said.startswith("CVSS:3."):
        return _cvss3(dict(part.split(":", 1) for part in said.split("/") if ":" in part))
    try:
        number = float(said)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if 0 <= number <= _HIGHEST else None


def _word(said: Any) -> float | None:
    return _WORDS.get(said.lower()) if isinstance(said, str) else None


def _cvss3(vector: Mapping[str, str]) -> float | None:
    """Return the base score of a vector; None when one of its eight metrics is missing."""
    try:
        weight = {key: known[vector[key]] for key, known in _WEIGHTS.items()}
        rights = _RIGHTS[vector["S"]][vector["PR"]]
    except KeyError:
        return None
    base = 1 - (1 - weight["C"]) * (1 - weight["I"]) * (1 - weight["A"])
    changed = vector["S"] == "C"
    impact = 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 if changed else 6.42 * base
    if impact <= 0:
        return 0.0
    ease = 8.22 * weight["AV"] * weight["AC"] * rights * weight["UI"]
    return _rounded(min((1.08 if changed else 1.0) * (impact + ease), _HIGHEST))


def _rounded(score: float) -> float:
    """Round up to one decimal as the specification says, free of binary rests."""
    whole = round(score * 100_000)
    return whole / 100_000 if whole % 10_000 == 0 else (math.floor(whole / 10_000) + 1) / 10
