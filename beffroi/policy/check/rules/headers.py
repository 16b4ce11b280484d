"""Family ``headers``: who holds each source file, under which licence, and the texts of these."""

from collections.abc import Iterable
from typing import Final

from beffroi.policy.check.licences import licences_of
from beffroi.policy.check.reuse.coverage import Cover, Coverage, Statement, coverage_of
from beffroi.policy.check.reuse.sources import sources_of, uncovered_sources
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.licence import spdx

MOST_SHOWN: Final = 100
_LICENCE: Final = "SPDX-License-Identifier"
_HOLDER: Final = "SPDX-FileCopyrightText"


def judge_headers(subject: Subject, rule: Rule) -> Finding:
    """HEAD-01: the share of source files that have a licence and a holder."""
    total = len(sources_of(subject))
    if not total:
        return rule.found("unknown", "none")
    coverage = subject.once(coverage_of)
    missing = uncovered_sources(subject)
    share = 100 * (total - len(missing)) // total
    if not missing and coverage.faults:
        return rule.found("warn", "faulty", *coverage.faults, count=len(coverage.faults))
    if not missing:
        return rule.found("pass", "whole", total=total)
    state = "warn" if share >= rule.parameters["warn"] else "fail"
    shown = [_lacking(path, coverage.files[path]) for path in missing[:MOST_SHOWN]]
    counts = {"missing": len(missing), "total": total, "share": share}
    return rule.found(state, "partial", *coverage.faults, *shown, **counts)  # type: ignore[arg-type]


def judge_texts(subject: Subject, rule: Rule) -> Finding:
    """HEAD-02: a text for each licence that files name, in ``LICENSES/`` or at the root."""
    coverage = subject.once(coverage_of)
    used = coverage.used()
    if not used:
        return rule.found("not-applicable", "none")
    at_root = _at_root(subject)
    missing = {
        name: where
        for name, where in coverage.missing().items()
        if spdx.family(spdx.current(name)) not in at_root
    }
    if missing:
        return _named(rule, "missing", missing.items())
    unlisted = [(name, where) for name, where in used.items() if not _is_listed(name)]
    if unlisted:
        return _named(rule, "unlisted", unlisted)
    unused = _unused(coverage, at_root)
    if unused:
        where = [Evidence(coverage.texts[name]) for name in unused]
        return rule.found("warn", "unused", *where, count=len(unused), licences=", ".join(unused))
    shown = [Evidence(path) for path in coverage.texts.values()]
    return rule.found("pass", "present", *shown, licences=", ".join(sorted(used)))


def _lacking(path: str, cover: Cover) -> Evidence:
    """Say what a file lacks."""
    lacks = [
        tag for tag, there in ((_HOLDER, cover.is_held), (_LICENCE, cover.expressions)) if not there
    ]
    return Evidence(path, 1, " + ".join(lacks))


def _named(rule: Rule, message: str, places: Iterable[tuple[str, Statement]]) -> Finding:
    listed = sorted(places)
    shown = [Evidence(where.path, where.line, name) for name, where in listed[:MOST_SHOWN]]
    names = ", ".join(name for name, _ in listed[:MOST_SHOWN])
    state = "fail" if message == "missing" else "warn"
    return rule.found(state, message, *shown, count=len(listed), licences=names)  # type: ignore[arg-type]


def _at_root(subject: Subject) -> set[str]:
    """Return the families of the licences whose whole text stands at the root."""
    return {
        spdx.family(match.licence)
        for answer in subject.once(licences_of).texts
        if answer.band == "exact"
        for match in answer.matches
        if match.kind == "text"
    }


def _is_listed(name: str) -> bool:
    return name.lower() in spdx.entries() or name.startswith(("LicenseRef-", "AdditionRef-"))


def _unused(coverage: Coverage, at_root: set[str]) -> list[str]:
    """Return the texts in ``LICENSES/`` that nobody names; the licence of the whole is named."""
    return [name for name in coverage.unused() if spdx.family(spdx.current(name)) not in at_root]


CHECKS: Checks = {"HEAD-01": judge_headers, "HEAD-02": judge_texts}
