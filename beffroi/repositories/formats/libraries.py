"""Libraries as open data: what package registries say of the packages of public bodies.

Generation 1 of the French data comes first, in its order, then ours. That file holds what
Python made of its values: ``None``, ``['MIT']``; ``GENERATION_1`` writes it so, ``EXPORTED``
writes values. The reader takes both.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _
from pydantic import Field

from beffroi.lib.cleaning import clean
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.files import csv_header, csv_rows, missing
from beffroi.lib.privacy import without_addresses
from beffroi.lib.tables import Column
from beffroi.organisations.shapes import Note
from beffroi.policy.licences import normalise
from beffroi.repositories.models import Library

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
NEEDS = ("name", "platform", "licenses", "library_manager_url")
NONE = "None"
MAX_COUNT = 2_147_483_647
MAX_LIST = 100
FORMATS: Mapping[str, str] = {
    "csv": "CSV of libraries (name, platform, licenses, …), generation 1 of the French data, or "
    "our own export; gzip or plain",
}
_TRUTHS = {"True": True, "False": False, "": None, NONE: None}
_TEXTS = {
    "description": "description", "homepage": "homepage", "language": "language",
    "latest_download_url": "download_url", "latest_stable_release_number": "version",
    "library_manager_url": "manager_url", "repository_url": "repository_url",
    "status": "status", "deprecation_reason": "deprecation_reason",
}  # fmt: skip
_COUNTS = {"forks": "forks", "stars": "stars", "rank": "rank"}
_LISTS = {"keywords": "keywords", "normalized_licenses": "licences_found"}

_L = Column[Library]


def _plain(given: str) -> str | None:
    return str(without_addresses(given)) or None


LISTED: Sequence[_L] = (
    _L(
        "deprecation_reason",
        str | None,
        _("Why it is given up"),
        lambda one: one.deprecation_reason or None,
    ),
    _L("description", str | None, _("Description"), lambda one: _plain(one.description)),
    _L("forks", int | None, _("Forks of its repository"), lambda one: one.forks),
    _L("homepage", str | None, _("Its site"), lambda one: _plain(one.homepage)),
    _L("keywords", list[str], _("Keywords"), lambda one: one.keywords),
    _L(
        "language",
        str | None,
        _("Main programming language"),
        lambda one: one.language or None,
    ),
    _L(
        "latest_download_url",
        str | None,
        _("Address of the newest version"),
        lambda one: one.download_url or None,
    ),
    _L(
        "latest_stable_release_number",
        str | None,
        _("Newest stable version"),
        lambda one: one.version or None,
    ),
    _L(
        "latest_stable_release_published_at",
        Instant | None,
        _("When that version came out"),
        lambda one: one.released_at,
    ),
    _L(
        "license_normalized",
        bool | None,
        _("Whether the list of the registry rewrote the licence"),
        lambda one: one.is_licence_rewritten,
    ),
    _L(
        "licenses",
        str | None,
        _("Licence as the registry gives it"),
        lambda one: one.licence_raw or None,
    ),
    _L("name", str, _("Name in the registry"), lambda one: one.name),
    _L(
        "normalized_licenses",
        list[str],
        _("Licences as the list of the registry names them"),
        lambda one: one.licences_found,
    ),
    _L(
        "library_manager_url",
        str | None,
        _("Address in the registry"),
        lambda one: one.manager_url or None,
    ),
    _L("platform", str, _("Package registry"), lambda one: one.registry),
    _L("rank", int | None, _("Rank that the list gives it"), lambda one: one.rank),
    _L(
        "repository_url",
        str | None,
        _("Address of its repository"),
        lambda one: one.repository_url or None,
    ),
    _L("stars", int | None, _("Stars of its repository"), lambda one: one.stars),
    _L("status", str | None, _("Removed, Deprecated …"), lambda one: one.status or None),
    _L("uid", str, _("Permanent name of the library"), lambda one: one.uid),
    _L(
        "license_spdx",
        str | None,
        _("SPDX expression, or ‘other’"),
        lambda one: one.licence or None,
    ),
    _L(
        "repository_uid",
        str | None,
        _("uid of its repository, where the catalogue has it"),
        lambda one: one.repository.uid if one.repository else None,
    ),
    _L("first_seen", Instant, _("When the catalogue first saw it"), lambda one: one.first_seen_at),
    _L("changed", Instant, _("When the catalogue last changed it"), lambda one: one.changed_at),
)
EXPORTED: Sequence[_L] = (
    *LISTED,
    _L(
        "sources",
        dict[str, Any],
        _("Field → by whom and when; * is all others"),
        lambda one: one.sources,
    ),
)
COLUMNS = tuple(column.name for column in EXPORTED)
KINDS = tuple(column.kind for column in EXPORTED)


def _as_python(read: Callable[[Library], Any]) -> Callable[[Library], str]:
    """Return what Python's ``str`` made of a value in the file of 2021."""
    return lambda one: str(read(one))


def _instant(one: Library) -> str:
    at = one.released_at
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z" if at else NONE


_OWN_WAY: dict[str, Callable[[Library], Any]] = {
    "latest_stable_release_published_at": _instant,
    "licenses": lambda one: one.licence_raw or NONE,
    "homepage": lambda one: without_addresses(one.homepage),
    "library_manager_url": lambda one: one.manager_url or None,
}
GENERATION_1: Sequence[_L] = tuple(
    replace(column, kind=str | None, read=_OWN_WAY.get(column.name, _as_python(column.read)))
    for column in LISTED[:19]
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it stands, what it says by column of the table, or why it is refused."""

    place: int
    facts: Mapping[str, Any] | None = None
    refusal: Note | None = None


class CellError(Exception):
    """A cell that cannot be read: its column, a code, and what is wrong."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field, self.code, self.message = field, code, message


def in_order(found: QuerySet[Library]) -> Iterator[Library]:
    """Return libraries by uid, with their repositories, a page of the database at a time."""
    return found.select_related("repository").order_by("uid").iterator(1000)


def fits(text: str) -> bool:
    """Tell whether a text is a list of libraries."""
    return not missing(csv_header(text), NEEDS)


def rows(text: str) -> Iterator[Row]:
    """Read rows, one by one."""
    for number, cells, reason in csv_rows(text):
        if cells is None:
            yield Row(number, refusal=Note(number, "", "ragged-row", reason))
            continue
        try:
            yield Row(number, _facts(cells))
        except CellError as error:
            yield Row(number, refusal=Note(number, error.field, error.code, error.message))


def _facts(cells: Mapping[str, str]) -> dict[str, Any]:
    registry, name = clean(cells["platform"]), clean(cells["name"])
    for column, value in (("platform", registry), ("name", name)):
        if not value:
            raise CellError(column, "missing", "A library needs a registry and a name.")
    facts: dict[str, Any] = {"registry": registry, "name": name}
    for column, field in _TEXTS.items():
        facts[field] = _text(cells, column)
    facts |= {field: _count(cells, column) for column, field in _COUNTS.items()}
    facts |= {field: _list(cells, column) for column, field in _LISTS.items()}
    facts["licence"], raw = normalise(_text(cells, "licenses"))
    facts["licence_raw"] = raw
    facts["is_licence_rewritten"] = _truth(cells, "license_normalized")
    facts["released_at"] = _at(cells, "latest_stable_release_published_at")
    _check_lengths(facts)
    return facts


def _text(cells: Mapping[str, str], name: str) -> str:
    text = clean(cells.get(name, ""), lines=name == "description")
    return "" if text == NONE else text


def _count(cells: Mapping[str, str], name: str) -> int | None:
    text = _text(cells, name)
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or int(text[:20]) > MAX_COUNT:
        raise CellError(name, "bad-number", f"“{text[:40]}” is no count.")
    return int(text)


def _truth(cells: Mapping[str, str], name: str) -> bool | None:
    text = cells.get(name, "").strip()
    if text not in _TRUTHS:
        raise CellError(name, "bad-value", f"“{text[:40]}” is neither True nor False nor empty.")
    return _TRUTHS[text]


def _at(cells: Mapping[str, str], name: str) -> Any:
    text = _text(cells, name)
    try:
        return read_instant(text) if text else None
    except DateError as error:
        raise CellError(name, "bad-date", str(error)) from error


def _list(cells: Mapping[str, str], name: str) -> list[str]:
    """Return a list as Python wrote it, ``['a', 'b']``, or as we do, its members by commas."""
    text = _text(cells, name)
    if not text.startswith("["):
        found: Any = [part for part in text.split(",") if part.strip()]
    else:
        try:
            found = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
            raise CellError(name, "bad-value", f"“{text[:40]}” is no list of texts.") from error
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise CellError(name, "bad-value", f"“{text[:40]}” is no list of texts.")
    return [clean(one)[:200] for one in found[:MAX_LIST]]


def _check_lengths(facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        limit = getattr(Library._meta.get_field(name), "max_length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            text = f"{len(value)} characters are too many; at most {limit} are kept."
            raise CellError(name, "too-long", text)
