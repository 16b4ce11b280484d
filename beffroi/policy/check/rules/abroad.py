"""Family ``abroad``: checks that any policy may name with its own lists, as data of its pack."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from beffroi.policy.check.licences import licences_of
from beffroi.policy.check.metadata import Described, code_json_of, publiccode_of
from beffroi.policy.check.rules.declared import day_of
from beffroi.policy.check.rules.governance import at
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject

_MOST_FAULTS = 10
_BEGINNING = 20_000


def judge_declared(subject: Subject, rule: Rule) -> Finding:
    """Judge what a person answered: of a closed list, an address, a number, or only not no."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return rule.found("unknown", "undeclared")
    answer, given = declared.answer, rule.parameters
    if answer in (False, "", [], {}):
        return rule.found("fail", "refused", at(declared))
    if answer in given["outside"]:
        return rule.found("not-applicable", "outside", at(declared), answer=answer)
    is_listed = not given["answers"] or answer in given["answers"]
    if not is_listed or not str(answer).startswith(tuple(given["begins"] or [""])):
        known = ", ".join([*given["answers"], *(f"{one}…" for one in given["begins"])])
        return rule.found("fail", "not-listed", at(declared), answer=answer, known=known)
    if given["at-least"] and not _reaches(answer, given["at-least"]):
        values = {"answer": answer, "least": given["at-least"]}
        return rule.found("fail", "too-little", at(declared), **values)
    return rule.found("pass", "declared", at(declared), by=declared.by, on=declared.on)


def judge_public(subject: Subject, rule: Rule) -> Finding:
    """Judge whether the repository is public: the forge says so, or somebody declares it."""
    declared = subject.declarations.answer(rule.id)
    private = _is_private(subject)
    if private is False:
        return rule.found("pass", "public")
    if private:
        return rule.found("fail", "private")
    if declared is None:
        return rule.found("unknown", "undeclared")
    if declared.answer in (False, "", [], {}):
        return rule.found("fail", "private", at(declared))
    return rule.found("pass", "declared", at(declared), by=declared.by, on=declared.on)


def judge_exception(subject: Subject, rule: Rule) -> Finding:
    """Judge whether what stays closed has a reason of the list; what is public needs none."""
    declared = subject.declarations.answer(rule.id)
    known = ", ".join(rule.parameters["reasons"])
    if declared is None:
        if _is_private(subject) is False:
            return rule.found("not-applicable", "public")
        return rule.found("unknown", "undeclared", known=known)
    if declared.answer in rule.parameters["open"]:
        return rule.found("not-applicable", "public", at(declared))
    said = declared.answer
    given = said if isinstance(said, list) else list(said) if isinstance(said, Mapping) else [said]
    strange = [str(one) for one in given if one not in rule.parameters["reasons"]]
    if strange or not given:
        values = {"answer": ", ".join(strange), "known": known}
        return rule.found("fail", "not-listed", at(declared), **values)
    reasons = ", ".join(map(str, given))
    return rule.found("pass", "motivated", at(declared), reasons=reasons, by=declared.by)


def judge_licence(subject: Subject, rule: Rule) -> Finding:
    """Judge whether the licence is of a list; one not ``preferred`` has a declared reason."""
    from beffroi.policy.licence.errors import ExpressionError  # noqa: PLC0415 (starts late)

    found = subject.once(licences_of)
    if not found.declared:
        return rule.found("fail", "none")
    where, licence = Evidence(found.path, found.line, found.declared), found.declared
    try:
        verdict = _weighed(licence, rule.parameters["list"], rule.parameters["licences"])
        is_preferred = not rule.parameters["preferred"] or (
            _weighed(licence, "", rule.parameters["preferred"]) == "yes"
        )
    except (ExpressionError, RecursionError):
        return rule.found("unknown", "unread", where, licence=licence)
    if verdict == "unknown":
        return rule.found("unknown", "unread", where, licence=licence)
    if verdict == "no":
        return rule.found("fail", "not-listed", where, licence=licence)
    if is_preferred or subject.declarations.answer(rule.id) is not None:
        return rule.found("pass", "listed", where, licence=licence)
    preferred = ", ".join(rule.parameters["preferred"])
    return rule.found("warn", "not-preferred", where, licence=licence, preferred=preferred)


def judge_publiccode(subject: Subject, rule: Rule) -> Finding:
    """Judge publiccode.yml at the root: valid, and with the keys that are asked for."""
    return _described(rule, subject.once(publiccode_of))


def judge_code_json(subject: Subject, rule: Rule) -> Finding:
    """Judge code.json at the root: valid, and with the keys that are asked for."""
    return _described(rule, subject.once(code_json_of))


def judge_opened_early(subject: Subject, rule: Rule) -> Finding:
    """Judge whether the code was public from its first days on."""
    published = day_of(subject.declarations.table("project").get("published"))
    history = subject.history
    if published is None or history is None or history.is_shallow or not history.first_date:
        return rule.found("unknown", "no-dates")
    first = history.first_date.date()
    values = {"first": first, "published": published}
    if published - first <= timedelta(days=rule.parameters["days"]):
        return rule.found("pass", "early", **values)
    return rule.found("warn", "late", **values)


def judge_bilingual(subject: Subject, rule: Rule) -> Finding:
    """Judge whether each of the usual files speaks every language that is asked for."""
    from beffroi.policy.check.language import words_by_language  # noqa: PLC0415 (starts late)

    evidence = []
    for stem in rule.parameters["files"]:
        paths = [one for one in subject.tree.matching(f"{stem}*") if "/" not in one]
        spoken: dict[str, int] = {}
        for path in paths:
            for language, count in words_by_language(subject.tree.text(path)).items():
                spoken[language] = spoken.get(language, 0) + count
        silent = [one for one in rule.parameters["languages"] if not spoken.get(one)]
        if silent:
            text = ", ".join(silent)
            evidence.append(Evidence(paths[0] if paths else stem, 0, text))
    if not evidence:
        return rule.found("pass", "spoken")
    return rule.found("fail", "silent", *evidence, files=", ".join(one.path for one in evidence))


def judge_notice(subject: Subject, rule: Rule) -> Finding:
    """Judge whether a notice stands in the licence or the README."""
    notice = re.compile(rule.parameters["pattern"], re.IGNORECASE)
    for path in subject.tree.matching("LICEN[CS]E*", "COPYING*", "README*", "NOTICE*"):
        for number, line in enumerate(subject.tree.text(path, _BEGINNING).splitlines(), 1):
            if "/" not in path and notice.search(line[:1000]):
                return rule.found("pass", "noticed", Evidence(path, number, line.strip()[:200]))
    return rule.found("fail", "missing")


def _described(rule: Rule, found: Described) -> Finding:
    if not found.path:
        return rule.found("fail", "missing")
    if found.faults:
        places = [Evidence(found.path, line, text) for line, text in found.faults[:_MOST_FAULTS]]
        return rule.found("fail", "invalid", *places, count=len(found.faults))
    lacking = [key for key in rule.parameters["keys"] if not _value(found.values, key)]
    if lacking:
        where = Evidence(found.path, 1)
        return rule.found("fail", "lacking", where, keys=", ".join(lacking))
    for key, allowed in rule.parameters["values"].items():
        value = str(_value(found.values, key))
        if not value.startswith(tuple(allowed)):
            values = {"key": key, "value": value, "known": ", ".join(allowed)}
            return rule.found("fail", "not-listed", Evidence(found.path, 1), **values)
    return rule.found("pass", "valid", Evidence(found.path))


def _weighed(licence: str, key: str, listed: list[str]) -> str:
    """Return whether an expression can be satisfied by a published list, or by licences named."""
    from beffroi.policy.licence import sets  # noqa: PLC0415 (starts late)
    from beffroi.policy.licence.expressions import Leaf, parse  # noqa: PLC0415

    def verdict(leaf: Leaf) -> sets.Verdict:
        standing = sets.standing(leaf.licence.removesuffix("+"))
        if standing.licence in listed or (key and standing.is_in(key)):
            return "yes"
        return "no" if standing.known else "unknown"

    return sets.weigh(parse(licence), verdict)


def _value(values: Mapping[str, Any], key: str) -> object:
    """Return what stands under ``a.b``."""
    value: object = values
    for name in key.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _is_private(subject: Subject) -> bool | None:
    """Return what the forge says; None when nobody asked."""
    said = (subject.forge or {}).get("repository")
    private = said.get("is_private") if isinstance(said, Mapping) else None
    return private if isinstance(private, bool) else None


def _reaches(answer: object, least: float) -> bool:
    if isinstance(answer, Mapping):
        answer = answer.get("share")
    try:
        return float(str(answer).rstrip("%").strip()) >= least
    except ValueError:
        return False


CHECKS: Checks = {
    "declared": judge_declared,
    "public": judge_public,
    "exception": judge_exception,
    "licence-in": judge_licence,
    "publiccode": judge_publiccode,
    "code-json": judge_code_json,
    "opened-early": judge_opened_early,
    "bilingual": judge_bilingual,
    "notice": judge_notice,
}
