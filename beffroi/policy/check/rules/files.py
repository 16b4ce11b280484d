"""Family ``files``: the files that a repository holds, and what its README says."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import cache
from typing import Any, Final

from beffroi.policy.check.answers import evidence_of, is_no, told
from beffroi.policy.check.licences import Licences, licences_of
from beffroi.policy.check.metadata import publiccode_of
from beffroi.policy.check.readme import Readme, readmes_of
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.licence import spdx
from beffroi.policy.licence.expressions import leaves
from beffroi.policy.licence.shapes import FileAnswer
from beffroi.policy.licence.walk import VENDORED

MOST_SHOWN: Final = 50
_HEAD: Final = 200_000
_METADATA: Final = re.compile(r"^\[metadata\]\s[^\[]*^name\s*=", re.MULTILINE)
_DOCUMENTS: Final = frozenset({
    "", "md", "markdown", "mdown", "rst", "txt", "adoc", "asciidoc", "org", "html", "htm",
    "textile", "pdf", "doc", "docx", "odt", "rtf", "pages", "fr", "en", "yml", "yaml", "toml",
    "mdx", "wiki",
})  # fmt: skip


def judge_readme(subject: Subject, rule: Rule) -> Finding:
    """FILE-01: a README of some length that names who is behind it; else warn of the licence."""
    readmes = subject.once(readmes_of)
    if not readmes:
        return rule.found("fail", "missing")
    longest = max(readmes, key=lambda one: _length(one.text))
    count, least = _length(longest.text), rule.parameters["shortest"]
    if count < least:
        return told(rule, "fail", "short", Evidence(longest.path), count=count, least=least)
    names = _names_of_bodies(subject)
    named = _first(readmes, _any_of(names)) if names else None
    named = named or _first(readmes, _words("|".join(rule.parameters["organisations"])))
    if named is None:
        known = f" ({', '.join(names[:3])})" if names else ""
        return told(rule, "fail", "unnamed", Evidence(readmes[0].path), known=known)
    if _first(readmes, _words(rule.parameters["licence"])) is None:
        return told(rule, "warn", "unlicensed", Evidence(readmes[0].path))
    if waiting := [line for one in readmes for line in _waiting(subject, rule, one.path)]:
        return told(rule, "warn", "waiting", *waiting, count=len(waiting))
    return rule.found("pass", "present", named, name=named.text)


def judge_presence(subject: Subject, rule: Rule) -> Finding:
    """FILE-02, 05, 07, 08, 09: one of the files is there and says something."""
    found = documents(subject, rule.parameters["patterns"])
    filled = [path for path in found if _is_filled(subject, path)]
    if filled and (waiting := _waiting(subject, rule, filled[0])):
        return told(rule, "warn", "waiting", *waiting, count=len(waiting))
    if filled:
        return rule.found("pass", "present", Evidence(filled[0]))
    if found:
        return told(rule, "fail", "empty", Evidence(found[0]))
    return rule.found("fail", "missing")


def _waiting(subject: Subject, rule: Rule, path: str) -> list[Evidence]:
    """Return the lines of a document that ``--fix`` left for a person to complete."""
    marks = _words(rule.parameters["waiting"])
    lines = enumerate(subject.tree.text(path, _HEAD).splitlines(), 1)
    return [Evidence(path, at, line.strip()[:200]) for at, line in lines if marks.search(line)]


def judge_licence(subject: Subject, rule: Rule) -> Finding:
    """FILE-03: the text of a licence is there, whole."""
    known = subject.once(licences_of)
    answers = [*known.texts, *_in_folder(known)]
    whole = [one for one in answers if _is_whole(one)]
    if whole:
        names = sorted(
            {_as_declared(match.licence, known) for one in whole for match in one.matches}
        )
        shown = [Evidence(one.path, 1, one.expression or "") for one in whole[:MOST_SHOWN]]
        return rule.found("pass", "present", *shown, licences=", ".join(names))
    if not answers:
        return rule.found("fail", "missing")
    return _unclear(rule, answers)


def judge_conduct(subject: Subject, rule: Rule) -> Finding:
    """FILE-04: a code of conduct that says whom to turn to."""
    found = judge_presence(subject, rule)
    if found.state != "pass":
        return found
    address = _words(rule.parameters["address"])
    paths = documents(subject, rule.parameters["patterns"])
    if any(address.search(subject.tree.text(path, _HEAD)) for path in paths):
        return found
    return told(rule, "warn", "unaddressed", *found.evidence)


def judge_installation(subject: Subject, rule: Rule) -> Finding:
    """FILE-06: a file, or a section of the README, on how to install."""
    found = judge_presence(subject, rule)
    if found.state != "fail":
        return found
    wanted = _words(rule.parameters["heading"])
    for readme in subject.once(readmes_of):
        for at, heading in enumerate(readme.headings):
            if wanted.search(heading.title):
                after = readme.headings[at + 1].line if at + 1 < len(readme.headings) else None
                return _section(subject, rule, readme.path, (heading.line, after))
    return found


def _section(subject: Subject, rule: Rule, path: str, lines: tuple[int, int | None]) -> Finding:
    """Return what to say of a section that is there, from its first line to the next heading."""
    first, after = lines
    waiting = [
        one
        for one in _waiting(subject, rule, path)
        if first <= one.line and (after is None or one.line < after)
    ]
    if waiting:
        return told(rule, "warn", "waiting", *waiting, count=len(waiting))
    return rule.found("pass", "present", Evidence(path, first))


def judge_formats(subject: Subject, rule: Rule) -> Finding:
    """FILE-10: none of these files is binary only, and no compiled program is tracked."""
    documents_only = list(_binary_only(subject, rule))
    if documents_only:
        return rule.found("warn", "documents", *_shown(documents_only), count=len(documents_only))
    allowed = rule.parameters["allowed"]
    found = [
        path
        for path in subject.tree.matching(*rule.parameters["binaries"])
        if not any(fnmatch(path.lower(), pattern) for pattern in allowed)
    ]
    if found:
        return told(rule, "warn", "binaries", *_shown(found), count=len(found))
    return rule.found("pass", "text")


def judge_support(subject: Subject, rule: Rule) -> Finding:
    """PUB-05: the README, or a file, says how far one may count on support."""
    found = documents(subject, rule.parameters["patterns"])
    if found:
        return rule.found("pass", "present", Evidence(found[0]))
    said = _first(subject.once(readmes_of), _words(rule.parameters["words"]))
    if said:
        return rule.found("pass", "present", said)
    return rule.found("warn", "absent", *(Evidence(one.path) for one in subject.once(readmes_of)))


def judge_packages(subject: Subject, rule: Rule) -> Finding:
    """PUB-10: packages are declared; off line a manifest only says that there could be some."""
    declared = subject.declarations.answer(rule.id)
    if declared is not None:
        state, message = ("fail", "refused") if is_no(declared) else ("pass", "declared")
        where = evidence_of(declared)
        return rule.found(state, message, where, by=declared.by, on=declared.on)  # type: ignore[arg-type]
    paths = [
        path
        for path in subject.tree.matching(*rule.parameters["manifests"])
        if path.count("/") <= 1 and VENDORED.isdisjoint(path.split("/"))
    ]
    if not paths:
        return rule.found("fail", "none")
    public = [path for path in paths if not _is_private(subject, path)]
    if not public:
        return rule.found("fail", "private", *_shown(paths))
    return rule.found("unknown", "offline", *_shown(public))


def judge_maintenance(subject: Subject, rule: Rule) -> Finding:
    """PUB-11: what has not changed for a year, or is archived, says so in its README."""
    of_forge = (subject.forge or {}).get("repository") or {}
    is_archived = of_forge.get("is_archived") is True
    last = subject.history.last_date if subject.history else None
    if last is None and not is_archived:
        return rule.found("unknown", "undated")
    days = (subject.on - last.date()).days if last else 0
    if days <= rule.parameters["days"] and not is_archived:
        return rule.found("pass", "alive", last=last.date() if last else "")
    said = _first(subject.once(readmes_of), _words(rule.parameters["words"]))
    if said:
        return rule.found("pass", "stated", said)
    where = [Evidence(one.path) for one in subject.once(readmes_of)]
    if is_archived or last is None:
        return rule.found("warn", "archived", *where)
    return rule.found("warn", "silent", *where, last=last.date(), days=days)


def documents(subject: Subject, patterns: Iterable[str]) -> list[str]:
    """Return files of these names that are documents and no programs, the plainest first."""
    found = [path for path in subject.tree.matching(*patterns) if _ending(path) in _DOCUMENTS]
    return sorted(found, key=lambda path: (path.count("/"), len(path), path))


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name[1:] else ""


def _is_filled(subject: Subject, path: str) -> bool:
    return bool(subject.tree.data(path, 4096).strip())


def _length(text: str) -> int:
    return len(" ".join(text.split()))


@cache
def _words(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def _any_of(names: list[str]) -> "re.Pattern[str]":
    spelled = (re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in spelled), re.IGNORECASE)


def _first(readmes: Iterable[Readme], pattern: "re.Pattern[str]") -> Evidence | None:
    return next((found for one in readmes if (found := one.where(pattern))), None)


def _names_of_bodies(subject: Subject) -> list[str]:
    """Return how the body behind is called: as declared, in publiccode.yml, in the registry."""
    declared = subject.declarations.table("project").get("organisation")
    values = subject.once(publiccode_of).values
    legal, body = values.get("legal"), values.get("organisation")
    said: list[Any] = [declared, body.get("name") if isinstance(body, dict) else None]
    if isinstance(legal, dict):
        said += [legal.get("mainCopyrightOwner"), legal.get("repoOwner")]
    said += sorted(subject.registry.public_domains | subject.registry.acronyms)
    named = [one.strip() for one in said if isinstance(one, str) and one.strip()]
    return list(dict.fromkeys(named))


def _in_folder(known: Licences) -> list[FileAnswer]:
    return [one for path, one in known.detected.items() if path.startswith("LICENSES/")]


def _is_whole(answer: FileAnswer) -> bool:
    is_text = any(match.kind == "text" for match in answer.matches)
    return answer.band == "exact" and answer.expression is not None and is_text


def _as_declared(licence: str, known: Licences) -> str:
    """Return a licence as the whole is declared: the text alone leaves “or later” open."""
    if known.expression is not None:
        for leaf in leaves(known.expression):
            if spdx.family(leaf.licence) == spdx.family(licence):
                return leaf.licence
    return licence


def _unclear(rule: Rule, answers: list[FileAnswer]) -> Finding:
    """Say which licence the file is nearest to."""
    answer = max(answers, key=lambda one: max((m.score for m in one.matches), default=0.0))
    where = Evidence(answer.path, 1)
    texts = [match for match in answer.matches if match.kind == "text"]
    best = max(texts or answer.matches, key=lambda match: match.score, default=None)
    if best is None:
        return rule.found("fail", "unknown", where, path=answer.path)
    if not texts:
        where = Evidence(answer.path, best.start_line, best.licence)
        return rule.found("fail", "named", where, path=answer.path, closest=best.licence)
    differing = [f"– {one.expected}  + {one.found}"[:200] for one in best.differs[:3]]
    share = int(100 * best.score)
    places = [Evidence(answer.path, best.start_line, text) for text in differing] or [where]
    return rule.found(
        "fail", "altered", *places, path=answer.path, closest=best.licence, share=share
    )


def _binary_only(subject: Subject, rule: Rule) -> Iterator[str]:
    formats = frozenset(rule.parameters["formats"])
    for name in rule.parameters["names"]:
        found = documents(subject, (f"/{name}*", f"docs/{name}*", f".github/{name}*"))
        if found and all(_ending(path) in formats for path in found):
            yield from found


def _shown(paths: Iterable[str]) -> list[Evidence]:
    return [Evidence(path) for path in list(paths)[:MOST_SHOWN]]


def _is_private(subject: Subject, path: str) -> bool:
    """Tell whether a manifest forbids to publish, or names no package."""
    name = path.rpartition("/")[2].lower()
    try:
        if name == "package.json":
            found = json.loads(subject.tree.data(path))
            return (
                not isinstance(found, dict) or found.get("private") is True or "name" not in found
            )
        if name == "cargo.toml":
            return "package" not in (table := tomllib.loads(subject.tree.text(path))) or (
                table["package"].get("publish") is False
            )
        if name == "pyproject.toml":
            table = tomllib.loads(subject.tree.text(path))
            return "project" not in table and "poetry" not in table.get("tool", {})
        if name == "setup.cfg":
            return _METADATA.search(subject.tree.text(path)) is None
    except (ValueError, RecursionError, AttributeError):
        return True
    return False


CHECKS: Checks = {
    "FILE-01": judge_readme,
    "FILE-02": judge_presence,
    "FILE-03": judge_licence,
    "FILE-04": judge_conduct,
    "FILE-05": judge_presence,
    "FILE-06": judge_installation,
    "FILE-07": judge_presence,
    "FILE-08": judge_presence,
    "FILE-09": judge_presence,
    "FILE-10": judge_formats,
    "PUB-05": judge_support,
    "PUB-10": judge_packages,
    "PUB-11": judge_maintenance,
}
