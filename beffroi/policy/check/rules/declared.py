"""Family ``declared``: what only a person can answer, before publication and about frameworks."""

from collections.abc import Mapping
from datetime import date, datetime

from beffroi.policy.check import deciding
from beffroi.policy.check.rules.governance import at
from beffroi.policy.check.shapes import Evidence, Finding, Rule, Words
from beffroi.policy.check.subject import Checks, Subject


def judge_superior(subject: Subject, rule: Rule) -> Finding:
    """PUB-03: the superior was told, and not after publication."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return rule.found("unknown", "undeclared")
    if declared.answer in (False, "", [], {}):
        return rule.found("fail", "not-told", at(declared))
    said = declared.answer if isinstance(declared.answer, Mapping) else {}
    told = day_of(said.get("told")) or declared.on
    project = subject.declarations.table("project")
    published = day_of(said.get("published")) or day_of(project.get("published"))
    if published and told > published:
        return rule.found("fail", "too-late", at(declared), told=told, published=published)
    return rule.found("pass", "told", at(declared), by=declared.by, told=told)


def judge_exceptions(subject: Subject, rule: Rule) -> Finding:
    """PUB-04: the decision tree of the law was walked, and leads to publication."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return rule.found("unknown", "undeclared")
    if others := _no_questions(declared.answer):
        known = ", ".join(deciding.questions())
        return rule.found("unknown", "no-question", at(declared), names=others, known=known)
    walked = deciding.walk(declared.answer)
    if not walked.result:
        return _filled(rule, at(declared), walked.stopped)
    values = {"result": walked.result, "path": " ".join(walked.steps)}
    if walked.result in rule.parameters["publishable"]:
        return rule.found("pass", "publishable", at(declared), **values)
    if set(walked.steps) & set(rule.parameters["no-duty"]):
        return rule.found("warn", "no-duty", at(declared), **values)
    return rule.found("fail", "withheld", at(declared), **values)


def judge_frameworks(subject: Subject, rule: Rule) -> Finding:
    """DEV-01: each framework of the State is declared as followed, or as not concerned."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return rule.found("unknown", "undeclared")
    frameworks = rule.parameters["frameworks"]
    answer = declared.answer
    said = answer if isinstance(answer, Mapping) else dict.fromkeys(frameworks, answer)
    refused = [name for name in frameworks if said.get(name) is False]
    if refused:
        return rule.found("fail", "not-followed", at(declared), names=", ".join(refused))
    silent = [name for name in frameworks if not said.get(name)]
    if silent:
        return rule.found("unknown", "partly", at(declared), names=", ".join(silent))
    return rule.found("pass", "followed", at(declared), names=", ".join(frameworks))


def day_of(value: object) -> date | None:
    """Return a day as TOML or a text writes it."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _no_questions(answer: object) -> str:
    """Return the names in an answer that are no question of the tree."""
    given = answer if isinstance(answer, Mapping) else {}
    return ", ".join(str(name)[:40] for name in given if str(name) not in deciding.questions())


def _filled(rule: Rule, where: Evidence, number: str) -> Finding:
    """Return which question of the tree is open, in both languages."""
    asked = deciding.questions()[number]
    answers = ", ".join(str(one["key"]) for one in asked["answers"])
    open_ = rule.messages["unfinished"]
    why = Words(
        fr=open_.fr.format(number=number, question=asked["fr"], answers=answers),
        en=open_.en.format(number=number, question=asked["en"], answers=answers),
    )
    return Finding("unknown", why, (where,), rule.answerer)


CHECKS: Checks = {
    "PUB-03": judge_superior,
    "PUB-04": judge_exceptions,
    "DEV-01": judge_frameworks,
}
