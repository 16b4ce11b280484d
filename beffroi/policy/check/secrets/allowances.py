"""What persons allowed: words in the line, entries of ``.beffroi.toml`` with a reason."""

import fnmatch
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from beffroi.policy.check.secrets.shapes import Found

_HERE: Final = re.compile(
    rb"(?i)pragma:[ \t]*(?:allow|white)list[ \t]+secret|gitleaks:allow|beffroi:[ \t]*not a secret"
)
_NEXT: Final = re.compile(rb"(?i)pragma:[ \t]*allowlist[ \t]+nextline[ \t]+secret")
_TEXTS: Final = ("path", "rule", "hash", "reason")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a person declared to be no secret: path (with * and ?), rule, which one."""

    path: str
    reason: str
    rule: str = ""
    digest: str = ""

    def covers(self, found: Found) -> bool:
        """Tell whether a finding is meant."""
        return (
            fnmatch.fnmatchcase(found.path, self.path)
            and self.rule in {"", found.rule}
            and self.digest in {"", found.digest}
        )


@dataclass(frozen=True, slots=True)
class Allowances:
    """All entries that hold, and in words what is wrong with the others."""

    entries: tuple[Allowance, ...] = ()
    faults: tuple[str, ...] = ()

    def cover(self, found: Found) -> bool:
        """Tell whether some entry allows a finding."""
        return any(entry.covers(found) for entry in self.entries)


def allowances_of(table: Mapping[str, Any]) -> Allowances:
    """Read ``[[secrets.allowed]]`` of ``.beffroi.toml``, each entry with its reason."""
    listed = table.get("allowed", [])
    if not isinstance(listed, list):
        return Allowances(faults=("secrets.allowed: [[secrets.allowed]]",))
    read = [_read(number, entry) for number, entry in enumerate(listed, start=1)]
    entries = tuple(one for one in read if isinstance(one, Allowance))
    return Allowances(entries, tuple(one for one in read if isinstance(one, str)))


def is_allowed_line(data: bytes, start: int, end: int) -> bool:
    """Tell whether the lines of a secret, or the one above, say that it is none."""
    begin = data.rfind(b"\n", 0, start) + 1
    stop = data.find(b"\n", end)
    if _HERE.search(data, begin, stop if stop >= 0 else len(data)):
        return True
    above = data.rfind(b"\n", 0, max(0, begin - 1)) + 1
    return _NEXT.search(data, above, begin) is not None


def without(found: Iterable[Found], allowances: Allowances) -> tuple[list[Found], int]:
    """Return what nobody allowed, and how many were."""
    listed = list(found)
    kept = [one for one in listed if not allowances.cover(one)]
    return kept, len(listed) - len(kept)


def _read(number: int, entry: Any) -> Allowance | str:
    where = f"secrets.allowed[{number}]"
    if not isinstance(entry, Mapping):
        return f"{where}: [[secrets.allowed]]"
    for key, value in entry.items():
        if key not in _TEXTS or not isinstance(value, str):
            return f"{where}.{key}"
    for key in ("path", "reason"):
        if not entry.get(key, "").strip():
            return f"{where}.{key}"
    return Allowance(entry["path"], entry["reason"], entry.get("rule", ""), entry.get("hash", ""))
