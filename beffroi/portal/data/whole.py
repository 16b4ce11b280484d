"""Everything public in one file, a line a row, so that an empty instance can become the same.

Unlike a backup it holds nothing that is not public, and names things by uid, host and address,
never by a key of this database. E-mail addresses are taken out. Of what was withdrawn it holds
what the page says of it: name, address, reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import ForeignKey, Model, QuerySet

from beffroi.journal.models import Act
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import Forge, ForgeAccount, Identifier, Organisation
from beffroi.repositories.models import Alias, Failure, HarvestRun, Library, Readme, Repository

VERSION = 1
COLUMNS = ("table", "row")
HEAD = "beffroi-catalogue"
PUBLIC = ("organisation", "account", "repository", "library")
"""Kinds of things whose acts are public."""

_ADDRESSED = ("uid", "account", "name", "full_name", "url", "url_key", "forge", "full_path")
_KEPT = (*_ADDRESSED, "path_key", "organisation", "kind", "country", "topics", "sources")
_DATES = ("first_seen_at", "seen_at", "changed_at", "created_at", "withdrawn_at")
REMAINS = frozenset({*_KEPT, *_DATES, "withdrawn_reason"})
"""What is said of a thing that was withdrawn."""


@dataclass(frozen=True, slots=True)
class Whole:
    """One table of the file: its name, its model, what names a row to others, what is left out.

    ``key`` is empty where nobody points to a row.
    """

    name: str
    model: type[Model]
    key: str = ""
    left_out: Sequence[str] = ()

    def rows(self) -> QuerySet[Any]:
        """Return the public rows, in the order in which they were made."""
        found: QuerySet[Any] = QuerySet(self.model).order_by("pk")
        if self.model is Act:
            found = found.filter(object_kind__in=PUBLIC)
        elif self.model is Readme:
            found = found.filter(repository__withdrawn_at=None)
        return found.select_related(*(one.name for one in self.relations()))

    def relations(self) -> list[Any]:
        """Return the columns that point to rows of other tables."""
        return [one for one in self.model._meta.concrete_fields if isinstance(one, ForeignKey)]

    def fields(self) -> list[Any]:
        """Return the columns that the file holds."""
        left_out = {"id", *self.left_out}
        return [one for one in self.model._meta.concrete_fields if one.name not in left_out]


_HELD = ("holder", "held_until")
"""Which process of this instance is at work on something."""

TABLES: Sequence[Whole] = (
    Whole("organisations", Organisation, "uid"),
    Whole("identifiers", Identifier),
    Whole("forges", Forge, "host", _HELD),
    Whole("accounts", ForgeAccount, "uid"),
    Whole("repositories", Repository, "uid"),
    Whole("aliases", Alias),
    Whole("readmes", Readme),
    Whole("libraries", Library),
    Whole("runs", HarvestRun, "uid", _HELD),
    Whole("failures", Failure),
    Whole("acts", Act, left_out=("digest", "person_uid")),
)
"""Tables, each after those that it points to."""

KEYS: Mapping[type[Model], str] = {table.model: table.key for table in TABLES if table.key}


def lines() -> Iterator[Sequence[Any]]:
    """Return the head of the file, then every public row as (table, columns)."""
    yield HEAD, {"version": VERSION}
    for table in TABLES:
        fields = table.fields()
        for found in table.rows().iterator(500):
            row = {field.name: _value(found, field) for field in fields}
            yield table.name, without_addresses(_without_secrets(found, row))


def _value(found: Model, field: Any) -> Any:
    if isinstance(field, ForeignKey):
        other = getattr(found, field.name)
        return None if other is None else getattr(other, KEYS[type(other)])
    value = getattr(found, field.attname)
    if isinstance(value, datetime | date):
        return value.isoformat()  # to the last part of a second, unlike ``write_instant``
    return value


def _without_secrets(found: Model, row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a row; of one that was withdrawn only what remains of it."""
    if getattr(found, "withdrawn_at", None) is None:
        return row
    return {name: value for name, value in row.items() if name in REMAINS}
