"""What a repository declares, what is found in it, and where the two disagree.

Order of evidence: licence files at the root (a GPL beside an LGPL is the LGPL), then REUSE tags and
the folder LICENSES, then manifests, then the README.
"""

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from beffroi.policy.licence import spdx
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import leaves, parse
from beffroi.policy.licence.shapes import FileAnswer

_ROOT = re.compile(r"^(?:(?:un)?licen[cs]e|copying|ofl|copyright)(?:[-_. ].*)?$", re.IGNORECASE)
_LONGEST = 4000
"""A longer expression is that of a list of licences."""
_README = re.compile(r"^readme(?:\.\w+)*$", re.IGNORECASE)
_MANIFEST = re.compile(
    r"^(?:package\.json|pyproject\.toml|setup\.cfg|cargo\.toml|composer\.json|pom\.xml|description"
    r"|codemeta\.json|publiccode\.ya?ml|meta\.json|.+\.(?:gemspec|nuspec|cabal|podspec))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places that do not say the same, or a licence text that is not the true one."""

    because: str
    says: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the command's JSON."""
        says = [{"path": path, "expression": expression} for path, expression in self.says]
        return {"because": self.because, "says": says}


@dataclass(slots=True)
class Repository:
    """The decision on one directory."""

    declared: str | None = None
    detected: list[str] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the command's JSON."""
        conflicts = [conflict.as_json() for conflict in self.conflicts]
        return {"declared": self.declared, "detected": self.detected, "conflicts": conflicts}


def is_licence_file(path: str) -> bool:
    """Tell whether a path is that of a licence text at the root, by its name."""
    return "/" not in path and _ROOT.match(path) is not None


def decide(root: str, answers: Iterable[FileAnswer]) -> Repository:
    """Return what the files of a directory say together."""
    known = list(answers)
    top = [answer for answer in known if _folder(answer.path, root) == ""]
    found = Repository(detected=sorted(_licences(known), key=str.lower))
    texts = [answer for answer in top if _ROOT.match(_name(answer.path))]
    for answer in texts:
        if answer.band in {"altered", "similar"}:
            found.conflicts.append(_altered(answer))
    stated = [(one.path, one.expression) for one in texts if one.expression and one.band == "exact"]
    manifests = [
        (one.path, one.expression)
        for one in top
        if one.expression and _MANIFEST.match(_name(one.path))
    ]
    found.conflicts += _disagreements(stated, manifests, known)
    found.declared = (
        _of_texts(stated, manifests, known)
        or _of_folder(known, root)
        or _first(manifests)
        or _first(
            [(one.path, one.expression) for one in top if _README.match(_name(one.path))
             and one.expression and one.band == "exact"]
        )
    )  # fmt: skip
    return found


def _of_texts(
    stated: list[tuple[str, str]], manifests: list[tuple[str, str]], known: list[FileAnswer]
) -> str | None:
    """Return the expression of the licence files at the root, made exact by what else is said."""
    if not stated:
        return None
    names = list(dict.fromkeys(expression for _, expression in stated))
    if lesser := _lesser(names):
        names = lesser
    wanted = {spdx.family(one) for name in names for one in _parts(name)}
    for _, expression in manifests:
        if {spdx.family(one) for one in _parts(expression)} == wanted:
            return expression
    if len(names) == 1:
        return _closed(names[0], known)
    return " AND ".join(f"({name})" if " OR " in name else name for name in names)


def _lesser(names: list[str]) -> list[str]:
    """Return the LGPL alone of a pair of GPL and LGPL: the second needs the first's text."""
    lesser = [name for name in names if name.startswith("LGPL-3.0")]
    plain = [name for name in names if name.startswith("GPL-3.0")]
    if not lesser or not plain:
        return []
    return [name for name in names if name not in plain]


def _closed(expression: str, known: list[FileAnswer]) -> str:
    """Return “or later” for a licence whose text leaves it open when notices in files say so."""
    later = spdx.or_later(expression) if expression.endswith("-only") else ""
    if not later.endswith("-or-later"):
        return expression
    said = [match.licence for answer in known for match in answer.matches if match.kind != "text"]
    return later if said.count(later) > said.count(expression) else expression


def _of_folder(known: list[FileAnswer], root: str) -> str | None:
    """Return what the folder LICENSES of REUSE holds."""
    names = [
        _name(one.path).removesuffix(".txt")
        for one in known
        if _folder(one.path, root) == "LICENSES"
    ]
    listed = [name for name in names if name.lower() in spdx.entries()]
    plain = [name for name in dict.fromkeys(listed) if not spdx.is_exception(name)]
    return " AND ".join(plain) or None


def _disagreements(
    stated: list[tuple[str, str]], manifests: list[tuple[str, str]], known: list[FileAnswer]
) -> list[Conflict]:
    """Return the manifests that say something else than the licence file, or than each other."""
    text = _of_texts(stated, [], known)
    first = (stated[0][0], text) if text else next(iter(manifests), None)
    if first is None or first[1] is None:
        return []
    wanted = {spdx.family(one) for one in _parts(first[1])}
    return [
        Conflict("the licence file and the manifest name different licences", (first, said))
        if stated
        else Conflict("two manifests name different licences", (first, said))
        for said in manifests
        if {spdx.family(one) for one in _parts(said[1])} != wanted
    ]


def _altered(answer: FileAnswer) -> Conflict:
    best = max(answer.matches, key=lambda match: match.score, default=None)
    name = best.licence if best else ""
    return Conflict("the licence text is not the true one", ((answer.path, name),))


def _first(said: list[tuple[str, str]]) -> str | None:
    return said[0][1] if said else None


def _licences(answers: list[FileAnswer]) -> set[str]:
    found: set[str] = set()
    for answer in answers:
        if answer.expression and len(answer.expression) < _LONGEST:
            found |= _parts(answer.expression)
        elif answer.expression:
            found.update(match.licence for match in answer.matches)
    return found


def _parts(expression: str) -> set[str]:
    try:
        found = leaves(parse(expression))
    except ExpressionError:
        return {expression}
    return {name for leaf in found for name in (leaf.licence, leaf.exception) if name}


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _folder(path: str, root: str) -> str:
    """Return the folder of a file below the root; empty at the root."""
    return os.path.relpath(os.path.dirname(path) or ".", root or ".").replace("./", "").strip(".")  # noqa: PTH120
