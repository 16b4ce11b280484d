"""The catalogue in numbers: counted once for each state of the index, then remembered.

Everything that has a list is counted by the index, with the question of that list, so that a
figure and the list behind it are one number. The database answers the few questions that no list
has: what entered and left by month, forks, what forges run on.
"""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from threading import Lock
from typing import Any

from django.db.models import Count

from beffroi.organisations.models import Forge
from beffroi.repositories.models import Repository
from beffroi.search import parameters
from beffroi.search.shapes import TOGETHER, FacetValue, Query, Result, SearchIndex

FACETS = (
    *("organisation", "ministry", "body", "account", "forge", "country"),
    *("language", "licence", "free", "topic", "created", "added", "score"),
    *("archived", "fork", "template", "has", "lacks", "activity"),
)
BODY_FACETS = ("band", "activity", "body")
OF_BODIES = frozenset({"organisation", "ministry", "body", "country", "forge"})
"""Facets that bodies have too: a question of these alone is one about bodies as well."""

ALL = 10_000
TOP = 10
"""Values of a facet that are counted; rows of a list of the first."""

MAIN_SOFTWARE = 3
KEPT = 64
"""Sorts of forges that have a line of their own; questions remembered."""


@dataclass(frozen=True, slots=True)
class Top:
    """One of the first repositories of an order."""

    uid: str
    name: str
    account: str
    number: int


@dataclass(frozen=True, slots=True)
class Software:
    """Repositories on the forges of one software, by year of creation; ``name`` "": the others."""

    name: str
    hosts: tuple[str, ...]
    created: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Month:
    """What entered the catalogue and what was withdrawn in one month (``2026-11``)."""

    name: str
    entered: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted for one question; nothing in it depends on a language.

    ``name`` tells it from all else that was counted; "" where the index cannot tell its state.
    ``bodies``: None when the question is not one about bodies. ``months`` and ``forked`` are
    empty for a question that narrows: only the whole catalogue has that history.
    """

    query: Query
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    values: Mapping[str, int]
    bodies: Result | None
    silent: int
    starred: tuple[Top, ...]
    forked: tuple[Top, ...]
    software: tuple[Software, ...]
    months: tuple[Month, ...]
    name: str = ""

    def of(self, facet: str) -> dict[str, int]:
        """Return value → count of one facet, the most frequent first."""
        return {one.value: one.count for one in self.facets.get(facet, ())}


_known: OrderedDict[tuple[Any, ...], Counted] = OrderedDict()
_counting = Lock()


def counted(index: SearchIndex, query: Query) -> Counted:
    """Return the figures of a question.

    The same question to the same state of the index is counted once a process; who asks
    meanwhile waits. Where the index cannot tell its state, figures are counted each time.
    """
    query, state = _question(query), index.state
    if state is None:
        return _count(index, query)
    key = (state, query.today, tuple(parameters.to_params(query)))
    with _counting:
        found = _known.get(key)
        if found is None:
            for old in [one for one in _known if one[0] != state]:
                del _known[old]
            name = blake2b(repr(key).encode("utf-8", "replace"), digest_size=16).hexdigest()
            found = _known[key] = replace(_count(index, query), name=name)
            while len(_known) > KEPT:
                _known.popitem(last=False)
        _known.move_to_end(key)
    return found


def narrowed(query: Query, facet: str, *values: str) -> dict[str, tuple[str, ...]]:
    """Return the filters of a question with a further choice, as its list writes them."""
    before = query.filters.get(facet, ()) if facet in TOGETHER else ()
    return {**query.filters, facet: (*before, *(one for one in values if one not in before))}


def _question(query: Query) -> Query:
    """Return a question as figures ask it: of repositories, without place or order."""
    return Query(
        text=query.text,
        filters={**query.filters, "kind": ("repository",)},
        today=query.today,
        is_exact=query.is_exact,
        is_inside=True,
    )


def _count(index: SearchIndex, query: Query) -> Counted:
    ask = replace(query, facets=FACETS, facet_size=ALL, sort="-stars", size=TOP)
    found = index.search(ask)
    is_whole = not query.text and set(query.filters) == {"kind"}
    bodies, silent = _bodies(index, query)
    return Counted(
        query=query,
        total=found.count,
        facets=_with_doors(index, query, found),
        values=found.values,
        bodies=bodies,
        silent=silent,
        starred=_starred([hit.uid for hit in found.hits]),
        forked=_forked() if is_whole else (),
        software=_software(index, query, found),
        months=_months() if is_whole else (),
    )


def _with_doors(
    index: SearchIndex, query: Query, found: Result
) -> dict[str, tuple[FacetValue, ...]]:
    """Return the counts that have a list: all, but where a choice of the same facet hides some.

    A list takes values of one facet as alternatives: "this body *and* the one above it" has no
    address, and no figure then.
    """
    facets = {name: tuple(one for one in found.facets[name] if one.count) for name in FACETS}
    chosen = [name for name in FACETS if name in query.filters and name not in TOGETHER]
    if chosen:
        ask = replace(query, facets=tuple(chosen), facet_size=ALL, size=0, is_inside=False)
        for name, values in index.search(ask).facets.items():
            alone = {one.value: one.count for one in values}
            facets[name] = tuple(one for one in facets[name] if alone.get(one.value) == one.count)
    return facets


def _bodies(index: SearchIndex, query: Query) -> tuple[Result | None, int]:
    """Return the bodies that publish, and how many do not, where the question is about bodies."""
    if query.text or not set(query.filters) <= {*OF_BODIES, "kind"}:
        return None, 0
    filters = {**query.filters, "kind": ("organisation",), "publishes": ("yes",)}
    ask = replace(query, filters=filters, size=0, facet_size=ALL)
    silent = replace(ask, filters={**filters, "publishes": ("no",)})
    return index.search(replace(ask, facets=BODY_FACETS)), index.search(silent).count


def _starred(uids: Sequence[str]) -> tuple[Top, ...]:
    """Return the repositories of these uids that have stars, in their order."""
    rows = {row.uid: row for row in _tops(Repository.objects.filter(uid__in=uids), "stars")}
    return tuple(rows[uid] for uid in uids if uid in rows and rows[uid].number)


def _forked() -> tuple[Top, ...]:
    found = Repository.objects.listed().filter(forks__gt=0).order_by("-forks", "uid")
    return tuple(_tops(found[:TOP], "forks"))


def _tops(found: Any, field: str) -> list[Top]:
    rows = found.values_list("uid", "name", "account__full_path", field)
    return [Top(uid, name, account, number or 0) for uid, name, account, number in rows]


def _software(index: SearchIndex, query: Query, found: Result) -> tuple[Software, ...]:
    """Return the years of creation on the forges of each sort, the most used sorts first."""
    counts = {one.value: one.count for one in found.facets["forge"] if one.count}
    sorts: Counter[str] = Counter()
    of_host = dict(Forge.objects.filter(host__in=list(counts)).values_list("host", "software"))
    for host, count in counts.items():
        sorts[of_host.get(host, "")] += count
    main = [name for name, _ in sorts.most_common() if name][:MAIN_SOFTWARE]
    groups: dict[str, list[str]] = {name: [] for name in main}
    for host in counts:
        name = of_host.get(host, "")
        groups.setdefault(name if name in main else "", []).append(host)
    made = []
    for name, hosts in groups.items():
        filters = {**query.filters, "forge": tuple(sorted(hosts))}
        years = index.search(
            replace(query, filters=filters, facets=("created",), facet_size=ALL, size=0)
        ).facets["created"]
        made.append(Software(name, filters["forge"], {one.value: one.count for one in years}))
    return tuple(made)


def _months() -> tuple[Month, ...]:
    """Return the months since the first entry; instants are few, since readings write at once."""
    entered, withdrawn = _by_month("first_seen_at"), _by_month("withdrawn_at")
    names = sorted({*entered, *withdrawn})
    return tuple(Month(name, entered[name], withdrawn[name]) for name in names)


def _by_month(field: str) -> Counter[str]:
    found: Counter[str] = Counter()
    rows = Repository.objects.exclude(**{field: None}).values_list(field).annotate(Count("pk"))
    for at, count in rows.order_by().iterator(5000):
        found[f"{at:%Y-%m}"] += count
    return found
