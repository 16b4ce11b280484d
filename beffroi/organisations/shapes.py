"""What crosses the registry's border: reports of imports, names of kinds, figures of bodies."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from beffroi.lib.slots import BODY_FIGURES, BodyFigures
from beffroi.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Note:
    """One row refused or doubtful: which row (a number or a line), which field, why."""

    row: int | str
    field: str
    code: str
    message: str


@dataclass(slots=True)
class Report:
    """What an import did; read = new + changed + same + refused.

    ``remarks`` name rows that were taken although something about them is doubtful.
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the shape of the public contract (design, section 2)."""
        return {
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "refused": [_note(note) for note in self.refused],
            "remarks": [_note(note) for note in self.remarks],
        }


def _note(note: Note) -> dict[str, Any]:
    return {
        "row": note.row,
        "field": note.field,
        "code": note.code,
        "message": note.message,
    }


KIND_NAMES: Mapping[str, Mapping[str, str]] = {
    "unidentified": {"fr": "organisme à identifier", "en": "body to be identified"},
    "state": {"fr": "État", "en": "State"},
    "ministry": {"fr": "ministère", "en": "ministry"},
    "directorate": {"fr": "direction", "en": "directorate"},
    "agency": {"fr": "agence ou opérateur", "en": "agency"},
    "independent": {"fr": "autorité indépendante", "en": "independent authority"},
    "parliament": {"fr": "parlement", "en": "parliament"},
    "court": {"fr": "juridiction", "en": "court"},
    "region": {"fr": "région", "en": "region"},
    "local": {"fr": "collectivité locale", "en": "local authority"},
    "education": {"fr": "enseignement", "en": "education"},
    "research": {"fr": "recherche", "en": "research"},
    "health": {"fr": "santé", "en": "health"},
    "international": {"fr": "organisation internationale", "en": "international body"},
    "other": {"fr": "autre organisme public", "en": "other public body"},
}
"""Kind of a body → language → name."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """One body in a lineage: its key, permanent uid, name, kind and the key above it."""

    pk: int
    uid: str
    name: str
    kind: str
    parent_pk: int | None


class Lineage:
    """All bodies and who stands above whom, read with one query; a circle ends the walk."""

    def __init__(self, rows: Iterable[Ancestor]) -> None:
        self._rows = {row.pk: row for row in rows}

    @classmethod
    def of_all(cls) -> Self:
        """Read the lineage of every body."""
        rows = Organisation.objects.values_list("pk", "uid", "name", "kind", "parent_id")
        return cls(Ancestor(*row) for row in rows)

    def above(self, pk: int) -> tuple[Ancestor, ...]:
        """Return the body itself, then all above it, nearest first."""
        walked: dict[int, Ancestor] = {}
        here: int | None = pk
        while here is not None and here not in walked and here in self._rows:
            walked[here] = self._rows[here]
            here = walked[here].parent_pk
        return tuple(walked.values())

    def below(self, pks: Iterable[int]) -> set[int]:
        """Return these bodies and all that stand under them."""
        children: dict[int, list[int]] = {}
        for row in self._rows.values():
            if row.parent_pk is not None:
                children.setdefault(row.parent_pk, []).append(row.pk)
        found: set[int] = set()
        waiting = list(pks)
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += children.get(here, ())
        return found

    def ministries(self, pk: int) -> tuple[str, ...]:
        """Return the uids of the ministries among the body and all above it."""
        return tuple(row.uid for row in self.above(pk) if row.kind == "ministry")


NOTHING = BodyFigures()


def own_figures(bodies: Collection[int] | None) -> dict[int, BodyFigures]:
    """Return key of a body → what its own accounts publish; of all bodies when it is None."""
    found: dict[int, BodyFigures] = {}
    for _, source in BODY_FIGURES.items():  # noqa: PERF102 (a slot, no dict)
        for pk, figures in source(bodies).items():
            found[pk] = added(found.get(pk, NOTHING), figures)
    return found


def with_below(own: Mapping[int, BodyFigures], lineage: Lineage) -> dict[int, BodyFigures]:
    """Return key of a body → what it and all below it publish; a circle counts once."""
    found: dict[int, BodyFigures] = {}
    for pk, figures in own.items():
        for above in lineage.above(pk):
            found[above.pk] = added(found.get(above.pk, NOTHING), figures)
    return found


def totals_of(bodies: Collection[int] | None, lineage: Lineage) -> dict[int, BodyFigures]:
    """Return key of a body → what it and all below it publish, counting no others."""
    needed = None if bodies is None else lineage.below(bodies)
    return with_below(own_figures(needed), lineage)


def added(one: BodyFigures, other: BodyFigures) -> BodyFigures:
    """Return two figures as one."""
    return BodyFigures(
        one.repositories + other.repositories,
        one.stars + other.stars,
        _later(one.active_at, other.active_at),
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max(filter(None, (one, other)), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """What a source says of one public body; None and empty mean that it says nothing.

    ``identifiers``: (scheme, value) pairs, the first one names the body for good.
    ``parent``: an identifier of the body above it, which may come later. ``called``: what to
    call it where nobody says its name.
    """

    name: str = ""
    called: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    country: str | None = None
    description: str | None = None
    website: str | None = None
    parent: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """What a source says of one forge account; None and empty mean that it says nothing.

    ``body``: the public body behind it, where the source knows; otherwise the account gets a
    provisional one. ``is_whole``: the account is everything public on its forge. ``uid``: the
    one it had, of an export read back.
    """

    host: str
    full_path: str
    url: str
    uid: str = ""
    software: str | None = None
    body: BodyFacts | None = None
    country: str | None = None
    is_whole: bool = False
    kind: str | None = None
    name: str | None = None
    description: str | None = None
    website: str | None = None
    location: str | None = None
    avatar_url: str | None = None
    is_verified: bool | None = None
    followers: int | None = None
    declared_count: int | None = None
    floss_policy: str | None = None
    ospo_url: str | None = None
    opened_at: datetime | None = None
    ignored_since: date | None = None


BANDS = ("0", "1", "2-9", "10-99", "100-999", "1000-")
"""Sizes of bodies by the number of their repositories, as the facet ``band`` names them."""


def band(repositories: int) -> str:
    """Return the size that a number of repositories belongs to."""
    return BANDS[min(len(str(repositories)) + (repositories > 1), 5)] if repositories else BANDS[0]
