"""What a look says of one repository, column by column; reads no table and writes none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from beffroi.forges import readmes
from beffroi.forges.addresses import comparison_form
from beffroi.forges.homepages import repair
from beffroi.forges.metadata import (
    MetadataError,
    codemeta_licence,
    parse_codemeta,
    parse_publiccode,
    short_descriptions,
    text_at,
)
from beffroi.forges.shapes import Activity, Failure, Look
from beffroi.lib.cleaning import clean
from beffroi.lib.dates import write_instant
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.actions.changes import given_by
from beffroi.policy.forks import fork_kind
from beffroi.policy.licence.detect import detect
from beffroi.policy.licences import OTHER, normalise
from beffroi.policy.vitality import vitality
from beffroi.repositories.actions.wishes import LOOK, PUBLICCODE
from beffroi.repositories.models import Repository

MOST_LICENCE: Final = 100_000
LONGEST_DESCRIPTION: Final = 5000
LIMITS: Final = {"licence": 200, "licence_raw": 300, "homepage": 700, "language": 80}
_HARVEST: Final = "harvest"


@dataclass(slots=True)
class Inside:
    """What a look says: ``facts`` by column, ``licence`` with its source, ``readme``.

    A fact that is not there is unknown. ``readme``: its words, "" when there is none, None when
    nobody could read it. ``failures``: of the look, and of what it brought.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    licence: tuple[str, str, str] | None = None
    readme: str | None = None
    failures: list[Failure] = field(default_factory=list)


def inside(row: Repository, look: Look, *, at: datetime) -> Inside:
    """Return what a look into a repository says of it, next to what is known already."""
    found = Inside(failures=list(look.failures))
    publiccode = _document(row, look, "publiccode", found)
    codemeta = _document(row, look, "codemeta", found)
    found.readme = _readme(look)
    found.licence = _licence(row, look, publiccode or {}, codemeta or {})
    found.facts = {
        "files": {clean(kind): clean(path) for kind, path in (look.files or {}).items()},
        **_words(row, look, publiccode, codemeta or {}),
        **_languages(row, look),
        **_history(look, at),
        **_said(row, look, publiccode or {}),
    }
    for kind, document in (("publiccode", publiccode), ("codemeta", codemeta)):
        if document is not None or not _is_unread(look, kind):
            found.facts[kind] = document
    return found


def is_retried(failures: list[Failure]) -> bool:
    """Tell whether waiting may cure one of these."""
    return any(not failure.permanent for failure in failures)


def _is_unread(look: Look, kind: str) -> bool:
    """Tell whether a file is there whose text did not come."""
    return bool(look.files) and kind in (look.files or {}) and kind not in look.texts


def _document(row: Repository, look: Look, kind: str, found: Inside) -> dict[str, Any] | None:
    text = look.texts.get(kind)
    if text is None:
        return None
    parse = parse_publiccode if kind == "publiccode" else parse_codemeta
    try:
        return parse(text.encode("utf-8", "replace"))
    except MetadataError as error:
        found.failures.append(Failure(row.url, error.code, error.message, permanent=True))
        return None


def _readme(look: Look) -> str | None:
    text = look.texts.get("readme")
    if text is None:
        return None if _is_unread(look, "readme") else ""
    return clean(str(without_addresses(readmes.plain(text))), lines=True)


def _words(
    row: Repository,
    look: Look,
    publiccode: Mapping[str, Any] | None,
    codemeta: Mapping[str, Any],
) -> dict[str, Any]:
    """Return descriptions and home page; what the forge or a list says of itself stands."""
    descriptions = {
        clean(language): clean(text)
        for language, text in short_descriptions(publiccode or {}).items()
    }
    said = descriptions.get("en") or next(iter(descriptions.values()), "")
    said = said or clean(text_at(codemeta, "description"), lines=True)
    said = said or clean(readmes.describe(look.texts.get("readme", "")))
    facts: dict[str, Any] = {}
    if publiccode is not None or not _is_unread(look, "publiccode"):
        facts["descriptions"] = descriptions
    if _is_ours(row, "description"):
        facts["description"] = said[:LONGEST_DESCRIPTION]
    homepage = repair(clean(text_at(publiccode or {}, "landingURL")))[0]
    if _is_ours(row, "homepage") and len(homepage) <= LIMITS["homepage"]:
        facts["homepage"] = homepage
    return facts


def _languages(row: Repository, look: Look) -> dict[str, Any]:
    if look.languages is None:
        return {}
    shares = {clean(name)[: LIMITS["language"]]: share for name, share in look.languages.items()}
    facts: dict[str, Any] = {"languages": shares}
    if _is_ours(row, "language"):
        facts["language"] = next(iter(shares), "")
    return facts


def _history(look: Look, at: datetime) -> dict[str, Any]:
    """Return activity and vitality; unknown when the history is not known."""
    activity = look.activity
    if activity is None:
        return {} if is_retried(list(look.failures)) else {"activity": None, "vitality": None}
    days = [(day.authors, day.commits, day.tags) for day in activity.days]
    age = max(0.0, (at - activity.first_at).total_seconds() / 86_400)
    return {"activity": as_json(activity, at), "vitality": vitality(age, days)}


def as_json(activity: Activity, at: datetime) -> dict[str, Any]:
    """Return what is kept of an activity: its counts, and when they were counted."""
    return {
        "at": write_instant(at),
        "first_at": write_instant(activity.first_at),
        "last_at": write_instant(activity.last_at),
        "commits": activity.commits,
        "commits_year": activity.commits_year,
        "authors_year": activity.authors_year,
        "release": clean(activity.release)[:200],
        "released_at": write_instant(activity.released_at) if activity.released_at else None,
    }


def _said(row: Repository, look: Look, publiccode: Mapping[str, Any]) -> dict[str, Any]:
    branch = clean(look.default_branch or "")[:300] or None
    facts: dict[str, Any] = {
        "is_empty": look.is_empty,
        "default_branch": branch if _is_ours(row, "default_branch") else None,
        "watchers": look.watchers,
        "fork_parent": clean(look.fork_parent)[:700] or None,
    }
    facts = {name: value for name, value in facts.items() if value is not None}
    if look.committed_at and not (row.pushed_at or row.updated_at):
        facts["last_activity_at"] = look.committed_at
    based = publiccode.get("isBasedOn")
    addresses = based if isinstance(based, list) else [based]
    facts["fork_kind"] = fork_kind(
        comparison_form(row.url),
        is_fork=row.is_fork,
        url=comparison_form(text_at(publiccode, "url")),
        based_on=[comparison_form(one) for one in addresses if isinstance(one, str)],
    )
    return facts


def _is_ours(row: Repository, name: str) -> bool:
    """Tell whether a look may set a field: it is empty, or a look or a list of plain git set it."""
    by = given_by(row, name)
    is_plain = by == _HARVEST and not row.forge_id
    return not getattr(row, name) or by in {LOOK, PUBLICCODE} or is_plain


def _licence(
    row: Repository, look: Look, publiccode: Mapping[str, Any], codemeta: Mapping[str, Any]
) -> tuple[str, str, str] | None:
    """Return licence, its raw text and its source; None when what is known stands.

    publiccode.yml, then what the forge says in SPDX, then the licence file, then codemeta.json.
    """
    declared = normalise(clean(text_at(publiccode, "legal", "license")))
    raw = clean(look.licence_raw or "")
    forge = normalise(raw if look.licence_source == "forge" else "")
    for found, source in ((declared, PUBLICCODE), (forge, LOOK)):
        if _is_spdx(found[0]):
            return _cut(found, source)
    is_ours = given_by(row, "licence") in {LOOK, PUBLICCODE} or not row.forge_id
    if _is_spdx(row.licence) and not is_ours:
        return None
    in_file = _of_file(raw if look.licence_source == "file" else "", look)
    for found in (in_file, normalise(clean(codemeta_licence(codemeta)))):
        if _is_spdx(found[0]):
            return _cut(found, LOOK)
    if declared[0]:
        return _cut(declared, PUBLICCODE)
    is_kept = _is_unread(look, "licence") or not is_ours or not row.licence
    return None if is_kept else _cut(in_file, LOOK)


def _of_file(tag: str, look: Look) -> tuple[str, str]:
    """Return the licence of the file: by its tag, else by its whole text, word by word."""
    licence, raw = normalise(tag)
    text = look.texts.get("licence", "")
    if _is_spdx(licence) or not text or len(text) > MOST_LICENCE:
        return licence, raw
    found = detect(text.encode("utf-8", "replace"), (look.files or {}).get("licence", "LICENSE"))
    if found.band == "exact" and found.expression:
        return found.expression, found.expression
    return licence, raw


def _is_spdx(licence: str) -> bool:
    return licence not in {"", OTHER}


def _cut(found: tuple[str, str], source: str) -> tuple[str, str, str] | None:
    licence, raw = found
    if len(licence) > LIMITS["licence"]:
        return None
    return licence, raw[: LIMITS["licence_raw"]], source
