"""Family ``licences``: the licence of the whole against the lists, and those of the parts."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from beffroi.policy.check.answers import evidence_of, is_no, reason_in, told
from beffroi.policy.check.licences import Licences, licences_of
from beffroi.policy.check.parts import Parts, parts_of
from beffroi.policy.check.shapes import Evidence, Finding, Rule, State
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.licence import sets, spdx
from beffroi.policy.licence.compatible import kind_of
from beffroi.policy.licence.expressions import Expression, Joined, Leaf

MOST_SHOWN: Final = 100
_VERSION: Final = re.compile(r"-v?\d[\d.]*.*$", re.IGNORECASE)
_CLAUSES: Final = re.compile(r"^BSD-\d-Clause")
_ORDER: Final[Mapping[str, tuple[State, ...]]] = {
    "AND": ("fail", "unknown", "warn", "pass"),
    "OR": ("pass", "warn", "unknown", "fail"),  # what is unknown may turn out to be listed
}


def judge_decree(subject: Subject, rule: Rule) -> Finding:
    """PUB-01: the licence is one of the decree, or was homologated for the project."""
    known = subject.once(licences_of)
    declared = subject.declarations.answer(rule.id)
    expression = known.expression
    if expression is None and known.declared is None:
        return rule.found("fail", "none")
    said = {"licence": str(known.declared)}
    state, leaf = _weigh(expression, _in_decree) if expression else ("unknown", None)
    if state in {"fail", "unknown"} and declared is not None and not is_no(declared):
        signed = {**said, "by": declared.by, "on": declared.on}
        return rule.found("pass", "homologated", evidence_of(declared), **signed)
    where = _where(known)
    if state == "pass" or leaf is None:
        message = "listed" if state == "pass" else "unknown"
        return rule.found(state, message, where, **said)
    if state == "unknown":
        return rule.found(state, "unknown", where, licence=str(leaf))
    return _unlisted(rule, state, leaf, where)


def judge_recognised(subject: Subject, rule: Rule) -> Finding:
    """PUB-02: the licence is one of the 66 that FSF and OSI recognise together."""
    known = subject.once(licences_of)
    if known.declared is None:
        return rule.found("fail", "none")
    said = {"licence": known.declared}
    verdict = sets.judge(known.expression, "recognised") if known.expression else "unknown"
    if verdict == "unknown":
        return rule.found("unknown", "unknown", _where(known), **said)
    if verdict == "no" or known.expression is None:
        return rule.found("fail", "unlisted", _where(known), **said)
    is_to_publish = sets.judge(known.expression, "publish") == "yes"
    return rule.found("pass", "publish" if is_to_publish else "sill", _where(known), **said)


def judge_permissive(subject: Subject, rule: Rule) -> Finding:
    """PUB-06: permissive, or reciprocal for a reason that is recorded."""
    return _reciprocity(subject, rule, permissive="pass")


def judge_reciprocal(subject: Subject, rule: Rule) -> Finding:
    """PUB-07: a reciprocal licence has its reason of general interest."""
    return _reciprocity(subject, rule, permissive="not-applicable")


def judge_parts(subject: Subject, rule: Rule) -> Finding:
    """PUB-09: where parts have licences of their own, each path has one statement."""
    parts: Parts = subject.once(parts_of)
    names = ", ".join(sorted(parts.licences))
    if not parts.licences:
        return rule.found("unknown", "none")
    if parts.contradicting:
        shown = [Evidence(path, 0, said) for path, said in parts.contradicting[:MOST_SHOWN]]
        return rule.found("warn", "several", *shown, count=len(parts.contradicting))
    if len(parts.licences) == 1:
        return rule.found("not-applicable", "one", licences=names)
    if parts.uncovered:
        shown = [Evidence(path) for path in parts.uncovered[:MOST_SHOWN]]
        counts = {"count": len(parts.uncovered), "licences": names}
        return rule.found("unknown", "uncovered", *shown, **counts)
    return rule.found("pass", "covered", licences=names)


def judge_default(subject: Subject, rule: Rule) -> Finding:
    """LIC-01: one of the default choices; another listed licence is only told."""
    known = subject.once(licences_of)
    if known.declared is None:
        return rule.found("unknown", "none")
    said = {"licence": known.declared}
    expression = known.expression
    if expression is None:
        return rule.found("unknown", "unknown", _where(known), **said)
    defaults = frozenset(rule.parameters["defaults"])

    def is_default(leaf: Leaf) -> sets.Verdict:
        return "yes" if spdx.family(leaf.licence) in defaults else "no"

    if sets.weigh(expression, is_default) == "yes":
        return rule.found("pass", "default", _where(known), **said)
    listed = {sets.judge(expression, key) for key in ("decree", "publish")}
    if "yes" in listed:
        return rule.found("pass", "listed", _where(known), **said)
    if listed == {"no"}:
        return rule.found("fail", "unlisted", _where(known), **said)
    return rule.found("unknown", "unknown", _where(known), **said)


def judge_choice(subject: Subject, rule: Rule) -> Finding:
    """LIC-02: a choice of licences for the whole is told."""
    known = subject.once(licences_of)
    if known.declared is None:
        return rule.found("unknown", "none")
    is_choice = isinstance(known.expression, Joined) and known.expression.operator == "OR"
    state: State = "warn" if is_choice else "pass"
    message = "choice" if is_choice else "one"
    return rule.found(state, message, _where(known), licence=known.declared)


def _where(known: Licences) -> Evidence:
    return Evidence(known.path, known.line, known.declared or "")


def _weigh(expression: Expression, verdict: Callable[[Leaf], State]) -> tuple[State, Leaf | None]:
    """Return the state of an expression and the licence that decides: OR best, AND worst."""
    if isinstance(expression, Leaf):
        return verdict(expression), expression
    found = [_weigh(part, verdict) for part in expression.parts]
    order = _ORDER[expression.operator]
    return min(found, key=lambda one: order.index(one[0]))


def _in_decree(leaf: Leaf) -> State:
    standing = sets.standing(leaf.licence.removesuffix("+"))
    if not standing.known:
        return "unknown"
    if standing.is_in("decree"):
        return "pass"
    return "warn" if _later_form(standing.licence) else "fail"


def _later_form(licence: str) -> str:
    """Return the form of the decree of a licence that only says ``-only``; else nothing."""
    later = spdx.or_later(licence) if licence.endswith("-only") else ""
    return later if later in sets.licence_sets()["decree"].licences else ""


def _unlisted(rule: Rule, state: State, leaf: Leaf, where: Evidence) -> Finding:
    """Say what the decree has instead, and how to get there."""
    said = {"licence": str(leaf)}
    if later := _later_form(leaf.licence):
        return told(rule, state, "variant", where, **said, proposed=later)
    if newer := _of_family().get(_family(leaf.licence), ""):
        return told(rule, state, "older", where, **said, proposed=newer)
    return rule.found(state, "unlisted", where, **said)


@cache
def _of_family() -> dict[str, str]:
    """Return the licence of the decree by its family: ``GPL`` is ``GPL-3.0-or-later``."""
    return {_family(name): name for name in sorted(sets.licence_sets()["decree"].licences)}


def _family(licence: str) -> str:
    if _CLAUSES.match(licence):
        return "BSD-3-Clause" if not licence.startswith("BSD-2") else "BSD-2-Clause"
    return _VERSION.sub("", licence)


def _reciprocity(subject: Subject, rule: Rule, *, permissive: State) -> Finding:
    known = subject.once(licences_of)
    if known.declared is None:
        return rule.found("unknown", "none")
    said = {"licence": known.declared}
    kind = _kind(known.expression)
    if not kind:
        return rule.found("unknown", "unknown", _where(known), **said)
    if kind == "permissive":
        return rule.found(permissive, "permissive", _where(known), **said)
    for name in (rule.id, "PUB-06", "PUB-07"):
        declared = subject.declarations.answer(name)
        if declared is not None and (reason := reason_in(declared)):
            where = evidence_of(declared)
            return rule.found("pass", "justified", where, **said, reason=reason)
    return rule.found("warn", "unjustified", _where(known), **said)


def _kind(expression: Expression | None) -> str:
    """Return ``permissive`` or ``reciprocal``; nothing when it is not known."""
    if expression is None:
        return ""

    def is_permissive(leaf: Leaf) -> sets.Verdict:
        kind = kind_of(leaf.licence.removesuffix("+"))
        return "unknown" if not kind else "yes" if kind == "permissive" else "no"

    found = sets.weigh(expression, is_permissive)
    return {"yes": "permissive", "no": "reciprocal"}.get(found, "")


CHECKS: Checks = {
    "LIC-01": judge_default,
    "LIC-02": judge_choice,
    "PUB-01": judge_decree,
    "PUB-02": judge_recognised,
    "PUB-06": judge_permissive,
    "PUB-07": judge_reciprocal,
    "PUB-09": judge_parts,
}
