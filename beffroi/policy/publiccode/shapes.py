"""What judging a publiccode.yml gives: results with their place, and the file's values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Result:
    """One finding: ``key`` is the full path, ``line`` and ``column`` count from 1, 0 is nowhere.

    ``rule``: which rule of ``publiccode.toml`` found it.
    """

    severity: Severity
    key: str
    message: str
    line: int = 0
    column: int = 0
    rule: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the public contract (design, section 2)."""
        return {
            "severity": self.severity,
            "key": self.key,
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """The results in their order, and what the file says (``values``; empty when unreadable)."""

    results: tuple[Result, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_valid(self) -> bool:
        """Tell whether nothing is an error; warnings are none."""
        return all(result.severity != "error" for result in self.results)


class Refusal(Exception):  # noqa: N818 - what it is
    """A file that cannot be read at all: what is wrong, and where."""

    def __init__(self, message: str, *, line: int, column: int) -> None:
        super().__init__(message)
        self.message, self.line, self.column = message, line, column
