"""Family ``documents``: the documentation, its licence and its language."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from beffroi.policy.check.answers import evidence_of, is_no
from beffroi.policy.check.language import words_by_language
from beffroi.policy.check.parts import folders_of, licence_above
from beffroi.policy.check.readme import readmes_of
from beffroi.policy.check.reuse.coverage import coverage_of
from beffroi.policy.check.reuse.reading import identifiers_in
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.licence.walk import VENDORED

MOST_SHOWN: Final = 50
MOST_FILES: Final = 200
"""So many documents are read for their language at most."""
_MOST_BYTES: Final = 200_000
_GUIDES: Final = ("contributing*", "contribuer*")


def judge_licence(subject: Subject, rule: Rule) -> Finding:
    """DOC-01: what lies in docs/ is under Licence Ouverte 2.0."""
    folders, endings = rule.parameters["folders"], rule.parameters["endings"]
    paths = [
        path
        for path in subject.once(coverage_of).files
        if _is_in(path, folders) and _ending(path) in endings and "/_build/" not in path
    ]
    stated = _words(rule.parameters["stated"])
    licence = rule.parameters["licence"]
    for readme in subject.once(readmes_of):
        if where := readme.where(stated):
            return rule.found("pass", "covered", where, licence=licence)
    if not paths:
        return rule.found("not-applicable", "none")
    said = {path: licences for path in paths if (licences := _licences(subject, path))}
    if not said:
        return rule.found("unknown", "unstated", count=len(paths))
    other = [path for path in paths if licence not in said.get(path, ())]
    if not other:
        return rule.found("pass", "covered", Evidence(paths[0]), licence=licence)
    shown = [Evidence(path, 0, ", ".join(said.get(path, ()))) for path in other[:MOST_SHOWN]]
    if len(other) < len(paths):
        counts = {"count": len(other), "total": len(paths), "licence": licence}
        return rule.found("warn", "partial", *shown, **counts)
    found = ", ".join(sorted({one for licences in said.values() for one in licences}))
    return rule.found("fail", "other", *shown, found=found, licence=licence)


def judge_manual(subject: Subject, rule: Rule) -> Finding:
    """DOC-02: a manual and a guide for those who contribute."""
    manual, guide = _manual(subject, rule), _guide(subject)
    if manual and guide:
        return rule.found("pass", "both", manual, guide)
    if manual:
        return rule.found("fail", "guide", manual)
    return rule.found("fail", "manual", guide) if guide else rule.found("fail", "neither")


def judge_language(subject: Subject, rule: Rule) -> Finding:
    """DOC-03: some documentation for users is in French."""
    declared = subject.declarations.answer(rule.id)
    wanted, fewest, least = (rule.parameters[key] for key in ("language", "fewest", "least"))
    written, total = 0, Counter[str]()
    found: list[Evidence] = []
    for path in _for_users(subject, rule):
        words = words_by_language(subject.tree.text(path, _MOST_BYTES))
        total += words
        if words[wanted] and words[wanted] >= min(least, words.total() / 2):
            found.append(Evidence(path, 0, f"{words[wanted]} / {words.total()}"))
            written += words[wanted]
    count = total.total()
    if count >= fewest and written >= least:
        return rule.found("pass", "found", *found[:MOST_SHOWN], count=written)
    if declared is not None and not is_no(declared):
        signed = {"by": declared.by, "on": declared.on}
        return rule.found("pass", "declared", evidence_of(declared), **signed)
    if count < fewest:
        return rule.found("unknown", "few", count=count, fewest=fewest)
    languages = ", ".join(language or "?" for language, _ in total.most_common(2))
    return rule.found("fail", "foreign", count=count, languages=languages)


def _licences(subject: Subject, path: str) -> tuple[str, ...]:
    """Return the licences of a document: its own, else that of a licence file in its folders.

    The licence of the whole, at the root, is that of the software and says nothing of documents.
    """
    cover = subject.once(coverage_of).files[path]
    named = [name for one in cover.expressions for name in identifiers_in(one)]
    if not named:
        folders = {key: one for key, one in subject.once(folders_of).items() if key}
        named = identifiers_in(licence_above(path, folders))
    return tuple(dict.fromkeys(named))


def _manual(subject: Subject, rule: Rule) -> Evidence | None:
    parameters = rule.parameters
    found = [
        path
        for path, file in subject.tree.files.items()
        if file.size
        and _is_in(path, parameters["folders"])
        and _ending(path) in parameters["endings"]
        and not _is_of_others(path, parameters["others"])
    ]
    if found:
        return Evidence(min(found, key=lambda path: (path.count("/"), path)))
    wanted = _words(rule.parameters["heading"])
    address = _words(rule.parameters["address"])
    for readme in subject.once(readmes_of):
        for heading in readme.headings:
            if wanted.search(heading.title):
                return Evidence(readme.path, heading.line, heading.title)
        if where := readme.where(address):
            return where
    return None


def _guide(subject: Subject) -> Evidence | None:
    files = subject.tree.files
    found = [path for path in subject.tree.matching(*_GUIDES) if files[path].size]
    found = [path for path in found if VENDORED.isdisjoint(path.split("/"))]
    return Evidence(min(found, key=lambda path: (path.count("/"), path))) if found else None


def _for_users(subject: Subject, rule: Rule) -> Iterator[str]:
    """Yield the documents that users read, those nearest to the root first."""
    parameters = rule.parameters
    named = set(subject.tree.matching(*parameters["patterns"]))
    paths = [
        path
        for path in subject.tree.files
        if (path in named or _is_in(path, parameters["folders"]))
        and _ending(path) in {"", *parameters["endings"]}
        and not _is_of_others(path, parameters["others"])
    ]
    paths.sort(key=lambda path: (path.count("/"), path))
    yield from paths[:MOST_FILES]


def _is_of_others(path: str, others: Iterable[str]) -> bool:
    """Tell whether a document is for developers: a guide to contribute, a changelog, a licence."""
    *folders, name = path.lower().split("/")
    stem = name.split(".")[0]
    return any(stem.startswith(one) or one in folders for one in others)


def _is_in(path: str, folders: Iterable[str]) -> bool:
    """Tell whether a path is in one of the folders at the root, by any case."""
    head, _, rest = path.partition("/")
    return bool(rest) and head.lower() in folders


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


@cache
def _words(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


CHECKS: Checks = {
    "DOC-01": judge_licence,
    "DOC-02": judge_manual,
    "DOC-03": judge_language,
}
