"""What goes into the index, what is asked of it, and what it answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

FACETS = (
    "kind",
    "organisation",
    "ministry",
    "language",
    "licence",
    "free",
    "forge",
    "topic",
    "country",
    "archived",
    "fork",
    "template",
    "has",
    "lacks",
    "type",
    "status",
    "activity",
    "body",
    "publishes",
    "account",
    "created",
    "added",
    "score",
    "band",
)
"""Names of the facets; all but ``activity`` are stored values, ``activity`` follows the day."""

QUIET = frozenset({"lacks", "account", "created", "added", "score", "band"})
"""Facets that other pages link to: counted and shown only where they are chosen."""

TOGETHER = frozenset({"has", "lacks"})
"""Facets whose chosen values must all be there: a guide for contributors *and* publiccode.yml."""

SORTS = ("relevance", "-updated", "-score", "-stars", "-added", "name", "-size", "-read")
"""The orders. Whatever the order, archived things come last."""


@dataclass(frozen=True, slots=True)
class Document:
    """What the index knows of one thing.

    ``facets``: facet name → stored values (``organisation`` holds the body and all above it).
    ``text``: further words to find it by; ``readme``: a long text, where only whole words count,
    and less than anywhere else. ``updated`` and ``added``: seconds since 1970, UTC,
    0 when unknown. ``size``: repositories of a body; ``read``: when it was last read, as
    ``updated``. ``score``: of the catalogue, below zero too; None for what has none.
    ``is_last``: archived, shown after the others in every order.
    """

    kind: str
    uid: str
    name: str
    description: str = ""
    text: str = ""
    readme: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stars: int = 0
    updated: int = 0
    added: int = 0
    size: int = 0
    read: int = 0
    score: int | None = None
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One question: values of one facet are alternatives (OR), different facets add up (AND).

    The values of a facet of ``TOGETHER`` add up too.
    ``facets``: names of the facets to count. ``today`` decides what counts as active.
    ``expanded``: the one facet whose values are all wanted, not only the ``facet_size`` first.
    ``is_inside``: every facet is counted among the results themselves, its own choice included.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    offset: int = 0
    size: int = 20
    facets: tuple[str, ...] = ()
    facet_size: int = 20
    today: date = date(1970, 1, 1)
    is_exact: bool = False
    expanded: str = ""
    is_inside: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found, named by its kind and permanent uid."""

    kind: str
    uid: str


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet and how many results it would give."""

    value: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The answer: how many, which ones (one page), and the counts of each facet asked for.

    The counts of a facet leave its own choice out, but for ``TOGETHER``. ``values`` says how
    many different values a facet has in these results, shown or not. ``forgiven`` names words
    found only by a near spelling: typed → found.
    """

    count: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    values: Mapping[str, int] = field(default_factory=dict)
    forgiven: Mapping[str, str] = field(default_factory=dict)


class SearchIndex(Protocol):
    """A reader of an index; safe in several threads."""

    generation: str

    @property
    def state(self) -> object:
        """Return what changes whenever answers may; None when the reader cannot tell."""

    def search(self, query: Query) -> Result:
        """Answer one question."""

    def suggest(self, text: str, size: int = 8) -> tuple[str, ...]:
        """Return words of names that begin like the last word typed."""


class SearchWriter(Protocol):
    """The one writer of an index; nothing is visible before ``commit``."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those of the same kind and uid."""

    def delete(self, things: Iterable[tuple[str, str]]) -> None:
        """Forget things, each named by (kind, uid)."""

    def commit(self) -> None:
        """Make everything written so far visible to readers."""
