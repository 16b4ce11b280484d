"""Family ``security``: a contact, no secrets, sound cryptography, analysis and tests of changes."""

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from beffroi.policy.check import pipelines
from beffroi.policy.check.declarations import NAME, Declaration
from beffroi.policy.check.families import tables
from beffroi.policy.check.history import History
from beffroi.policy.check.ignoring import is_ignored
from beffroi.policy.check.readme import readmes_of
from beffroi.policy.check.rules.governance import at
from beffroi.policy.check.secrets.repositories import allowed_in, scan_history, scan_tree
from beffroi.policy.check.secrets.shapes import Found, Scan
from beffroi.policy.check.shapes import Evidence, Finding, Rule, State
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.check.weak_cryptography import uses_of

_CONTACT: Final = re.compile(
    r"(?i)[\w.+-]{1,64}(?:@|\s?(?:\[at\]|\(at\)|\[@\])\s?)[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|https?://\S*(?:security|advisor|vulnerab|report|signal|contact|issues/new|bounty|disclos)\S*"
    r"|private(?:ly)? (?:vulnerability|advisor|security|report)|confidential (?:issue|report)"
    r"|(?:signalement|avis|ticket)s? (?:privé|confidentiel)"
)
_SECTION: Final = 40
_PUBLIC_PEM: Final = re.compile(rb"-----BEGIN (?:CERTIFICATE|X509|TRUSTED|[A-Z0-9 ]*PUBLIC KEY)")


def judge_contact(subject: Subject, rule: Rule) -> Finding:
    """SEC-01: somebody is named to whom a vulnerability is told."""
    paths = subject.tree.matching(*rule.parameters["files"])
    for path in paths:
        if where := _line_of(path, subject.tree.text(path), _CONTACT):
            return rule.found("pass", "named", where, path=path)
    if where := _in_readme(subject, rule):
        return rule.found("pass", "named", where, path=where.path)
    if paths:
        return rule.found("fail", "silent", Evidence(paths[0]), path=paths[0])
    return rule.found("fail", "missing")


def judge_secrets(subject: Subject, rule: Rule) -> Finding:
    """SEC-02: no secret in files or history; a guess is a warning, what was not read unknown."""
    here = subject.once(scan_tree)
    sure = [one for one in here.found if one.is_sure]
    if sure:
        return _told(rule, "fail", "found", sure)
    past = _history(subject, rule)
    known = {(one.path, one.digest) for one in here.found}
    only_past = [one for one in past.found if (one.path, one.digest) not in known] if past else []
    sure = [one for one in only_past if one.is_sure]
    if sure:
        return _told(rule, "fail", "in-history", sure)
    guesses = [*here.found, *only_past]
    if guesses:
        return _told(rule, "warn", "guessed", guesses)
    faults = subject.once(allowed_in).faults
    if faults:
        places = [Evidence(NAME, text=fault) for fault in faults]
        return rule.found("warn", "faults", *places)
    return _unread(subject, rule, here, past)


def judge_configuration(subject: Subject, rule: Rule) -> Finding:
    """SEC-03: files of secrets are not under version control, and are ignored."""
    examples = re.compile(rule.parameters["examples"])
    tracked = list(_secret_files(subject, rule))
    real = [path for path in tracked if not examples.search(path)]
    if real:
        return rule.found("fail", "tracked", *map(Evidence, real), count=len(real))
    if tracked:
        return rule.found("warn", "examples", *map(Evidence, tracked), count=len(tracked))
    where = [Evidence(path) for path in (".gitignore",) if path in subject.tree.files]
    if not is_ignored(subject.tree, rule.parameters["must-ignore"]):
        return rule.found("warn", "not-ignored", *where)
    return rule.found("pass", "ignored", *where)


def judge_declared(subject: Subject, rule: Rule) -> Finding:
    """SEC-04, SEC-07: somebody declares to have reviewed it."""
    declared = subject.declarations.answer(rule.id)
    if declared is None:
        return rule.found("unknown", "undeclared")
    if not _is_yes(declared):
        return rule.found("fail", "refused", at(declared))
    return rule.found("pass", "reviewed", at(declared), by=declared.by, on=declared.on)


def judge_cryptography(subject: Subject, rule: Rule) -> Finding:
    """SEC-05: declared as reviewed; weak algorithms warn unless accepted by name."""
    declared = subject.declarations.answer(rule.id)
    if declared is not None and not _is_yes(declared):
        return rule.found("fail", "refused", at(declared))
    accepted = _accepted(declared)
    uses = [use for use in uses_of(subject.tree, rule.parameters) if use.algorithm not in accepted]
    if uses:
        names = ", ".join(sorted({use.algorithm for use in uses}))
        places = [use.where for use in uses[: rule.parameters["most-shown"]]]
        return rule.found("warn", "weak", *places, names=names)
    if declared is None:
        return rule.found("unknown", "undeclared")
    names = ", ".join(sorted(accepted)) or "–"
    told = {"by": declared.by, "on": declared.on, "names": names}
    return rule.found("pass", "reviewed", at(declared), **told)


def judge_analysis(subject: Subject, rule: Rule) -> Finding:
    """SEC-06: continuous integration analyses the code, or somebody declares that it is done."""
    paths = _pipelines(subject)
    tools = re.compile(rule.parameters["tools"])
    where = pipelines.step_that(subject.tree, paths, tools)
    if where:
        return rule.found("pass", "analysed", where, tool=where.text)
    declared = subject.declarations.answer(rule.id)
    if declared is not None:
        if not _is_yes(declared):
            return rule.found("fail", "refused", at(declared))
        return rule.found("pass", "declared", at(declared), by=declared.by, on=declared.on)
    if not paths:
        return rule.found("unknown", "no-ci")
    return rule.found("fail", "none", *map(Evidence, paths))


def judge_integration(subject: Subject, rule: Rule) -> Finding:
    """SEC-09: continuous integration is there, and its last run on the default branch was good."""
    paths = subject.tree.matching(*rule.parameters["ci"])
    if not paths:
        return rule.found("fail", "none")
    state = str((subject.forge or {}).get("last_run") or "").lower()
    places = [Evidence(path) for path in paths]
    if state in {"success", "passed", "green"}:
        return rule.found("pass", "green", *places)
    if state in {"failure", "failed", "error", "red"}:
        return rule.found("fail", "red", *places)
    return rule.found("unknown", "unseen", *places)


def _line_of(path: str, text: str, pattern: re.Pattern[str]) -> Evidence | None:
    """Return the line that a pattern fits, without what it says: an address may be a person's."""
    found = pattern.search(text)
    return Evidence(path, text.count("\n", 0, found.start()) + 1) if found else None


def _in_readme(subject: Subject, rule: Rule) -> Evidence | None:
    """Return where a section of a README on security gives a contact."""
    headings = re.compile(rule.parameters["headings"])
    for readme in subject.once(readmes_of):
        lines = readme.text.splitlines()
        starts = [one.line for one in readme.headings]
        for heading in readme.headings:
            if not headings.search(heading.title):
                continue
            end = min((line for line in starts if line > heading.line), default=len(lines) + 1)
            for number in range(heading.line, min(end, heading.line + _SECTION)):
                if number <= len(lines) and _CONTACT.search(lines[number - 1]):
                    return Evidence(readme.path, number)
    return None


def _told(rule: Rule, state: State, message: str, found: Iterable[Found]) -> Finding:
    listed = list(found)
    places = [
        Evidence(one.path, one.line, f"{one.rule} {one.shown} #{one.digest}", one.commit)
        for one in listed[: rule.parameters["most-shown"]]
    ]
    return rule.found(state, message, *places, count=len(listed))


def _history(subject: Subject, rule: Rule) -> Scan | None:
    """Return the scan of the history when it was asked for, or is short enough to cost little."""
    if subject.history is None or subject.history.is_empty:
        return None
    if not subject.reads_history and not _is_short(subject.history, rule):
        return None
    return subject.once(scan_history)


def _is_short(history: History, rule: Rule) -> bool:
    most, size = rule.parameters["small-versions"], 0
    for number, (_id, _path, length) in enumerate(history.blobs(), start=1):
        size += length
        if number > most or size > rule.parameters["small-bytes"]:
            return False
    return True


def _unread(subject: Subject, rule: Rule, here: Scan, past: Scan | None) -> Finding:
    """Say, where nothing was found, whether everything was read."""
    told = {"files": here.files, "allowed": here.allowed}
    history = subject.history
    if history is None or history.is_empty:
        return rule.found("pass", "clean-files", **told)
    if past is None:
        return rule.found("unknown", "unread")
    if past.is_partial:
        return rule.found("unknown", "shallow")
    return rule.found("pass", "clean", versions=past.files, **told)


def _secret_files(subject: Subject, rule: Rule) -> Iterator[str]:
    """Yield the files that by their name hold secrets, without models and public certificates."""
    models = re.compile(rule.parameters["models"])
    for path in subject.tree.matching(*rule.parameters["files"]):
        name = path.rsplit("/", 1)[-1].lower()
        file = subject.tree.files[path]
        is_allowed = any(fnmatch.fnmatchcase(name, one) for one in rule.parameters["allowed"])
        if is_allowed or models.search(name) or file.is_link or not file.size:
            continue
        if name.endswith((".pem", ".key")) and _is_public(subject.tree.data(path, 100_000)):
            continue
        yield path


def _is_public(data: bytes) -> bool:
    """Tell whether a file holds certificates or public keys only, or is a presentation (.key)."""
    is_known = _PUBLIC_PEM.search(data) is not None or data.startswith(b"PK")
    return is_known and b"PRIVATE KEY" not in data


def _is_yes(declared: Declaration) -> bool:
    answer = declared.answer
    if isinstance(answer, Mapping):
        return answer.get("reviewed", True) not in (False, "", "no")
    return answer not in (False, "", "no", [])


def _accepted(declared: Declaration | None) -> frozenset[str]:
    """Return the weak algorithms that a declaration accepts by name."""
    answer = declared.answer if declared else None
    listed = answer.get("accepted", []) if isinstance(answer, Mapping) else []
    return (
        frozenset(str(one).lower() for one in listed) if isinstance(listed, list) else frozenset()
    )


def _pipelines(subject: Subject) -> list[str]:
    return subject.tree.matching(*tables()["SEC-09"]["parameters"]["ci"])


CHECKS: Checks = {
    "SEC-01": judge_contact,
    "SEC-02": judge_secrets,
    "SEC-03": judge_configuration,
    "SEC-04": judge_declared,
    "SEC-05": judge_cryptography,
    "SEC-06": judge_analysis,
    "SEC-07": judge_declared,
    "SEC-09": judge_integration,
}
