"""What a result page links to, as data: every address is the whole state, in one spelling.

Names only; words for people and HTML are the page's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from beffroi.search.order import default_sort
from beffroi.search.parameters import to_params
from beffroi.search.reader import MAX_OFFSET
from beffroi.search.shapes import FACETS, SORTS, FacetValue, Query, Result

NEIGHBOURS = 2
"""Pages shown before and after the current one."""

Labels = Mapping[str, Mapping[str, str]]
"""Facet → value → what a person reads; a value without a label shows itself."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet; ``href`` adds it, or takes it away when it is chosen.

    ``share``: 0–100, its count as a share of the largest count of the facet.
    """

    value: str
    label: str
    count: int
    share: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One facet; ``more`` shows all its values, ``less`` the first only, ``clear`` frees it.

    ``values``: how many different values there are, shown or not.
    """

    name: str
    choices: tuple[Choice, ...]
    values: int
    more: str
    less: str
    clear: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice made; ``href`` takes it away."""

    facet: str
    value: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class SortChoice:
    """One order."""

    name: str
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page; number 0 stands for pages left out."""

    number: int
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Links:
    """All links of a result page; an empty text is a link that there is not."""

    facets: tuple[FacetGroup, ...]
    chips: tuple[Chip, ...]
    sorts: tuple[SortChoice, ...]
    pages: tuple[PageLink, ...]
    previous: str
    next: str
    clear: str
    self: str


def links(query: Query, result: Result, path: str, labels: Labels) -> Links:
    """Return everything that the page of this answer links to."""
    page = query.offset // query.size + 1 if query.size else 1
    last = last_page(query, result.count)
    return Links(
        facets=tuple(
            _group(query, result, path, labels, name) for name in FACETS if name in result.facets
        ),
        chips=_chips(query, path, labels),
        sorts=_sorts(query, path),
        pages=_pages(query, path, page, last) if last > 1 else (),
        previous=page_href(query, path, min(page - 1, last)) if page > 1 else "",
        next=page_href(query, path, page + 1) if page < last else "",
        clear=href(replace(query, filters={}, expanded=""), path) if query.filters else "",
        self=page_href(query, path, page),
    )


def href(query: Query, path: str) -> str:
    """Return the address of the first page of a question."""
    return _address(path, to_params(query, with_page=False))


def page_href(query: Query, path: str, number: int) -> str:
    """Return the address of one page of a question, counted from 1."""
    return _address(path, to_params(replace(query, offset=(number - 1) * query.size)))


def last_page(query: Query, count: int) -> int:
    """Return the number of the last page that can be asked for."""
    if not query.size:
        return 1
    return max(1, min(-(-count // query.size), MAX_OFFSET // query.size + 1))


def toggled(query: Query, facet: str, value: str) -> Query:
    """Return the question with one value added to a facet, or taken from it."""
    chosen = set(query.filters.get(facet, ())) ^ {value}
    filters = {**query.filters, facet: tuple(sorted(chosen))}
    return replace(query, filters={name: some for name, some in filters.items() if some})


def _address(path: str, params: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(params)}" if params else path


def _addresses(query: Query, path: str, facet: str) -> Callable[[set[str]], str]:
    """Return what writes addresses that differ in one facet alone; the rest is written once."""
    others = {name: some for name, some in query.filters.items() if name != facet}
    params = to_params(replace(query, filters=others), with_page=False)
    before = ("q", *FACETS[: FACETS.index(facet)])
    place = sum(1 for name, _ in params if name in before)
    head, tail = urlencode(params[:place]), urlencode(params[place:])

    def address(values: set[str]) -> str:
        middle = urlencode([(facet, value) for value in sorted(values)])
        joined = "&".join(part for part in (head, middle, tail) if part)
        return f"{path}?{joined}" if joined else path

    return address


def _label(labels: Labels, facet: str, value: str) -> str:
    return labels.get(facet, {}).get(value) or value


def _group(query: Query, result: Result, path: str, labels: Labels, name: str) -> FacetGroup:
    found = result.facets[name]
    largest = max((one.count for one in found), default=0)
    values = max(result.values.get(name, 0), len(found))
    is_open = query.expanded == name
    without = {facet: chosen for facet, chosen in query.filters.items() if facet != name}

    chosen = set(query.filters.get(name, ()))
    address = _addresses(query, path, name)

    def choice(one: FacetValue) -> Choice:
        return Choice(
            value=one.value,
            label=_label(labels, name, one.value),
            count=one.count,
            share=max(round(100 * one.count / largest), 1) if one.count else 0,
            href=address(chosen ^ {one.value}),
            is_chosen=one.is_chosen,
        )

    return FacetGroup(
        name=name,
        choices=tuple(choice(one) for one in found),
        values=values,
        more=href(replace(query, expanded=name), path)
        if values > len(found) and not is_open
        else "",
        less=href(replace(query, expanded=""), path) if is_open else "",
        clear=href(replace(query, filters=without), path) if query.filters.get(name) else "",
    )


def _chips(query: Query, path: str, labels: Labels) -> tuple[Chip, ...]:
    return tuple(
        Chip(facet, value, _label(labels, facet, value), href(toggled(query, facet, value), path))
        for facet in FACETS
        for value in sorted(query.filters.get(facet, ()))
    )


def _sorts(query: Query, path: str) -> tuple[SortChoice, ...]:
    """Return the orders; by relevance only when there is a text to be relevant for."""
    chosen = query.sort or default_sort(query.text)
    if chosen == "relevance":
        chosen = default_sort(query.text)
    return tuple(
        SortChoice(name, href(replace(query, sort=name), path), name == chosen)
        for name in SORTS
        if name != "relevance" or query.text.strip()
    )


def _pages(query: Query, path: str, page: int, last: int) -> tuple[PageLink, ...]:
    shown = {1, last, *range(max(page - NEIGHBOURS, 1), min(page + NEIGHBOURS, last) + 1)}
    found: list[PageLink] = []
    before = 0
    for number in sorted(shown):
        if number - before == 2:  # noqa: PLR2004 - a gap of one page is that page
            found.append(PageLink(before + 1, page_href(query, path, before + 1), is_current=False))
        elif number - before > 1:
            found.append(PageLink(0, "", is_current=False))
        found.append(PageLink(number, page_href(query, path, number), number == page))
        before = number
    return tuple(found)
