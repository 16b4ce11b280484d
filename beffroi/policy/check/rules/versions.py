"""Family ``versions``: version control, versions, signatures, conventions, late opening."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, timedelta
from typing import Final

from beffroi.lib.privacy import without_addresses
from beffroi.policy.check.answers import day_in
from beffroi.policy.check.declarations import NAME, Declaration
from beffroi.policy.check.history import Tag
from beffroi.policy.check.shapes import Evidence, Finding, Rule
from beffroi.policy.check.subject import Checks, Subject

MOST_SHOWN: Final = 20
# semver.org 2.0.0, after an optional v; leading zeros are no version of it.
_SEMVER: Final = re.compile(
    r"v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)"
    r"(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?"
)


def judge_system(subject: Subject, rule: Rule) -> Finding:
    """FORGE-01: the code lives in a distributed version control system."""
    kept = subject.tree.versioning
    shown = [Evidence(path=name) for name in kept]
    if set(kept) & set(rule.parameters["central"]):
        return rule.found("warn", "central", *shown, names=", ".join(kept))
    if subject.history is not None or set(kept) & set(rule.parameters["distributed"]):
        return rule.found("pass", "distributed", *shown)
    return rule.found("unknown", "no-history")


def judge_versions(subject: Subject, rule: Rule) -> Finding:
    """VER-01: the tags follow one policy of versions, semantic versioning."""
    tags = subject.history.tags() if subject.history else ()
    if not tags:
        declared = subject.declarations.answer(rule.id)
        return _answered(rule, declared) if declared else rule.found("unknown", "no-tag")
    other = [tag for tag in tags if not _SEMVER.fullmatch(tag.name)]
    share = (len(tags) - len(other)) * 100 // len(tags)
    values = {"tags": len(tags), "share": share, "other": len(other)}
    if (len(tags) - len(other)) >= rule.parameters["share"] * len(tags):
        return rule.found("pass", "semantic", **values)
    declared = subject.declarations.answer(rule.id)
    if declared and isinstance(declared.answer, str) and declared.answer.strip():
        at = Evidence(path=NAME, line=declared.line, text=declared.answer[:200])
        return rule.found("pass", "declared", at, by=declared.by, on=declared.on)
    return rule.found("fail", "other", *_named(other), **values)


def judge_signatures(subject: Subject, rule: Rule) -> Finding:
    """VER-02: each version is an annotated tag with a signature; whose it is, is not verified."""
    history = subject.history
    tags = history.tags() if history else ()
    if history is None or not tags:
        return rule.found("unknown", "no-tag")
    plain = [tag for tag in tags if not tag.signature]
    if plain:
        return rule.found("fail", "unsigned", *_named(plain), tags=len(tags), unsigned=len(plain))
    if history.is_damaged:
        return rule.found("unknown", "damaged", tags=len(tags))
    forms = ", ".join(sorted({tag.signature for tag in tags}))
    return rule.found("pass", "signed", tags=len(tags), forms=forms)


def judge_conventions(subject: Subject, rule: Rule) -> Finding:
    """DEV-03: one convention for the code, set for a program; and commits that say something."""
    settings = _settings(subject, rule)
    commits = subject.history.commits() if subject.history else ()
    least = rule.parameters["least"]
    written = [one for one in commits if not one.is_merge]
    short = [one for one in written if len(one.subject) < least]
    is_terse = bool(written) and len(short) >= rule.parameters["share"] * len(written)
    if settings and not is_terse:
        key = "both" if written else "settings"
        return rule.found("pass", key, *settings, commits=len(written), short=len(short))
    shown = [Evidence(text=f"“{_clean(one.subject)}”", commit=one.id) for one in short[:MOST_SHOWN]]
    values = {"commits": len(written), "short": len(short), "least": least}
    if not settings:
        return rule.found("fail", "neither" if is_terse else "no-settings", *shown, **values)
    return rule.found("fail", "terse", *settings, *shown, **values)


def judge_opening(subject: Subject, rule: Rule) -> Finding:
    """SCOPE-03: an old code base opened late was reviewed in five respects, each one signed."""
    history = subject.history
    declared = subject.declarations.answer(rule.id)
    first = history.first_date if history else None
    if declared:
        return _reviewed(rule, declared)
    if history is None or first is None or not history.is_whole:
        return rule.found("unknown", "no-first")
    written = first.astimezone(UTC).date()
    if len(history.commits()) == 1 and len(subject.tree.files) >= rule.parameters["squashed"]:
        return rule.found("unknown", "squashed", Evidence(commit=history.head), first=written)
    published = _published(subject)
    is_soon = (published or subject.on) - written <= timedelta(days=rule.parameters["days"])
    values = {"first": written, "published": published}
    if published is None:
        key = "young" if is_soon else "no-publication"
        return rule.found("not-applicable" if is_soon else "unknown", key, **values)
    if is_soon:
        return rule.found("not-applicable", "from-start", **values)
    return rule.found("fail", "no-review", **values)


def _reviewed(rule: Rule, declared: Declaration) -> Finding:
    """Judge the five items: each a table with by and on, or all signed by one person."""
    at = Evidence(path=NAME, line=declared.line, text=f"{declared.role}, {declared.on}")
    answer = declared.answer
    items: Sequence[str] = rule.parameters["items"]
    if answer is True:
        return rule.found("pass", "reviewed", at, by=declared.by, on=declared.on)
    given = answer if isinstance(answer, Mapping) else {}
    missing = [item for item in items if not _is_signed(given.get(item))]
    if missing:
        return rule.found("fail", "missing", at, missing=", ".join(missing))
    return rule.found("pass", "reviewed", at, by=declared.by, on=declared.on)


def _is_signed(item: object) -> bool:
    if item is True:
        return True
    return isinstance(item, Mapping) and bool(item.get("by")) and day_in(item.get("on")) is not None


def _published(subject: Subject) -> date | None:
    """Return when the code was opened: as declared, else as the forge says."""
    project = subject.declarations.table("project")
    if on := day_in(project.get("published")):
        return on
    forge = subject.forge or {}
    repository = forge.get("repository")
    said = repository.get("created_at") if isinstance(repository, Mapping) else None
    return day_in(str(said)[:10]) if said else None


def _answered(rule: Rule, declared: Declaration) -> Finding:
    at = Evidence(path=NAME, line=declared.line, text=f"{declared.role}, {declared.on}")
    if declared.answer is False:
        return rule.found("fail", "declared-none", at, by=declared.by, on=declared.on)
    return rule.found("pass", "declared", at, by=declared.by, on=declared.on)


def _settings(subject: Subject, rule: Rule) -> list[Evidence]:
    """Return the settings of formatters and linters, alone or inside another file."""
    tree = subject.tree
    found = [Evidence(path=path) for path in tree.matching(*rule.parameters["files"])]
    for name, marks in rule.parameters["inside"].items():
        for path in tree.matching(name):
            lines = tree.text(path, 400_000).splitlines()
            found += [
                Evidence(path, number, line.strip()[:80])
                for number, line in enumerate(lines, 1)
                if line.strip().startswith(tuple(marks))
            ][:1]
    return found[:MOST_SHOWN]


def _clean(subject: str) -> str:
    return str(without_addresses(subject[:60]))


def _named(tags: Sequence[Tag]) -> list[Evidence]:
    return [Evidence(text=f"tag {tag.name[:100]}") for tag in tags[:MOST_SHOWN]]


CHECKS: Checks = {
    "FORGE-01": judge_system,
    "VER-01": judge_versions,
    "VER-02": judge_signatures,
    "DEV-03": judge_conventions,
    "SCOPE-03": judge_opening,
}
