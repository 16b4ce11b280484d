"""Above the results of a search: the bodies that match, or whose repositories do."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from beffroi.organisations.pages.labels import names_of
from beffroi.search.shapes import Query, SearchIndex

NAMED = 3
"""Bodies named in a hint."""


@dataclass(frozen=True, slots=True)
class Hint:
    """How many there are, some by name, where all are; ``is_of_code``: by their repositories."""

    count: int
    named: tuple[tuple[str, str], ...]
    url: str
    is_of_code: bool


def hint_of(index: SearchIndex, query: Query, kind: str) -> Hint | None:
    """Return the hint of a search by words; None where it would say nothing.

    ``kind``: what the page lists. On lists of code: the bodies that the words name. On the list
    of bodies: those whose repositories the words find, whatever the bodies are called. Costs one
    small question to the index and one to the database.
    """
    if not query.text or query.offset:
        return None
    if kind == "organisation":
        return _by_code(index, query)
    if query.filters.get("kind") == ("organisation",):
        return None
    return _by_name(index, query)


def _by_name(index: SearchIndex, query: Query) -> Hint | None:
    only = replace(query, filters={"kind": ("organisation",)}, sort="", size=NAMED, facets=())
    found = index.search(replace(only, expanded=""))
    if not found.count:
        return None
    names = names_of(hit.uid for hit in found.hits)
    named = [
        (names[hit.uid], reverse("organisations:detail", args=[hit.uid]))
        for hit in found.hits
        if hit.uid in names
    ]
    url = _address("organisations:list", q=query.text)
    return Hint(found.count, tuple(named), url, is_of_code=False)


def _by_code(index: SearchIndex, query: Query) -> Hint | None:
    only = replace(query, filters={"kind": ("repository",)}, sort="", size=0, expanded="")
    found = index.search(replace(only, facets=("organisation",), facet_size=NAMED))
    values = found.facets["organisation"]
    if not values:
        return None
    names = names_of(one.value for one in values)
    named = [
        (names[one.value], _address("repositories:list", q=query.text, organisation=one.value))
        for one in values
        if one.value in names
    ]
    url = _address("repositories:list", q=query.text, expanded="organisation")
    return Hint(found.values.get("organisation", 0), tuple(named), url, is_of_code=True)


def _address(name: str, **parameters: str) -> str:
    return f"{reverse(name)}?{urlencode(parameters)}"
