"""A chart as its page, its table and its file have it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from beffroi.lib import typography
from beffroi.organisations.pages.labels import current_language, labels_of
from beffroi.repositories.pages.figures import Counted, narrowed
from beffroi.search import parameters
from beffroi.search.shapes import FacetValue, Query, Result

SHOWN = 10
"""Rows of a table on the page; the file has all."""

MAX_ROWS = 1000
"""Rows of a file."""

NO_VALUE = "unknown"


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table and the list that it counts, "" where there is none."""

    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what, its page, its numbers, its share in words, the parts of its bar.

    ``about``: a second word, such as the account; ``figures``: this page of that alone.
    """

    value: str
    words: str
    cells: tuple[Cell, ...]
    url: str = ""
    share: str = ""
    bar: tuple[float, ...] = ()
    about: str = ""
    figures: str = ""

    @property
    def name_url(self) -> str:
        """Return where its name leads: to its own page, else to the list of its only number."""
        return self.url or (self.cells[0].url if len(self.cells) == 1 else "")

    @property
    def parts(self) -> list[tuple[float, float]]:
        """Return the parts of its bar: where each begins and how long it is."""
        starts = accumulate(self.bar[:-1], initial=0.0)
        return list(zip(starts, self.bar, strict=True)) if self.bar else []


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: its finding, its table, its drawing, its files.

    ``title`` says the finding in words, ``caption`` what the drawing shows. ``heads``: heads of
    the table. ``fields``: names of the columns of the file after ``value`` and ``label``.
    ``rows``: those asked for. ``whole``: the list of all of
    them. ``csv``, ``json``: addresses of the files.
    """

    key: str
    title: str
    heads: tuple[str, ...]
    fields: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    caption: str = ""
    drawing: str = ""
    about_head: str = ""
    whole: str = ""
    csv: str = ""
    json: str = ""

    @property
    def has_shares(self) -> bool:
        """Tell whether its rows have shares and bars."""
        return any(row.bar for row in self.rows)

    @property
    def _doors(self) -> list[int]:
        """Return which numbers have lists."""
        places = range(len(self.fields))
        return [at for at in places if any(row.cells[at].url for row in self.rows)]

    @property
    def columns(self) -> list[str]:
        """Return the columns of the file."""
        lists = [f"{self.fields[at]}_list" for at in self._doors]
        return ["value", "label", *(["account"] if self.about_head else []), *self.fields, *lists]

    def records(self, site: str) -> list[list[Any]]:
        """Return the rows of the file; ``site`` stands before each address."""
        return [
            [
                row.value,
                row.words,
                *([row.about] if self.about_head else []),
                *(cell.count for cell in row.cells),
                *(f"{site}{row.cells[at].url}" if row.cells[at].url else "" for at in self._doors),
            ]
            for row in self.rows
        ]


class Ground:
    """What all charts of one question stand on: the numbers, the words of values, the doors.

    ``rows``: how many of a facet are shown: a page shows the first, a file all.
    """

    def __init__(self, counted: Counted, rows: int = SHOWN) -> None:
        self.counted, self.rows = counted, rows
        self.language = current_language()
        self._lists = reverse("repositories:list")
        self._bodies = reverse("organisations:list")
        self._figures = reverse("portal:figures")

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Return facet → value → words."""
        facets = {name: some[: self.rows + 1] for name, some in self.counted.facets.items()}
        result = Result(self.counted.total, (), {**facets, **self._body_facets()})
        return labels_of(result, self.counted.query)

    def words(self, facet: str, value: str) -> str:
        """Return the words of a value."""
        return self.labels.get(facet, {}).get(value, value)

    def figure(self, value: float) -> str:
        """Write a whole number."""
        return typography.figure(round(value), self.language)

    def share(self, count: int, total: int | None = None) -> str:
        """Write a share, of all repositories when no total is given."""
        total = self.counted.total if total is None else total
        return typography.share(count, total, self.language)

    def door(self, facet: str = "", *values: str, sort: str = "") -> str:
        """Return the list of repositories of one figure; "" when no address holds its values."""
        if len(values) > parameters.MAX_VALUES:
            return ""
        query = self.counted.query
        filters = narrowed(query, facet, *values) if facet else dict(query.filters)
        return _address(self._lists, query, filters, sort)

    def expanded(self, facet: str) -> str:
        """Return the list of repositories with all values of a facet beside it."""
        return f"{self._lists}?{urlencode([*self._pairs(), ('expanded', facet)])}"

    def door_of(self, chosen: Mapping[str, tuple[str, ...]]) -> str:
        """Return the list of repositories of a figure with several choices."""
        if any(len(values) > parameters.MAX_VALUES for values in chosen.values()):
            return ""
        return _address(self._lists, self.counted.query, {**self.counted.query.filters, **chosen})

    def body_door(self, facet: str = "", value: str = "") -> str:
        """Return the list of bodies of one figure."""
        filters = dict(self.counted.query.filters)
        return _address(
            self._bodies, self.counted.query, {**filters, facet: (value,)} if facet else filters
        )

    def narrower(self, facet: str, value: str) -> str:
        """Return the figures of one value of a facet."""
        query = self.counted.query
        return _address(self._figures, query, narrowed(query, facet, value))

    def file(self, key: str, form: str) -> str:
        """Return the address of a chart as a file."""
        path = reverse(f"portal:figure_{form}", args=[key])
        return _address(path, self.counted.query, dict(self.counted.query.filters))

    def _pairs(self) -> list[tuple[str, str]]:
        query = self.counted.query
        filters = {name: some for name, some in query.filters.items() if name != "kind"}
        return parameters.to_params(replace(query, filters=filters))

    def _body_facets(self) -> dict[str, tuple[FacetValue, ...]]:
        return dict(self.counted.bodies.facets) if self.counted.bodies else {}


def _address(path: str, query: Query, filters: dict[str, tuple[str, ...]], sort: str = "") -> str:
    filters.pop("kind", None)
    asked = Query(text=query.text, filters=filters, sort=sort, is_exact=query.is_exact)
    pairs = parameters.to_params(asked)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def bars(ground: Ground, facet: str, values: Sequence[tuple[str, int]]) -> tuple[Row, ...]:
    """Return rows of one facet with share and bar, each a door; what is not known stands last."""
    known = [one for one in values if one[0] != NO_VALUE]
    unknown = [one for one in values if one[0] == NO_VALUE]
    largest = max((count for _, count in values), default=1)
    return tuple(
        Row(
            value=value,
            words=ground.words(facet, value),
            cells=(Cell(count, ground.door(facet, value)),),
            share=ground.share(count),
            bar=(width(count, largest),),
        )
        for value, count in [*known[: ground.rows], *unknown]
    )


def bar_chart(ground: Ground, facet: str, key: str, head: str, title: str) -> Chart:
    """Return a table of one facet, the most frequent values first."""
    values = list(ground.counted.of(facet).items())
    return Chart(
        key=key,
        title=title,
        heads=(head, gettext("Repositories")),
        fields=("repositories",),
        rows=bars(ground, facet, values),
        whole=ground.expanded(facet) if len(values) > ground.rows else "",
    )


def width(count: int, largest: int) -> float:
    """Return the length of a bar as a share of the largest; what is there is seen."""
    return max(round(100 * count / largest, 1), 0.5) if count and largest else 0


def repositories(count: int, ground: Ground) -> str:
    """Return "9,157 repositories" in words."""
    text = ngettext("%(count)s repository", "%(count)s repositories", count)
    return text % {"count": ground.figure(count)}


def leaders(names: Sequence[str]) -> str:
    """Return the names of those who lead, at most three, as a sentence."""
    if len(names) > 2:  # noqa: PLR2004 (three are named)
        first, second, third = names[:3]
        text = gettext("%(first)s, %(second)s and %(third)s lead")
        return text % {"first": first, "second": second, "third": third}
    if len(names) == 2:  # noqa: PLR2004
        text = gettext("%(first)s and %(second)s lead")
        return text % {"first": names[0], "second": names[1]}
    return gettext("%(first)s leads") % {"first": names[0]} if names else gettext("None is known")
