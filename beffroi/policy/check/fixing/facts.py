"""What is known of a project, for the files that mending writes; what is unknown stays empty."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from beffroi.lib.cleaning import clean
from beffroi.lib.errors import UsageError
from beffroi.policy.check.fixing.shapes import Wanted
from beffroi.policy.check.fixing.words import sentence
from beffroi.policy.check.language import language_of
from beffroi.policy.check.licences import licences_of
from beffroi.policy.check.metadata import publiccode_of
from beffroi.policy.check.readme import readmes_of
from beffroi.policy.check.subject import Subject

_CLOSING: Final = re.compile(r"\*/|--|\*\)|#}|[\r\n\x00-\x1f]")
_LONGEST: Final = 200
_BADGE: Final = re.compile(r"!?\[[^\]]*\]\([^)]*\)|[<>`*_#]")


@dataclass(frozen=True, slots=True)
class Facts:
    """A project as it knows itself; ``security`` is an address of the web or ``mailto:``."""

    name: str
    organisation: str
    contact: str
    security: str
    licence: str
    declared: str
    declared_at: str
    holder: str
    year: int
    language: str


def facts_of(subject: Subject, wanted: Wanted) -> Facts:
    """Gather the facts; what a person wants and declares comes first."""
    told = subject.declarations.table("project")
    described = subject.once(publiccode_of).values
    language = _language(subject, wanted)
    name = _name(subject, told, described)
    organisation = (
        _text(told, "organisation")
        or _text(described, "organisation", "name")
        or _text(described, "legal", "repoOwner")
        or _text(described, "legal", "mainCopyrightOwner")
    )
    holder = (
        wanted.holder or organisation or sentence("sentences", "holder", language, project=name)
    )
    if _CLOSING.search(holder) or len(holder) > _LONGEST:
        raise UsageError(f"“{clean(holder)}” cannot stand in a comment; name another --holder.")
    licences = subject.once(licences_of)
    first = subject.history.first_date if subject.history else None
    return Facts(
        name=name,
        organisation=organisation,
        contact=_text(told, "contact") or _contact(described),
        security=_text(told, "security"),
        licence=wanted.licence or licences.declared or "",
        declared=licences.declared or "",
        declared_at=licences.path,
        holder=holder,
        year=(first or subject.on).year,
        language=language,
    )


def _language(subject: Subject, wanted: Wanted) -> str:
    """Return the language of the README, else the one wanted."""
    for readme in subject.once(readmes_of):
        found = language_of(readme.text)
        if found:
            return "fr" if found == "fr" else "en"
    return wanted.language


def _name(subject: Subject, told: Mapping[str, Any], described: Mapping[str, Any]) -> str:
    found = _text(told, "name") or _text(described, "name") or _manifest(subject)
    if not found:
        titles = [one.title for text in subject.once(readmes_of) for one in text.headings[:1]]
        found = _plain(titles[0]) if titles else ""
    return found or _plain(subject.tree.root.resolve().name) or "project"


def _manifest(subject: Subject) -> str:
    """Return the name that a manifest at the root gives."""
    tree = subject.tree
    for path, tables in (("pyproject.toml", ("project",)), ("Cargo.toml", ("package",))):
        if path in tree.files:
            try:
                found = tomllib.loads(tree.text(path))
            except (ValueError, RecursionError):
                continue
            if name := _text(found, *tables, "name"):
                return name
    for path in ("package.json", "composer.json", "codemeta.json"):
        if path in tree.files:
            try:
                found = json.loads(tree.text(path))
            except (ValueError, RecursionError):
                continue
            if name := _text(found, "name"):
                return name.rpartition("/")[2]
    return ""


def _contact(described: Mapping[str, Any]) -> str:
    maintenance = described.get("maintenance")
    contacts = maintenance.get("contacts") if isinstance(maintenance, Mapping) else None
    for one in contacts if isinstance(contacts, list) else []:
        if address := _text(one, "email"):
            return address
    return ""


def _text(found: Any, *names: str) -> str:
    """Return one line of text at a path of names, or nothing."""
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return _plain(found) if isinstance(found, str) else ""


def _plain(text: str) -> str:
    return " ".join(clean(_BADGE.sub(" ", text)).split())[:_LONGEST]
