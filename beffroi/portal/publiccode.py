"""What the page on publiccode.yml shows of a file that somebody pastes: findings and a preview."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.policy.publiccode import Result, Verdict, judge
from beffroi.policy.publiccode.fields import standard
from beffroi.policy.publiccode.mending import corrected

LONGEST = 1_000_000
_STATES = {"error": "fail", "warning": "waived"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding with its line, that line corrected, what to do; ``state``: class of its mark."""

    result: Result
    text: str
    corrected: str
    advice: str
    state: str


@dataclass(frozen=True, slots=True)
class Face:
    """How the catalogue presents the software to readers of one language."""

    language: str
    name: str
    text: str
    is_other_language: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """All that the page shows of one file."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    faces: tuple[Face, ...]
    licence: str
    body: str

    @property
    def is_mendable(self) -> bool:
        """Tell whether some line can be corrected without a person."""
        return any(one.corrected for one in self.findings)

    @property
    def errors(self) -> int:
        """Return how many findings are errors."""
        return sum(one.result.severity == "error" for one in self.findings)

    @property
    def warnings(self) -> int:
        """Return how many findings leave the file valid."""
        return len(self.findings) - self.errors


def judged(text: str, language: str) -> Judged:
    """Return what is shown of a file, with advice in ``language``; no file beside it is known."""
    verdict = judge(text.encode("utf-8", "replace"))
    lines = text.splitlines()
    return Judged(
        verdict=verdict,
        findings=tuple(_finding(one, lines, language) for one in verdict.results),
        faces=tuple(_face(verdict.values, name) for name in ("fr", "en")),
        licence=verdict.values.get("legal", {}).get("license", ""),
        body=verdict.values.get("organisation", {}).get("name", ""),
    )


def _finding(result: Result, lines: list[str], language: str) -> Finding:
    text = lines[result.line - 1].rstrip() if 0 < result.line <= len(lines) else ""
    advice = standard().advice.get(result.rule, {})
    words = advice.get(language) or advice.get("en", "")
    return Finding(result, text[:200], corrected(result, text), words, _STATES[result.severity])


def _face(values: Mapping[str, Any], language: str) -> Face:
    """Return the texts in a language, else in English, else in the first one that there is."""
    parts = values.get("description", {})
    own = next((name for name in parts if name.lower().split("-")[0] == language), "")
    taken = own or ("en" if "en" in parts else next(iter(parts), ""))
    part = parts.get(taken, {})
    name = part.get("localisedName") or values.get("name", "")
    return Face(language, name, part.get("shortDescription", ""), bool(taken) and taken != own)
