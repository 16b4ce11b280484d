"""Family ``levels``: how open a software is, as claimed and as four criteria recommend."""

from beffroi.policy.check.level import CRITERIA, LEVELS, claim_of, criteria_of, recommended
from beffroi.policy.check.rules.governance import at
from beffroi.policy.check.shapes import Finding, Rule
from beffroi.policy.check.subject import Checks, Subject


def judge_claim(subject: Subject, rule: Rule) -> Finding:
    """LEVEL-01: a level is declared, or shown by the badge of the README."""
    claim, declared = subject.once(claim_of), subject.declarations.answer("LEVEL-01")
    if declared is not None and str(declared.answer) not in LEVELS:
        values = {"answer": str(declared.answer)[:40], "levels": ", ".join(LEVELS)}
        return rule.found("unknown", "no-level", at(declared), **values)
    if claim is None:
        return rule.found("unknown", "none")
    if claim.badge:
        values = {"level": claim.level, "badge": claim.badge}
        return rule.found("warn", "two-levels", claim.where, **values)
    return rule.found("pass", "claimed", claim.where, level=claim.level)


def judge_recommended(subject: Subject, rule: Rule) -> Finding:
    """LEVEL-02: the level claimed beside the one that the criteria recommend, which is advice."""
    claim, answers = subject.once(claim_of), criteria_of(subject)
    declared = subject.declarations.answer(rule.id)
    where = (at(declared),) if declared else ()
    if claim is None:
        return rule.found("unknown", "no-claim", *where)
    low, high = recommended(answers)
    missing = ", ".join(name for name in CRITERIA if name not in answers)
    if claim.level <= high:  # A comes before B
        return rule.found("pass", "at-least", *where, level=claim.level)
    if missing:
        advised = high if low == high else f"{high}–{low}"
        values = {"missing": missing, "advised": advised}
        return rule.found("unknown", "open", *where, **values)
    return rule.found("pass", "lower", *where, level=claim.level, advised=high)


def judge_closed(subject: Subject, rule: Rule) -> Finding:
    """LEVEL-03: level D only without any criterion, and while nobody asks for the code."""
    claim = subject.once(claim_of)
    if claim is None or claim.level != "D":
        return rule.found("not-applicable", "not-closed")
    declared = subject.declarations.answer(rule.id)
    if declared is not None and declared.answer is True:
        return rule.found("fail", "asked-for", at(declared))
    answers = criteria_of(subject)
    if any(answers.values()):
        met = ", ".join(name for name, is_met in answers.items() if is_met)
        return rule.found("warn", "criterion-met", claim.where, met=met)
    if declared is None or declared.answer is not False or len(answers) < len(CRITERIA):
        return rule.found("unknown", "undeclared", claim.where)
    return rule.found("pass", "admissible", at(declared))


CHECKS: Checks = {
    "LEVEL-01": judge_claim,
    "LEVEL-02": judge_recommended,
    "LEVEL-03": judge_closed,
}
