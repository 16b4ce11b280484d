"""What the licence engine answers: one frozen shape per thing, and their JSON form."""

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "notice", "tag", "reference"]
Band = Literal["exact", "altered", "similar", "none"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that the licence has and words that stand in their place; either may be empty."""

    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Match:
    """One licence found at one place; lines count from 1, ``score`` is a share of 0 to 1.

    ``ties`` are identifiers that the same words fit as well; ``licence`` is the default of them.
    """

    licence: str
    kind: Kind
    start_line: int
    end_line: int
    score: float = 1.0
    ties: tuple[str, ...] = ()
    differs: tuple[Difference, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the command's JSON."""
        return {
            "licence": self.licence,
            "kind": self.kind,
            "start_line": self.start_line,
            "end_line": self.end_line,
            "score": round(self.score, 4),
            "ties": list(self.ties),
            "differs": [{"expected": one.expected, "found": one.found} for one in self.differs],
        }


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What one file says; ``expression`` is None for the bands ``similar`` and ``none``."""

    path: str
    expression: str | None
    band: Band
    matches: tuple[Match, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the command's JSON."""
        return {
            "path": self.path,
            "expression": self.expression,
            "band": self.band,
            "matches": [match.as_json() for match in self.matches],
        }
