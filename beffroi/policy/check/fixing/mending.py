"""Mend what can be mended: for each rule not passed its step, then all changes written or shown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeAlias

from beffroi.lib.errors import UsageError
from beffroi.policy.check.fixing.describing import add_publiccode
from beffroi.policy.check.fixing.documents import (
    DOCUMENTS,
    add_changelog,
    add_document,
    add_origin,
    add_security,
)
from beffroi.policy.check.fixing.facts import Facts, facts_of
from beffroi.policy.check.fixing.heading import add_headers
from beffroi.policy.check.fixing.insertions import (
    IGNORED,
    add_badge,
    add_ignored,
    add_publisher,
    add_support,
    add_unmaintained,
)
from beffroi.policy.check.fixing.shapes import Change, Fixes, Left, Plan, Wanted
from beffroi.policy.check.fixing.texts import add_copies, add_licence
from beffroi.policy.check.fixing.words import left
from beffroi.policy.check.fixing.writing import NotWrittenError, read, write
from beffroi.policy.check.judging import Judged, Report
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence.expressions import normalise

_ALWAYS: Final = frozenset({"LEVEL-01"})
"""A declared level passes; its badge is shown all the same."""
_TURNS: Final = {"SEC-01": 0, "PUB-05": 2, "PUB-11": 2}
"""CONTRIBUTING names SECURITY.md where there is one; a README may be new, and say all of it."""
_MENDED: Final = frozenset({"fail", "warn", "unknown"})


@dataclass(frozen=True, slots=True)
class _Work:
    """Everything that a step needs."""

    plan: Plan
    subject: Subject
    facts: Facts
    judged: Judged


_Step: TypeAlias = Callable[[_Work], None]
_Add: TypeAlias = Callable[[Plan, Subject, Facts, str], None]


def fix(subject: Subject, report: Report, wanted: Wanted) -> Fixes:
    """Write what can be written, or only show it; what is left says what a person has to do.

    Raises UsageError for a licence or a holder that cannot be.
    """
    wanted = replace(wanted, licence=_licence(wanted.licence))
    plan = Plan(partial(read, subject.tree.root))
    facts = facts_of(subject, wanted)
    for judged in sorted(report.rules, key=_turn):
        step = _STEPS.get(judged.rule.check or judged.rule.id)
        if step and (judged.finding.state in _MENDED or judged.rule.check in _ALWAYS):
            step(_Work(plan, subject, facts, judged))
    add_changelog(plan, subject, facts, "score")
    add_publiccode(plan, subject, facts)
    changes, remarks = plan.changes(), list(dict.fromkeys(plan.left))
    if wanted.dry_run:
        return Fixes(changes, tuple(remarks))
    written = tuple(change for change in changes if _written(subject, change, remarks))
    unwritten = tuple(change.path for change in changes if change not in written)
    return Fixes(written, tuple(remarks), is_written=True, unwritten=unwritten)


def _turn(judged: Judged) -> int:
    """Return when a rule is mended: what others name first, what needs their files last."""
    check = judged.rule.check or judged.rule.id
    return _TURNS.get(check, 1)


def _licence(wanted: str) -> str:
    if not wanted:
        return ""
    found = normalise(wanted)
    if found is None:
        raise UsageError(
            f"“{wanted}” is no SPDX expression; --licence takes one such as EUPL-1.2 or "
            "AGPL-3.0-or-later."
        )
    return found


def _written(subject: Subject, change: Change, remarks: list[Left]) -> bool:
    try:
        write(subject.tree.root, change)
    except NotWrittenError as error:
        remarks.append(Left(change.rules[0], left(error.why, path=change.path)))
        return False
    return True


def _plain(add: _Add) -> _Step:
    return lambda work: add(work.plan, work.subject, work.facts, work.judged.rule.id)


def _document(work: _Work, check: str) -> None:
    add_document(work.plan, work.subject, work.facts, work.judged.rule.id, check)


def _readme(work: _Work) -> None:
    _document(work, "FILE-01")
    add_publisher(work.plan, work.subject, work.facts, work.judged.rule.id)


def _ignored(work: _Work) -> None:
    rule = work.judged.rule
    patterns = rule.parameters.get("ignored", IGNORED)
    is_tracked = work.judged.finding.state == "fail" and bool(work.judged.finding.evidence)
    add_ignored(work.plan, rule.id, patterns=patterns, is_tracked=is_tracked)


def _unmaintained(work: _Work) -> None:
    if work.judged.finding.state != "unknown":
        add_unmaintained(work.plan, work.subject, work.facts, work.judged.rule.id)


_STEPS: Final[Mapping[str, _Step]] = {
    "FILE-03": _plain(add_licence),
    "PUB-01": _plain(add_licence),
    **{check: partial(_document, check=check) for check in DOCUMENTS},
    "FILE-01": _readme,
    "DCO-03": _plain(add_origin),
    "SEC-01": _plain(add_security),
    "SEC-03": _ignored,
    "HEAD-01": _plain(add_headers),
    "HEAD-02": _plain(add_copies),
    "LEVEL-01": lambda work: add_badge(work.plan, work.subject, work.judged.rule.id),
    "PUB-05": _plain(add_support),
    "PUB-11": _unmaintained,
}
"""The step of each check that can be mended."""

CHECKS: Final = frozenset(_STEPS)
"""The checks whose rules --fix can mend."""
