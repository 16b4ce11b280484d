"""Working copies for tests of checks: files in a folder, and what else is known of them."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from beffroi.policy.check.declarations import Answer, Declaration, Declarations
from beffroi.policy.check.packs import open_pack
from beffroi.policy.check.registry import Registry
from beffroi.policy.check.shapes import Finding
from beffroi.policy.check.subject import Checks, Subject
from beffroi.policy.check.tree import open_tree
from beffroi.policy.licence import sources

TODAY = date(2026, 11, 25)
Files = Mapping[str, str | bytes]


def write(folder: Path, files: Files) -> Path:
    """Write files, by path, and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def subject_of(folder: Path, files: Files | None = None, **facts: Any) -> Subject:
    """Return a folder as a check sees it, with these files and facts of the subject."""
    tree = open_tree(write(folder, files or {}))
    known = {"declarations": Declarations(), "registry": Registry(), "on": TODAY, **facts}
    return Subject(tree=tree, **known)


def declared(rule: str, answer: Answer, on: date = TODAY) -> Declarations:
    """Return the declaration of one answer."""
    signed = Declaration(answer, by="Camille Dupuis", role="head of unit", on=on, line=3)
    return Declarations(answers={rule: signed})


def judged(checks: Checks, rule: str, subject: Subject) -> Finding:
    """Return what the check of a rule of the French pack finds."""
    return checks[rule](subject, open_pack("fr-dinum").rule(rule))


@cache
def licence_texts() -> Mapping[str, str]:
    """Return the text of each licence that a package holds."""
    return {source.licence: source.text for source in sources.shipped()}
