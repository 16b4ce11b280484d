"""Slots: how a page of a lower room shows what higher rooms know, without importing them.

A room registers its providers in ``apps.ready()``; no other run-time registry exists.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

P = TypeVar("P")


class Slot(Generic[P]):
    """A named place where rooms leave providers, kept in the order of their keys."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._providers: dict[str, P] = {}

    def register(self, key: str, provider: P) -> None:
        """Leave a provider under a key of its own; a second one under that key replaces it."""
        self._providers[key] = provider

    def items(self) -> Iterator[tuple[str, P]]:
        """Return keys and providers, by key."""
        return iter(sorted(self._providers.items(), key=lambda item: item[0]))

    def get(self, key: str) -> P | None:
        """Return the provider under a key, or None."""
        return self._providers.get(key)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """What a page slot shows of one thing; ``title`` maps a language to a text."""

    uid: str
    key: str
    title: Mapping[str, str]
    url: str
    state: str
    at: datetime | None
    next: Mapping[str, str] | None


class PanelSource(Protocol):
    """Give a page the rows of several things at once, with one query; never raises into it."""

    def __call__(self, uids: Sequence[str]) -> Sequence[PanelRow]:
        """Return rows for the things of these uids."""


class DocumentSource(Protocol):
    """Give the search index what it shall know of one kind of thing.

    A document is a ``beffroi.search.shapes.Document`` (this floor cannot name it).
    """

    def documents(self, uids: Sequence[str] | None) -> Iterable[Any]:
        """Return documents of the listed things among ``uids``; of all when it is None."""


@dataclass(frozen=True, slots=True)
class ImportWish:
    """How to import: which format ("" finds it out), when, and who is told how far it is.

    ``country``: of bodies where the file does not say it. ``progress``: rows done, rows in all.
    """

    at: datetime
    format: str = ""
    country: str = ""
    progress: Callable[[int, int], None] = lambda _done, _all: None


class Importer(Protocol):
    """Read one kind of file into the rooms; see ``portal.management.commands.import``."""

    @property
    def formats(self) -> Mapping[str, str]:
        """Return format key → one sentence about it."""

    def __call__(self, text: str, wish: "ImportWish") -> Any:
        """Import a whole file and return its report; raises FileRefusedError."""


class Exporter(Protocol):
    """Write one kind of thing as open data."""

    columns: Sequence[str]
    kinds: Sequence[Any]  # of the columns, as ``tables.Column`` has them
    forms: Sequence[str]  # of ``tables.FORMS``, the usual one first

    def rows(self) -> Iterator[Sequence[Any]]:
        """Return rows in the order of ``columns``, sorted, streamed."""


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """What one body publishes through its own accounts; ``active_at``: the last activity."""

    repositories: int = 0
    stars: int = 0
    active_at: datetime | None = None


class FigureSource(Protocol):
    """Count what bodies publish, with one query; those that publish nothing are left out."""

    def __call__(self, bodies: Collection[int] | None) -> Mapping[int, BodyFigures]:
        """Return key of a body → its figures, of all bodies when it is None."""


@dataclass(frozen=True, slots=True)
class Timer:
    """One named step of the worker: due again ``every_seconds`` after its last end.

    ``step`` does one bounded, idempotent step and returns how many things it did.
    """

    every_seconds: float
    step: Callable[[datetime], int]


LIFE: Slot[PanelSource] = Slot("life")
REPOSITORY_PANELS: Slot[PanelSource] = Slot("repository.panels")
ORGANISATION_PANELS: Slot[PanelSource] = Slot("organisation.panels")
BODY_FIGURES: Slot[FigureSource] = Slot("body.figures")
SEARCH_DOCUMENTS: Slot[DocumentSource] = Slot("search.documents")
IMPORT_KINDS: Slot[Importer] = Slot("import.kinds")
EXPORT_KINDS: Slot[Exporter] = Slot("export.kinds")
TIMERS: Slot[Timer] = Slot("timers")
REMEDIES: Slot[Callable[[str, str], str]] = Slot("remedies")
"""Code of a failure and language → what it means and the way out, "" for an unknown code."""
