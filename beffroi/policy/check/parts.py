"""The licences of the parts of a repository: which statement holds for each file."""

from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import dirname

from beffroi.policy.check.licences import licences_of
from beffroi.policy.check.reuse.coverage import Cover, coverage_of
from beffroi.policy.check.reuse.reading import is_expression
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence import spdx
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import leaves, parse


@dataclass(frozen=True, slots=True)
class Parts:
    """``licences``: those stated for files; ``uncovered``: files that no statement reaches.

    ``contradicting``: files that get two statements of different licences, with both.
    """

    licences: frozenset[str] = frozenset()
    uncovered: tuple[str, ...] = ()
    contradicting: tuple[tuple[str, str], ...] = ()


def parts_of(subject: Subject) -> Parts:
    """Return which licence holds for which file; ask through ``subject.once(parts_of)``.

    What a file, REUSE.toml or a file ``.license`` says holds; else the licence file of the nearest
    folder above.
    """
    folders = folders_of(subject)
    licences: set[str] = set()
    uncovered: list[str] = []
    contradicting: list[tuple[str, str]] = []
    for path, cover in subject.once(coverage_of).files.items():
        said = _statements(cover) or [one for one in (licence_above(path, folders),) if one]
        licences.update(*map(_named, said))
        if not said:
            uncovered.append(path)
        elif len({_families(one) for one in said}) > 1:
            contradicting.append((path, " / ".join(said)))
    return Parts(frozenset(licences), tuple(uncovered), tuple(contradicting))


def folders_of(subject: Subject) -> Mapping[str, str]:
    """Return the licence by the folder whose licence file says it; of the root by ``""``."""
    known = subject.once(licences_of)
    found = {
        dirname(path): answer.expression
        for path, answer in known.detected.items()
        if answer.expression
        and answer.band == "exact"
        and not path.startswith("LICENSES/")
        and any(match.kind == "text" for match in answer.matches)
    }
    return {**found, "": known.declared} if known.declared else found


def licence_above(path: str, folders: Mapping[str, str]) -> str:
    """Return the licence of the nearest folder above a path that has one."""
    while path:
        path = dirname(path)
        if path in folders:
            return folders[path]
    return ""


def _statements(cover: Cover) -> list[str]:
    """Return what each place says of the licences of a file, all expressions of a place as one."""
    said = (filter(is_expression, each.expressions) for each in cover.statements)
    joined = (" AND ".join(f"({one})" for one in each) for each in said)
    return list(dict.fromkeys(_spelled(one) for one in joined if one))


def _spelled(expression: str) -> str:
    try:
        return str(parse(expression))
    except ExpressionError:
        return expression


def _named(expression: str) -> frozenset[str]:
    try:
        return frozenset(leaf.licence for leaf in leaves(parse(expression)))
    except ExpressionError:
        return frozenset({expression})


def _families(expression: str) -> frozenset[str]:
    return frozenset(spdx.family(name) for name in _named(expression))
