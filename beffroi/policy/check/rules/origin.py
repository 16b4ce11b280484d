"""Family ``origin``: who certifies where the code comes from (DCO), and that no CLA is asked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Final

from beffroi.lib.privacy import without_addresses
from beffroi.policy.check.agreements import agreements_of
from beffroi.policy.check.answers import day_in
from beffroi.policy.check.history import Commit, History
from beffroi.policy.check.identities import is_bot
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.check.trailers import address_in

MOST_SHOWN: Final = 20
_SUBJECT: Final = 72
_MOST_BYTES: Final = 400_000


@dataclass(frozen=True, slots=True)
class Start:
    """From when commits are signed off: the day, and the commit that said so first."""

    on: date | None = None
    commit: str = ""


def judge_agreement(subject: Subject, rule: Rule) -> Finding:
    """DCO-01: nobody is asked for rights beyond the licence of the project."""
    found = subject.once(agreements_of)
    if found.required:
        return rule.found("fail", "required", *found.required[:MOST_SHOWN])
    if found.rejected:
        return rule.found("pass", "rejected", *found.rejected[:MOST_SHOWN])
    if found.named:
        return rule.found("warn", "named", *found.named[:MOST_SHOWN])
    return rule.found("pass", "none")


def judge_signing(subject: Subject, rule: Rule) -> Finding:
    """DCO-02: since the day of adoption, each commit is signed off by its author."""
    history = subject.history
    if history is None:
        return rule.found("unknown", "no-history")
    start = start_of(subject, rule, history)
    commits = _concerned(subject, history, start)
    if not commits:
        key = "no-commit" if history.is_whole else "cut"
        return rule.found("not-applicable" if history.is_whole else "unknown", key)
    unsigned = _unsigned(commits, rule.parameters)
    since = start.on.isoformat() if start.on else "…"
    if unsigned:
        shown = [
            Evidence(text=_clean(one.subject[:_SUBJECT]), commit=one.id)
            for one in unsigned[:MOST_SHOWN]
        ]
        values = {"unsigned": len(unsigned), "commits": len(commits), "since": since}
        return rule.found("fail", "unsigned" if start.on else "never", *shown, **values)
    if not history.is_whole:
        return rule.found("unknown", "cut")
    return rule.found("pass", "signed", commits=len(commits), since=since)


def judge_procedure(subject: Subject, rule: Rule) -> Finding:
    """DCO-03: CONTRIBUTING says how to sign off."""
    paths = subject.tree.matching(*rule.parameters["files"])
    if not paths:
        return rule.found("unknown", "no-contributing")
    says = _says(rule)
    for path in paths:
        for number, line in enumerate(subject.tree.text(path, _MOST_BYTES).splitlines(), 1):
            if says.search(line):
                return rule.found("pass", "said", Evidence(path, number, _clean(line)))
    shown = [Evidence(path=path) for path in paths[:MOST_SHOWN]]
    return rule.found("fail", "not-said", *shown)


def start_of(subject: Subject, rule: Rule, history: History) -> Start:
    """Return from when commits count: as declared, else when CONTRIBUTING began to ask for it."""
    declared = subject.declarations.answer(rule.id)
    if declared:
        answer = declared.answer
        value = answer.get("since") if isinstance(answer, Mapping) else answer
        if on := day_in(value):
            return Start(on)
    paths = subject.tree.matching(*rule.parameters["files"])
    versions = history.versions(*paths) if paths else []
    says = _says(rule)
    texts = {
        at: data.decode("utf-8", "replace")
        for at, data in history.read_blobs(dict.fromkeys(at for _, at in versions), _MOST_BYTES)
    }
    for commit, at in versions:
        if says.search(texts.get(at, "")):
            return Start(_made(history, commit), commit)
    return Start()


def signs(commit: Commit, *, any_signer: bool = False) -> bool:
    """Say whether a commit is signed off by its author; with ``any_signer`` by anybody."""
    signers = {address_in(one).lower() for one in commit.signers} - {""}
    return bool(signers) if any_signer else commit.author_email.strip().lower() in signers


def _concerned(subject: Subject, history: History, start: Start) -> Sequence[Commit]:
    """Return the commits that are to be signed off: no merge, none of a program."""
    commits = history.commits(start.on)
    if start.commit:
        known = [one.id for one in commits]
        commits = commits[: known.index(start.commit) + 1] if start.commit in known else commits
    return [
        one
        for one in commits
        if not one.is_merge and not is_bot(one.author_name, one.author_email, subject.registry)
    ]


def _unsigned(commits: Sequence[Commit], parameters: Mapping[str, object]) -> list[Commit]:
    any_signer = bool(parameters.get("any_signer"))
    unsigned = [one for one in commits if not signs(one, any_signer=any_signer)]
    if not unsigned or not parameters.get("remediation"):
        return unsigned
    later = [
        (at, address.lower()) for one in commits for address, at in one.certifies if signs(one)
    ]
    return [one for one in unsigned if not _is_remedied(one, later)]


def _is_remedied(commit: Commit, later: Iterable[tuple[str, str]]) -> bool:
    author = commit.author_email.strip().lower()
    return any(commit.id.startswith(at) and address == author for at, address in later)


def _clean(line: str) -> str:
    return str(without_addresses(line.strip()[:200]))


def _made(history: History, commit: str) -> date | None:
    found = next((one for one in history.commits() if one.id == commit), None)
    return found.author_date.astimezone(UTC).date() if found else None


def _says(rule: Rule) -> re.Pattern[str]:
    return re.compile("|".join(rule.parameters["says"]), re.IGNORECASE)


CHECKS: Checks = {
    "DCO-01": judge_agreement,
    "DCO-02": judge_signing,
    "DCO-03": judge_procedure,
}
