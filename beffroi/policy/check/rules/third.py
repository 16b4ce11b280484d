"""Family ``third``: contributing to the project that lies here, when it is one of others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from beffroi.policy.check.agreements import agreements_of
from beffroi.policy.check.answers import evidence_of, is_no
from beffroi.policy.check.declarations import NAME
from beffroi.policy.check.licences import licences_of
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.licence import sets
from beffroi.policy.licence.expressions import leaves

_GUIDES = ("contributing", "contributing.*", "contribuer*", "cla*.md", "cla*.y*ml", "cla*.json")


def judge_allowed(subject: Subject, rule: Rule) -> Finding:
    """TIERS-01: contributing is allowed when FSF or OSI approve the licence."""
    known = subject.once(licences_of)
    if known.declared is None:
        return rule.found("unknown", "none")
    said = {"licence": known.declared}
    where = Evidence(known.path, known.line, known.declared)
    verdict = _verdict(subject)
    if verdict == "unknown" or known.expression is None:
        return rule.found("unknown", "unknown", where, **said)
    if verdict == "no":
        return rule.found("fail", "refused", where, **said)
    others = frozenset(rule.parameters["other-works"])
    is_other = {leaf.licence for leaf in leaves(known.expression)} <= others
    return rule.found("pass", "other-works" if is_other else "approved", where, **said)


def judge_decision(subject: Subject, rule: Rule) -> Finding:
    """TIERS-02: outside the default authorisation somebody decides."""
    known = subject.once(licences_of)
    declared = subject.declarations.answer(rule.id)
    verdict = _verdict(subject)
    said = {"licence": known.declared or ""}
    where = Evidence(known.path, known.line, known.declared or "")
    if verdict == "yes":
        return rule.found("pass", "inside", where, **said)
    if declared is not None:
        signed = {"by": declared.by, "on": declared.on}
        if is_no(declared):
            return rule.found("fail", "denied", evidence_of(declared), **signed)
        return rule.found("pass", "decided", evidence_of(declared), **signed)
    if known.declared is None:
        return rule.found("unknown", "none")
    if verdict == "unknown":
        return rule.found("unknown", "unknown", where, **said)
    return rule.found("fail", "outside", where, **said)


def judge_agreement(subject: Subject, rule: Rule) -> Finding:
    """TIERS-03: an agreement that the project requires is signed, by DINUM alone."""
    asked = subject.once(agreements_of)
    if not asked.required:
        if asked.rejected or subject.tree.matching(*_GUIDES):
            return rule.found("pass", "free", *asked.rejected)
        return rule.found("unknown", "silent")
    signed = next(iter(_signed(subject)), None)
    if signed is None:
        return rule.found("fail", "unsigned", *asked.required)
    signers = rule.parameters["signers"]
    is_right = any(one in signed.signed_by.lower() for one in signers)
    where = Evidence(NAME, 0, signed.project)
    if not is_right:
        return rule.found("fail", "other-signer", where, by=signed.signed_by or "?")
    return rule.found("pass", "signed", where, by=signed.signed_by, on=signed.on)


def judge_covered(subject: Subject, rule: Rule) -> Finding:
    """TIERS-04: those who contribute are on the list of the agreement."""
    if not subject.once(agreements_of).required:
        return rule.found("not-applicable", "free")
    listed = {one.lower() for each in _signed(subject) for one in each.persons}
    if not listed:
        return rule.found("unknown", "empty")
    absent = [one for one in _contributors(subject, rule.id) if one.lower() not in listed]
    if absent:
        return rule.found("fail", "absent", Evidence(NAME), count=len(absent))
    return rule.found("pass", "listed", Evidence(NAME), count=len(listed))


def judge_consent(subject: Subject, rule: Rule) -> Finding:
    """TIERS-05: the hierarchy agreed, and before the first contribution."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return rule.found("unknown", "undeclared")
    signed = {"by": declared.by, "on": declared.on}
    where = evidence_of(declared)
    if is_no(declared):
        return rule.found("fail", "refused", where, **signed)
    first = _first_contribution(declared.answer)
    if first is not None and declared.on > first:
        return rule.found("fail", "late", where, on=declared.on, first=first)
    return rule.found("pass", "given", where, **signed)


@dataclass(frozen=True, slots=True)
class _Agreement:
    project: str
    signed_by: str
    on: str
    persons: tuple[str, ...]


def _signed(subject: Subject) -> Iterator[_Agreement]:
    """Yield the agreements that are noted and signed: tables ``[[agreements]]``."""
    noted: Any = subject.declarations.tables.get("agreements")
    for one in noted if isinstance(noted, list) else [noted]:
        if not isinstance(one, Mapping) or not one.get("signed_by"):
            continue
        persons = one.get("persons")
        yield _Agreement(
            project=str(one.get("project", "")),
            signed_by=str(one["signed_by"]),
            on=str(one.get("on", "?")),
            persons=tuple(map(str, persons)) if isinstance(persons, list) else (),
        )


def _contributors(subject: Subject, rule: str) -> list[str]:
    """Return the persons that somebody declared as contributors: ``answer`` of the rule."""
    declared = subject.declarations.answer(rule)
    answer = declared.answer if declared else None
    if isinstance(answer, Mapping):
        answer = answer.get("persons", [])
    if isinstance(answer, str):
        answer = [answer]
    return [one for one in answer if isinstance(one, str)] if isinstance(answer, list) else []


def _first_contribution(answer: object) -> date | None:
    """Return the day of the first contribution when the answer tells it."""
    if not isinstance(answer, Mapping):
        return None
    said = answer.get("first_contribution")
    if isinstance(said, str):
        try:
            return date.fromisoformat(said)
        except ValueError:
            return None
    return said if isinstance(said, date) else None


def _verdict(subject: Subject) -> sets.Verdict:
    expression = subject.once(licences_of).expression
    return sets.judge(expression, "contribute") if expression else "unknown"


CHECKS: Checks = {
    "TIERS-01": judge_allowed,
    "TIERS-02": judge_decision,
    "TIERS-03": judge_agreement,
    "TIERS-04": judge_covered,
    "TIERS-05": judge_consent,
}
