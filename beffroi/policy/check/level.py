"""The openness level: what is claimed, what four criteria recommend, what the files show."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from beffroi.policy.check.readme import readmes_of
from beffroi.policy.check.shapes import Evidence
from beffroi.policy.check.subject import Subject

Basis: TypeAlias = Literal["criteria", "files"]
LEVELS: Final = ("A", "B", "C", "D")
CRITERIA: Final = ("module", "generic", "taken-over", "technical")
"""Useful to other software; a generic need; soon carried on by others; a technical end user."""

_BADGE_LINES: Final = 30
_BADGES: Final = (
    ("A", re.compile(r"contributif", re.IGNORECASE)),
    ("B", re.compile(r"\bouvert\b", re.IGNORECASE)),
    ("C", re.compile(r"publi(?:é|%C3%A9|&eacute;)", re.IGNORECASE)),
)
_IS_BADGE: Final = re.compile(r"badge|shields|code\.gouv\.fr", re.IGNORECASE)
_INVITES: Final = ("CONTRIBUTING", "CONTRIBUTING.*", "CONTRIBUER", "CONTRIBUER.*")
_HANDLES: Final = ("SUPPORT", "SUPPORT.*", "MAINTAINERS", "MAINTAINERS.*", "CODEOWNERS")


@dataclass(frozen=True, slots=True)
class Level:
    """``claimed``: A to D, None when nobody says. ``observed``: one level, or a range (``A-B``).

    ``basis``: criteria that somebody declared, or else what the files show of contributions.
    """

    claimed: str | None = None
    observed: str | None = None
    basis: Basis = "files"


@dataclass(frozen=True, slots=True)
class Claim:
    """A level that is said somewhere; ``badge`` is the one of the README, where they differ."""

    level: str
    where: Evidence
    badge: str = ""


def level_of(subject: Subject) -> Level:
    """Return both levels."""
    claim = subject.once(claim_of)
    claimed = claim.level if claim else None
    answers = criteria_of(subject)
    if answers:
        low, high = recommended(answers)
        observed = high if low == high else f"{high}-{low}"
        return Level(claimed, observed, "criteria")
    return Level(claimed, _shown(subject), "files")


def recommended(answers: Mapping[str, bool]) -> tuple[str, str]:
    """Return the lowest and the highest level that answers allow; a missing one leaves both open.

    Two or more yes: A; one: B; none: C.
    """
    sure = sum(answers.get(name) is True for name in CRITERIA)
    most = sure + sum(name not in answers for name in CRITERIA)
    return _by_count(sure), _by_count(most)


def criteria_of(subject: Subject) -> dict[str, bool]:
    """Return the criteria that somebody declared."""
    declared = subject.declarations.answer("LEVEL-02")
    if declared is None or not isinstance(declared.answer, Mapping):
        return {}
    return {name: declared.answer[name] for name in CRITERIA if _is_answered(declared.answer, name)}


def claim_of(subject: Subject) -> Claim | None:
    """Return the level that is claimed: what was declared wins over the badge of the README."""
    badge = _badge(subject)
    declared = subject.declarations.answer("LEVEL-01")
    if declared is None or str(declared.answer) not in LEVELS:
        return badge
    where = Evidence(".beffroi.toml", declared.line, str(declared.answer))
    level = str(declared.answer)
    return Claim(level, where, badge.level if badge and badge.level != level else "")


def _badge(subject: Subject) -> Claim | None:
    for readme in subject.once(readmes_of):
        for number, line in enumerate(readme.text.splitlines()[:_BADGE_LINES], 1):
            for level, words in _BADGES if _IS_BADGE.search(line) else ():
                if words.search(line):
                    return Claim(level, Evidence(readme.path, number, line.strip()[:200]))
    return None


def _shown(subject: Subject) -> str:
    """Return what the files show: contributions are sought, handled, or the code is only there."""
    at_home = {"", ".github", ".gitlab", ".forgejo", ".gitea", "docs", "doc"}

    def there(*patterns: str) -> bool:
        found = subject.tree.matching(*patterns)
        return any(path.rpartition("/")[0].lower() in at_home for path in found)

    if there(*_INVITES):
        return "A"
    return "B" if there(*_HANDLES) else "C"


def _by_count(count: int) -> str:
    return "A" if count > 1 else ("B" if count else "C")


def _is_answered(answer: Mapping[str, Any], name: str) -> bool:
    return isinstance(answer.get(name), bool)
