"""The home page: search, the line in figures, what changed, the largest bodies."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from beffroi.journal.models import Act
from beffroi.organisations.pages.asking import open_or_none
from beffroi.organisations.pages.history import news_words
from beffroi.organisations.pages.labels import current_language, names_of
from beffroi.portal.bars import Bar, share
from beffroi.portal.doors import Link
from beffroi.repositories.models import Repository
from beffroi.search.shapes import FacetValue, Query, SearchIndex

LARGEST = 6
NEWS = 6
ACTS = 120
NAMED = 4
"""News shown; acts that they are made of; things named in one."""

PAGES = {"repository": "repositories:detail", "organisation": "organisations:detail"}
EXAMPLES = 4
EXAMPLE_SECONDS = 600


@dataclass(slots=True)
class News:
    """Things that the same happened to on one day: when, what in words, names and addresses."""

    at: datetime
    words: str
    things: list[tuple[str, str]]
    more: bool = False


def home(request: HttpRequest) -> HttpResponse:
    """Show what there is and where to begin."""
    index = open_or_none()
    figures = _figures(index)
    context = {
        "figures": figures,
        "largest": _largest(figures["organisations"]),
        "news": _news(),
        "examples": _examples(index) if index else (),
        "has_index": index is not None,
    }
    return render(request, "portal/home.html", context)


def _figures(index: SearchIndex | None) -> dict[str, Any]:
    """Return the figures of the line; every one opens its list."""
    today = timezone.now().date()
    repositories = Query(
        filters={"kind": ("repository",)},
        size=0,
        facets=("organisation", "forge", "licence", "has"),
        facet_size=LARGEST,
        today=today,
    )
    if index is None:
        count = Repository.objects.listed().count()
        return {"repositories": count, "organisations": ()}
    found = index.search(replace(repositories, facet_size=200))
    licences = {one.value: one.count for one in found.facets["licence"]}
    has = {one.value: one.count for one in found.facets["has"]}
    bodies = {"kind": ("organisation",), "publishes": ("yes",)}
    return {
        "repositories": found.count,
        "bodies": index.search(replace(repositories, filters=bodies, facets=())).count,
        "described": has.get("description", 0),
        "forges": found.values.get("forge", 0),
        "silent": licences.get("unknown", 0),
        "organisations": found.facets["organisation"][:LARGEST],
    }


def _largest(found: Sequence[FacetValue]) -> list[Bar]:
    names = names_of(one.value for one in found)
    largest = max((one.count for one in found), default=1)
    return [
        Bar(
            names.get(one.value, one.value),
            reverse("organisations:detail", args=[one.value]),
            one.count,
            f"{reverse('repositories:list')}?{urlencode({'organisation': one.value})}",
            share(one.count, largest),
        )
        for one in found
    ]


def _news() -> list[News]:
    """Return the newest acts in words, those alike and of one day together."""
    acts = list(Act.objects.newest().filter(object_kind__in=PAGES)[:ACTS])
    uids = {act.object_uid for act in acts}
    repositories = Repository.objects.filter(uid__in=uids).values_list("uid", "name")
    names = {"repository": dict(repositories), "organisation": names_of(uids)}
    found: dict[tuple[date, str, str], News] = {}
    for act in acts:
        name = names[act.object_kind].get(act.object_uid)
        if name is None:
            continue
        key = (act.at.date(), act.verb, act.object_kind)
        news = found.setdefault(key, News(act.at, news_words(act.verb), []))
        thing = (name, reverse(PAGES[act.object_kind], args=[act.object_uid]))
        if len(news.things) < NAMED and thing not in news.things:
            news.things.append(thing)
        elif thing not in news.things:
            news.more = True
    return list(found.values())[:NEWS]


def _examples(index: SearchIndex) -> list[Link]:
    """Return searches that find something: words of everyday, then the most used topics."""
    key = f"examples-{current_language()}-{index.generation}"
    known = cache.get(key)
    if known is None:
        known = _found_examples(index)
        cache.set(key, known, EXAMPLE_SECONDS)
    url = reverse("portal:search")
    return [Link(words, f"{url}?{urlencode({'q': words})}") for words in known]


def _found_examples(index: SearchIndex) -> list[str]:
    wanted = [
        gettext("accessibility"),
        gettext("urbanisme python"),
        gettext("QGIS"),
        gettext("procedures"),
        gettext("map"),
    ]
    ask = Query(size=0, today=timezone.now().date())
    found = [words for words in wanted if index.search(replace(ask, text=words)).count]
    if len(found) < EXAMPLES:
        topics = index.search(replace(ask, facets=("topic",), facet_size=EXAMPLES)).facets["topic"]
        found += [one.value for one in topics if one.value not in found]
    return found[:EXAMPLES]
