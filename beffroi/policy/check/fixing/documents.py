"""Files that say how a project works: skeletons in its language, filled with what is known."""

from string import Template
from typing import Final

from beffroi.policy.check.fixing.facts import Facts
from beffroi.policy.check.fixing.shapes import Plan
from beffroi.policy.check.fixing.words import left, sentence, skeleton, words
from beffroi.policy.check.subject import Subject

DOCUMENTS: Final = {
    "FILE-01": "README.md",
    "FILE-02": "CONTRIBUTING.md",
    "FILE-04": "CODE_OF_CONDUCT.md",
    "FILE-05": "GOVERNANCE.md",
    "FILE-06": "INSTALL.md",
    "FILE-07": "MAINTAINERS.md",
    "FILE-08": "NFR.md",
    "FILE-09": "ROADMAP.md",
}
"""The file that each check asks for."""
_CHANGES: Final = ("CHANGELOG*", "CHANGES*", "HISTORY*", "NEWS*", "changelog.d/*")
_INCOMPLETE: Final = ("(to be completed", "(à compléter")


def add_document(plan: Plan, subject: Subject, facts: Facts, rule: str, check: str) -> None:
    """Write the skeleton that a check asks for, unless a file of that name stands there."""
    name = DOCUMENTS[check]
    stem = name.partition(".")[0]
    if [path for path in subject.tree.matching(f"{stem}*") if "/" not in path]:
        return
    _write(plan, subject, facts, (name, rule))


def add_changelog(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Begin a list of changes, where there is none in any of its usual forms."""
    if not subject.tree.matching(*_CHANGES):
        _write(plan, subject, facts, ("CHANGELOG.md", rule))


def add_security(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Write SECURITY.md once somebody said who receives reports; an address is never guessed."""
    if not facts.security:
        plan.leave(rule, left("no-security"))
    elif not subject.tree.matching("SECURITY*", "security.txt"):
        _write(plan, subject, facts, ("SECURITY.md", rule))


def add_origin(plan: Plan, subject: Subject, facts: Facts, rule: str) -> None:
    """Say how origin is certified, at the end of a CONTRIBUTING that says nothing of it."""
    found = [path for path in subject.tree.matching("CONTRIBUTING.md") if not _is_new(plan, path)]
    if not found:
        return
    text = (plan.now(found[0]) or b"").decode("utf-8", "surrogateescape")
    section = skeleton("origin.md", facts.language)
    if section.partition("\n")[0] not in text:
        put_text(plan, found[0], f"{text.rstrip()}\n\n{section}", rule)


def put_text(plan: Plan, path: str, text: str, rule: str) -> None:
    """Want a file to hold a text, in the line endings that it has."""
    before = plan.now(path) or b""
    plain = text.replace("\r\n", "\n")
    if b"\r\n" in before:
        plain = plain.replace("\n", "\r\n")
    plan.put(path, plain.encode("utf-8", "surrogateescape"), rule)


def _is_new(plan: Plan, path: str) -> bool:
    return plan.read(path) is None


def _write(plan: Plan, subject: Subject, facts: Facts, wanted: tuple[str, str]) -> None:
    name, rule = wanted
    if plan.now(name) is not None:
        return
    text = Template(skeleton(name, facts.language)).safe_substitute(_values(plan, subject, facts))
    plan.put(name, text.encode("utf-8"), rule)
    if any(sign in text for sign in _INCOMPLETE):
        plan.leave(rule, left("to-complete", path=name))


def _values(plan: Plan, subject: Subject, facts: Facts) -> dict[str, str]:
    """Return what fills a skeleton: what is known, else a blank that asks for it."""

    def blank(key: str) -> str:
        return sentence("blanks", key, facts.language, project=facts.name)

    contact = facts.contact or blank("contact")
    return {
        "project": facts.name,
        "organisation": facts.organisation or blank("organisation"),
        "aim": blank("aim"),
        "contact": contact,
        "reporting": _reporting(plan, subject, facts, contact),
        "security": f"<{facts.security.removeprefix('mailto:')}>",
        "licence": facts.licence or blank("licence"),
        "support": sentence("sentences", "support", facts.language),
        "origin": skeleton("origin.md", facts.language).rstrip(),
        "install": _install(subject, facts) or blank("install"),
        "day": subject.on.isoformat(),
    }


def _reporting(plan: Plan, subject: Subject, facts: Facts, contact: str) -> str:
    """Say where a security fault is told: in the file on it, where there is or will be one."""
    found = subject.tree.matching("SECURITY*.md")
    if not found and plan.now("SECURITY.md") is not None:
        found = ["SECURITY.md"]
    if found:
        return sentence("sentences", "reporting", facts.language, path=found[0])
    return sentence("sentences", "reporting_contact", facts.language, contact=contact)


def _install(subject: Subject, facts: Facts) -> str:
    """Return the command of the first tool whose file stands at the root."""
    for path, command in words()["install"].items():
        if path in subject.tree.files:
            slug = "".join(sign for sign in facts.name.lower() if sign.isascii() and sign.isalnum())
            return Template(command).safe_substitute(slug=slug or "project")
    return ""
