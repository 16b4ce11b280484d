"""What a body, or one account, publishes: counts, lists, the life line and its next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from beffroi.organisations.pages.asking import open_or_none
from beffroi.organisations.pages.labels import figure, labels_of
from beffroi.portal.bars import Bar, bars
from beffroi.repositories.models import Repository, RepositoryQuerySet
from beffroi.repositories.pages.life import POINTS, STATES, Point
from beffroi.repositories.pages.rows import licence_words
from beffroi.search.shapes import FacetValue, Query, Result

NEWEST = 8
STARRED = 5
BARS = 8
LANGUAGES = 3
VALUES = 200
"""Rows of the last changed and of the most starred; bars; languages named; values counted."""

FACETS = ("language", "licence", "forge", "activity", "lacks", "has", "fork")
_COLUMNS = ("uid", "name", "language", "licence", "stars", "last_activity_at")


@dataclass(frozen=True, slots=True)
class Line:
    """One repository as a row of the page's tables."""

    uid: str
    name: str
    language: str
    licence: str
    is_silent: bool
    stars: int | None
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Counted:
    """One number with its words, and the list that it counts."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is next, why, and where it is done."""

    title: str
    why: str
    words: str = ""
    url: str = ""


class Publishing:
    """What the repositories of one filter say: ``chosen`` names it as addresses do.

    ``found``: the same repositories as the database has them. Costs two questions to the index
    and two to the database, however many repositories there are.
    """

    def __init__(self, chosen: Mapping[str, str], found: RepositoryQuerySet) -> None:
        self.chosen, self._found = dict(chosen), found
        self._index = open_or_none()
        self._result = self._ask(sort="-updated", size=NEWEST, facets=FACETS)
        self._starred = self._ask(sort="-stars", size=STARRED)

    @cached_property
    def facts(self) -> Mapping[str, Any]:
        """Return what the database alone counts: all, archived elsewhere, missing, first seen."""
        return self._found.aggregate(
            all=Count("pk"),
            kept=Count("pk", filter=Q(is_at_heritage=True)),
            missing=Count("pk", filter=Q(missing_since__isnull=False)),
            since=Min("first_seen_at"),
        )

    @property
    def count(self) -> int:
        """Return the number of repositories, as their list counts them."""
        return self._result.count if self._index else int(self.facts["all"])

    def url(self, **more: str) -> str:
        """Return the address of the list of these repositories, narrowed further."""
        return f"{reverse('repositories:list')}?{urlencode({**self.chosen, **more})}"

    def counted(self, facet: str, value: str) -> int:
        """Return how many of them have a value of a facet."""
        found: Sequence[FacetValue] = self._result.facets.get(facet, ())
        return next((one.count for one in found if one.value == value), 0)

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Return the words of the values."""
        return labels_of(self._result, Query())

    def bars(self, facet: str) -> list[Bar]:
        """Return the most frequent values of a facet as bars."""
        return bars(self._result, facet, self.labels, self.url())[:BARS]

    @property
    def languages(self) -> list[Bar]:
        """Return the most frequent languages."""
        return self.bars("language")

    @property
    def licences(self) -> list[Bar]:
        """Return the most frequent licences."""
        return self.bars("licence")

    @cached_property
    def lines(self) -> tuple[list[Line], list[Line]]:
        """Return the last changed and the most starred, with one query; none twice starless."""
        asked = [[hit.uid for hit in one.hits] for one in (self._result, self._starred)]
        rows = Repository.objects.listed().filter(uid__in={uid for one in asked for uid in one})
        known = {
            uid: Line(uid, name, language, licence_words(licence), not licence, stars, changed)
            for uid, name, language, licence, stars, changed in rows.values_list(*_COLUMNS)
        }
        newest, starred = ([known[uid] for uid in one if uid in known] for one in asked)
        return newest, [line for line in starred if line.stars]

    @cached_property
    def sentences(self) -> list[Counted]:
        """Return in a few sentences what is published; each number leads to its list."""
        if not self.count:
            return [Counted(gettext("No repository is known yet."))]
        forges = self._result.values.get("forge", 0)
        words = ngettext("%(count)s repository", "%(count)s repositories", self.count)
        found = [Counted(words % {"count": figure(self.count)}, self.url())]
        if forges > 1 and "forge" not in self.chosen:
            words = ngettext("on %(count)s forge", "on %(count)s forges", forges)
            found.append(Counted(words % {"count": figure(forges)}))
        languages = [
            one for one in self._result.facets.get("language", ()) if one.value != "unknown"
        ]
        if languages:
            names = ", ".join(one.value for one in languages[:LANGUAGES])
            found.append(Counted(gettext("mostly %(languages)s") % {"languages": names}))
        found += self._lively()
        return found

    def _lively(self) -> list[Counted]:
        active, silent = self.counted("activity", "active"), self.counted("licence", "unknown")
        found = [Counted(gettext("none changed in the last year"))]
        if active:
            words = ngettext(
                "%(count)s changed in the last year", "%(count)s changed in the last year", active
            )
            found = [Counted(words % {"count": figure(active)}, self.url(activity="active"))]
        if silent:
            words = ngettext("%(count)s states no licence", "%(count)s state no licence", silent)
            found.append(Counted(words % {"count": figure(silent)}, self.url(licence="unknown")))
        return found

    def life(self) -> list[Point]:
        """Return the life line: nine points, of which this version knows three."""
        count, facts = self.count, self.facts
        words = ngettext("%(count)s repository", "%(count)s repositories", count)
        words %= {"count": figure(count)}
        kept = gettext("%(kept)s of %(count)s at Software Heritage")
        kept %= {"kept": figure(facts["kept"]), "count": figure(facts["all"])}
        own = {
            "published": ("done" if count else "next", words, self.url() if count else ""),
            "archived": (self._archived(), kept if count else gettext("not yet"), ""),
            "catalogued": ("done" if count else "open", words if count else gettext("not yet"), ""),
        }
        nothing = ("open", gettext("not yet"), "")
        points = []
        for name, title in POINTS.items():
            state, text, url = own.get(name, nothing)
            points.append(Point(gettext(title), state, str(STATES[state]), text, None, url))
        return points

    def _archived(self) -> str:
        if self.facts["all"] and self.facts["kept"] == self.facts["all"]:
            return "done"
        return "next" if self.count else "open"

    def step(self, *, failures: int, mend: str) -> Step:
        """Return the one next step; ``mend``: the address of what is known and how to mend it."""
        silent, how = self.counted("licence", "unknown"), gettext("See what is missing")
        if failures:
            title = gettext("Next step: mend what could not be read.")
            why = gettext("What failed stands below, each with the way to mend it.")
            return Step(title, why, how, mend)
        if not self.count:
            title = gettext("Next step: publish, or name its accounts.")
            why = gettext("A list of accounts, or a reading of its forge, brings its repositories.")
            return Step(title, why)
        if silent:
            words = ngettext(
                "Next step: say what may be done with %(count)s repository.",
                "Next step: say what may be done with %(count)s repositories.",
                silent,
            )
            why = gettext("They state no licence. Their maintainers may add a file named LICENSE.")
            return Step(words % {"count": figure(silent)}, why, how, mend)
        title = gettext("Nothing is due now.")
        return Step(title, gettext("What is known of it may still be completed."), how, mend)

    def _ask(self, **facts: Any) -> Result:
        if self._index is None:
            return Result(0, ())
        filters = {"kind": ("repository",), **{name: (one,) for name, one in self.chosen.items()}}
        query = Query(filters=filters, facet_size=VALUES, today=timezone.now().date())
        return self._index.search(replace(query, **facts))
