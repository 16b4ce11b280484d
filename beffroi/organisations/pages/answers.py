"""One question of a list page, answered: results, counts, links, formats, ways out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from beffroi.organisations.pages.asking import open_now
from beffroi.organisations.pages.hints import Hint, hint_of
from beffroi.organisations.pages.labels import (
    ALL_OTHER_VALUES,
    ALL_VALUES,
    FACET_NAMES,
    SORT_NAMES,
    figure,
    labels_of,
)
from beffroi.organisations.pages.rows import Row
from beffroi.search import links, parameters
from beffroi.search.errors import BrokenIndexError
from beffroi.search.shapes import Query, Result, SearchIndex

_V = TypeVar("_V")

FACET_SIZE = 6
"""Values of a facet in the margin; its link opens all."""

NO_SORTS: Mapping[str, Collection[str]] = {
    "": ("-size", "-read"),
    "repository": ("-size", "-read"),
    "organisation": ("-score",),
}
"""Kind of a list → the orders that say nothing there."""

FEEDS = ("/atom+xml", "/feed+json")
"""Ends of the media types that a reader can subscribe to."""

MAX_WAYS = 4
"""Words of an empty search that are tried alone."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way out of an empty result: what to follow, and how many things it finds."""

    text: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """One facet as the margin shows it."""

    name: str
    title: str
    choices: tuple[links.Choice, ...]
    more: str
    more_text: str
    less: str


class Answer:
    """One question of a page, answered; everything that its template shows but the rows.

    ``kind``: the only kind that this page lists, or "". ``implied``: filters of the question
    that its address does not name. ``state``: "" when the index answers, ``absent`` or
    ``broken`` when none does.
    """

    def __init__(
        self, path: str, query: Query, *, kind: str = "", implied: Sequence[str] = ()
    ) -> None:
        self.path, self.kind, self.query = path, kind, query
        self.implied = frozenset(implied)
        self.state = ""
        self.index: SearchIndex | None = None
        try:
            self.index = open_now()
            self.state = "" if self.index else "absent"
        except BrokenIndexError:
            self.state = "broken"
        self.result = self._ask(query) if self.index else Result(0, ())
        self.labels = labels_of(self.result, query)
        self.links = links.links(self._without_kind, self._shown, path, self.labels)

    @property
    def count(self) -> int:
        """Return how many things were found."""
        return self.result.count

    @property
    def page(self) -> int:
        """Return the number of this page, from 1."""
        return self.query.offset // self.query.size + 1

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.query.text

    def uids(self, kind: str) -> list[str]:
        """Return the uids of one kind on this page."""
        return [hit.uid for hit in self.result.hits if hit.kind == kind]

    def in_order(self, rows: Mapping[tuple[str, str], Row]) -> list[Row]:
        """Return the rows in the order of the hits; what vanished meanwhile is left out."""
        found = (rows.get((hit.kind, hit.uid)) for hit in self.result.hits)
        return [row for row in found if row]

    @cached_property
    def groups(self) -> list[Group]:
        """Return the facets worth showing: those that can narrow, or have narrowed."""
        return [
            self._group(one)
            for one in self.links.facets
            if one.name not in {"kind", *self.implied} and (self._can_narrow(one) or one.clear)
        ]

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """Return the choices made: words, and the address without each."""
        return [
            (
                gettext("%(facet)s: %(value)s")
                % {"facet": gettext(FACET_NAMES[chip.facet]), "value": chip.label},
                chip.href,
            )
            for chip in self.links.chips
        ]

    @cached_property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Return the orders: name, words, whether it is chosen."""
        return [
            (one.name, gettext(SORT_NAMES[one.name]), one.is_chosen)
            for one in self.links.sorts
            if one.name not in NO_SORTS.get(self.kind, ())
        ]

    @cached_property
    def kinds(self) -> list[tuple[str, int, str, bool]]:
        """Return the tabs: words, count, address, whether it is the current one."""
        counts = {one.value: one.count for one in self.result.facets.get("kind", ())}
        chosen = self.query.filters.get("kind", ())
        free = replace(self.query, expanded="", filters=_less(self.query.filters, "kind"))
        tabs = [(gettext("All"), sum(counts.values()), links.href(free, self.path), not chosen)]
        for kind, words in (
            ("repository", gettext("Repositories")),
            ("organisation", gettext("Organisations")),
        ):
            only = replace(free, filters={**free.filters, "kind": (kind,)})
            is_chosen = chosen == (kind,)
            tabs.append((words, counts.get(kind, 0), links.href(only, self.path), is_chosen))
        return tabs

    @cached_property
    def hint(self) -> Hint | None:
        """Return which bodies the words name, or have repositories with them; None for none."""
        return hint_of(self.index, self.query, self.kind) if self.index else None

    @cached_property
    def left_out(self) -> tuple[int, str]:
        """Return how many bodies the list leaves out because they publish nothing, and those."""
        if "publishes" not in self.implied:
            return 0, ""
        counts = {one.value: one.count for one in self.result.facets.get("publishes", ())}
        silent = {**self._without_kind.filters, "publishes": ("no",)}
        only = replace(self._without_kind, filters=silent, expanded="")
        return counts.get("no", 0), links.href(only, self.path)

    @cached_property
    def sort_fields(self) -> list[tuple[str, str]]:
        """Return what the form of orders carries along."""
        found = parameters.to_params(self._without_kind, with_page=False)
        return [pair for pair in found if pair[0] != "sort"]

    @cached_property
    def search_fields(self) -> list[tuple[str, str]]:
        """Return what the search box carries along: the filters, and how to read the words."""
        return [pair for pair in self.sort_fields if pair[0] not in {"q", "expanded"}]

    @cached_property
    def formats(self) -> list[tuple[str, str, str]]:
        """Return this list in other formats: words, address, MIME type; only what exists."""
        prefix = {"repository": "repositories:", "organisation": "organisations:"}.get(
            self.kind, "portal:search_"
        )
        whole = replace(self.query, filters=_less(self.query.filters, "kind" if self.kind else ""))
        question = links.href(replace(whole, expanded=""), "")
        known = (
            ("CSV", "csv", "text/csv"),
            ("JSON", "json", "application/json"),
            ("JSON Lines", "jsonl", "application/jsonl"),
            ("Parquet", "parquet", "application/vnd.apache.parquet"),
            (gettext("Atom feed"), "atom", "application/atom+xml"),
            ("JSON Feed", "feed_json", "application/feed+json"),
        )
        return [
            (words, address + question, mime)
            for words, name, mime in known
            if (address := reverse_or_none(f"{prefix}{name}"))
        ]

    @property
    def api(self) -> str:
        """Return the call of the API that gives the same list."""
        return links.href(replace(self.query, expanded=""), reverse("api-v1:search"))

    @property
    def figures(self) -> str:
        """Return the page of figures about this very list of repositories, or nothing."""
        place = reverse_or_none("portal:figures") if self.kind == "repository" else None
        return links.href(replace(self._without_kind, expanded="", sort=""), place) if place else ""

    @property
    def feeds(self) -> list[tuple[str, str]]:
        """Return the feeds of this list: media type, address."""
        return [(mime, href) for _, href, mime in self.formats if mime.endswith(FEEDS)]

    @cached_property
    def forgiven(self) -> list[tuple[str, str]]:
        """Return words found by a near spelling only: as typed, as found."""
        return sorted(self.result.forgiven.items())

    @property
    def exact(self) -> str:
        """Return the address of the same question without any forgiveness."""
        return links.href(replace(self._without_kind, is_exact=True), self.path)

    @cached_property
    def last_page(self) -> tuple[int, str]:
        """Return the last page that has results."""
        number = links.last_page(self.query, self.count)
        return number, links.page_href(self._without_kind, self.path, number)

    @cached_property
    def ways(self) -> list[Way]:
        """Return the ways out of an empty result, each with what it finds."""
        if self.index is None or self.count:
            return []
        ways = []
        if self._without_kind.filters:
            kept = {"kind" if self.kind else "", *self.implied}
            free = replace(self.query, filters=_only(self.query.filters, kept))
            ways.append((gettext("Search without the filters"), free))
        if self.query.is_exact:
            free = replace(self.query, is_exact=False)
            ways.append((gettext("Search with near spellings"), free))
        typed = list(dict.fromkeys(self.text.replace('"', " ").split()))
        for word in typed[:MAX_WAYS] if len(typed) > 1 else ():
            alone = replace(self.query, text=word)
            ways.append((gettext("Search “%(word)s” alone") % {"word": word}, alone))
        counted = [(text, query, self._count(query)) for text, query in ways]
        return [
            Way(text, links.href(self._bare(query), self.path), count)
            for text, query, count in counted
            if count
        ]

    @cached_property
    def _without_kind(self) -> Query:
        return self._bare(self.query)

    def _bare(self, query: Query) -> Query:
        """Return a question as the address of this page writes it."""
        left = {name: query.filters[name] for name in self.implied & set(query.filters)}
        filters = {name: some for name, some in query.filters.items() if name not in left}
        return replace(query, filters=_less(filters, "kind") if self.kind else filters)

    @property
    def _shown(self) -> Result:
        if not self.kind:
            return self.result
        return replace(self.result, facets=_less(self.result.facets, "kind"))

    def _ask(self, query: Query) -> Result:
        assert self.index is not None  # noqa: S101 (for the types; callers looked)
        names = tuple(name for name in query.facets if name != "kind" or not self.kind)
        return self.index.search(replace(query, facets=names, facet_size=FACET_SIZE))

    def _count(self, query: Query) -> int:
        assert self.index is not None  # noqa: S101 (for the types; callers looked)
        return self.index.search(replace(query, facets=(), size=0, offset=0)).count

    def _can_narrow(self, one: links.FacetGroup) -> bool:
        """Say if a facet is worth showing; bodies that stand for themselves alone are not.

        One value alone narrows when not everything has it.
        """
        if one.values == 1 and one.choices and one.choices[0].count < self.count:
            return self.kind != "organisation"
        is_trivial = self.kind == "organisation" and one.name in {"organisation", "ministry"}
        return one.values > 1 and not (is_trivial and all(c.count <= 1 for c in one.choices))

    def _group(self, one: links.FacetGroup) -> Group:
        more = ALL_VALUES.get(one.name, ALL_OTHER_VALUES)
        return Group(
            name=one.name,
            title=gettext(FACET_NAMES[one.name]),
            choices=one.choices,
            more=one.more,
            more_text=str(more) % {"count": figure(one.values)},
            less=one.less,
        )


def _less(mapping: Mapping[str, _V], name: str) -> dict[str, _V]:
    return {key: value for key, value in mapping.items() if key != name}


def _only(mapping: Mapping[str, _V], names: Collection[str]) -> dict[str, _V]:
    return {key: value for key, value in mapping.items() if key in names}


def answer(request: HttpRequest, *, kind: str = "") -> Answer:
    """Answer the question of a page's address; raises ``SearchError`` for what it cannot."""
    query = parameters.parse(dict(request.GET.lists()), today=timezone.now().date())
    if kind:
        query = replace(query, filters={**query.filters, "kind": (kind,)})
    if kind == "organisation" and not query.text and not query.sort:
        query = replace(query, sort="-size")  # the newest change says little of a body
    if kind == "organisation" and not query.text and "publishes" not in query.filters:
        narrowed = replace(query, filters={**query.filters, "publishes": ("yes",)})
        found = Answer(request.path, narrowed, kind=kind, implied=("publishes",))
        if found.count:
            return found
    return Answer(request.path, query, kind=kind)


def reverse_or_none(name: str) -> str | None:
    """Return the address of a name, or None when this program has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
