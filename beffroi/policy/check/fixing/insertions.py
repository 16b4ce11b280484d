"""What is put into files that are there: badge and statements in the README, lines for git."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from beffroi.policy.check.fixing.documents import put_text
from beffroi.policy.check.fixing.facts import Facts
from beffroi.policy.check.fixing.shapes import Plan
from beffroi.policy.check.fixing.words import left, sentence, words
from beffroi.policy.check.readme import readmes_of
from beffroi.policy.check.subject import Subject

IGNORED: Final = (".env", ".env.*", "!.env.example", "*.pem", "*.key", "*.p12", "*.kdbx", "id_rsa")
_TITLE: Final = re.compile(r"^(?:# .*|[^\n]+\n=+)$", re.MULTILINE)
_SPEAKS: Final = re.compile(r"licen[cs]", re.IGNORECASE)
_HAS_BADGE: Final = "badge/code.gouv.fr-"
_BADGE: Final = "https://img.shields.io/badge/code.gouv.fr-{message}-{colour}.svg"


def add_badge(plan: Plan, subject: Subject, rule: str) -> None:
    """Put the badge of the declared level below the title of the README."""
    if any(_HAS_BADGE in one.text for one in subject.once(readmes_of)):
        return
    declared = subject.declarations.answer("LEVEL-01")
    level = words()["levels"].get(str(declared.answer)) if declared else None
    if level is None:
        plan.leave(rule, left("no-level"))
        return
    address = _BADGE.format(message=quote(level["message"]), colour=level["colour"])
    _below_title(plan, subject, rule, f"![code.gouv.fr {level['message']}]({address})")


def add_support(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Say at the end of the README that publishing creates no duty."""
    said = sentence("sentences", "support", facts.language)
    path = _readme(subject)
    if path is None:
        _leave_unless_new(plan, rule)
        return
    text = _text(plan, path)
    if said not in text:
        put_text(plan, path, f"{text.rstrip()}\n\n## Support\n\n{said}\n", rule)


def add_publisher(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Say who publishes and under which licence, where a README says neither."""
    path = _readme(subject)
    if path is None:
        return
    if not facts.organisation:
        plan.leave(rule, left("no-organisation"))
    elif facts.organisation not in _text(plan, path):
        told = {"project": facts.name, "organisation": facts.organisation}
        _below_title(
            plan, subject, rule, sentence("sentences", "published", facts.language, **told)
        )
    text = _text(plan, path)
    if facts.licence and not _SPEAKS.search(text):
        said = sentence("sentences", "licence", facts.language, licence=facts.licence)
        put_text(plan, path, f"{text.rstrip()}\n\n## Licence\n\n{said}\n", rule)


def add_unmaintained(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Say below the title that the project is no longer maintained."""
    said = sentence("sentences", "unmaintained", facts.language)
    _below_title(plan, subject, rule, f"> {said}")


def add_ignored(plan: Plan, rule: str, *, patterns: Iterable[str], is_tracked: bool) -> None:
    """Add what git must never take to ``.gitignore``; lines that are there stay as they are."""
    if is_tracked:
        plan.leave(rule, left("tracked-secrets"))
    before = (plan.now(".gitignore") or b"").decode("utf-8", "surrogateescape")
    there = {line.strip() for line in before.splitlines()}
    missing = [pattern for pattern in patterns if pattern not in there]
    if not missing:
        return
    title = sentence("sentences", "ignored", "en")
    block = "\n".join([title, *missing])
    kept = f"{before.rstrip()}\n\n" if before.strip() else ""
    put_text(plan, ".gitignore", f"{kept}{block}\n", rule)


def _below_title(plan: Plan, subject: Subject, rule: str, line: str) -> None:
    path = _readme(subject) or ("README.md" if plan.now("README.md") is not None else None)
    if path is None:
        plan.leave(rule, left("no-readme"))
        return
    text = _text(plan, path).replace("\r\n", "\n")
    if line in text:
        return
    title = _TITLE.search(text)
    end = title.end() if title else 0
    before = f"{text[:end]}\n\n" if end else ""
    put_text(plan, path, f"{before}{line}\n\n{text[end:].lstrip(chr(10))}", rule)


def _readme(subject: Subject) -> str | None:
    """Return the README, if it is in Markdown."""
    found = [one.path for one in subject.once(readmes_of) if one.path.lower().endswith(".md")]
    return found[0] if found else None


def _text(plan: Plan, path: str) -> str:
    return (plan.now(path) or b"").decode("utf-8", "surrogateescape")


def _leave_unless_new(plan: Plan, rule: str) -> None:
    if plan.now("README.md") is None:
        plan.leave(rule, left("no-readme"))
