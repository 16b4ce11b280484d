"""What came and what changed lately, by day: from the catalogue and from its journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from beffroi.journal.models import Act
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.labels import current_language
from beffroi.repositories.models import Repository
from beffroi.repositories.pages.rows import licence_words, repository_rows
from beffroi.repositories.shapes import WITHDRAWAL_REASONS
from beffroi.search import links, parameters
from beffroi.search.errors import SearchError
from beffroi.search.shapes import Query, Result

LOOKED_BACK = 50_000
"""Acts of the journal that the page of changes reads back; older ones are in its file."""

_CHANGED = Q(verb="changed")
WHAT: Mapping[str, tuple[str, Q]] = {
    "new": (gettext_noop("New"), Q(verb="recorded")),
    "renamed": (gettext_noop("Moved to another address"), Q(verb="renamed")),
    "licence": (gettext_noop("Licence changed"), _CHANGED & Q(after__has_key="licence")),
    "archived": (gettext_noop("Archived or reopened"), _CHANGED & Q(after__has_key="is_archived")),
    "withdrawn": (gettext_noop("Withdrawn"), Q(verb="withdrawn")),
    "returned": (gettext_noop("Found again"), Q(verb="returned")),
}
"""What may have changed, as addresses name it → its words, and which acts tell of it."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day, and the rows or events of a page that belong to it."""

    day: date
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One change: the repository, its page and body; what happened in a word, and in words."""

    what: str
    name: str
    url: str
    body: tuple[str, str] | None
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of days; ``links``: to the other pages, ``first``: to the first of them."""

    days: tuple[Day, ...]
    count: int
    number: int
    first: str
    links: links.Links


def latest(request: HttpRequest) -> Page:
    """Return the newest repositories of the catalogue by the day they entered it."""
    query = _query(request)
    found = Repository.objects.listed().order_by("-first_seen_at", "-pk")
    here = list(_slice(found.values_list("uid", "first_seen_at"), query))
    rows = repository_rows([uid for uid, _ in here], "")
    dated = [
        (at.date(), rows["repository", uid]) for uid, at in here if ("repository", uid) in rows
    ]
    return _page(request, query, found.count(), dated, "")


def changed(request: HttpRequest) -> tuple[Page, list[tuple[str, str, bool]]]:
    """Return what changed lately, by day, and the choices of what: words, address, chosen."""
    query, what = _query(request), request.GET.get("what", "")
    if what and what not in WHAT:
        text = f"There is no news of {what[:40]!r}; choose one of {', '.join(WHAT)}."
        raise SearchError("unknown-news", text, "what")
    acts = _acts(what)
    here = list(_slice(acts, query))
    choices = [(gettext("All"), request.path, not what)]
    choices += [
        (gettext(words), f"{request.path}?what={name}", name == what)
        for name, (words, _) in WHAT.items()
    ]
    dated = list(zip([act.at.date() for act in here], _events(here), strict=True))
    return _page(request, query, acts.count(), dated, what), choices


def _query(request: HttpRequest) -> Query:
    """Return the place in the list that an address asks for; raises SearchError."""
    given = {name: request.GET.getlist(name) for name in ("page", "size")}
    return parameters.parse(given, today=timezone.now().date())


def _slice(found: QuerySet[Any, Any], query: Query) -> QuerySet[Any, Any]:
    return found[query.offset : query.offset + query.size]


def _acts(what: str) -> QuerySet[Act]:
    newest = Act.objects.newest().values_list("pk", flat=True).first() or 0
    wanted = Q()
    for name, (_, condition) in WHAT.items():
        if what in {"", name}:
            wanted |= condition
    lately = Act.objects.newest().filter(object_kind="repository", pk__gt=newest - LOOKED_BACK)
    return lately.filter(wanted)


def _page(
    request: HttpRequest, query: Query, count: int, dated: Iterable[tuple[date, Any]], what: str
) -> Page:
    days = [
        Day(day, tuple(row for _, row in rows))
        for day, rows in groupby(dated, key=lambda pair: pair[0])
    ]
    made = links.links(query, Result(count, ()), request.path, {})
    pages = tuple(replace(one, href=_with(one.href, what)) for one in made.pages)
    previous, following = _with(made.previous, what), _with(made.next, what)
    return Page(
        days=tuple(days),
        count=count,
        number=query.offset // query.size + 1,
        first=_with(request.path, what),
        links=replace(made, pages=pages, previous=previous, next=following),
    )


def _with(href: str, what: str) -> str:
    """Return an address that keeps what was chosen."""
    if not href or not what:
        return href
    path, _, rest = href.partition("?")
    return f"{path}?what={what}{'&' if rest else ''}{rest}"


def _events(acts: list[Act]) -> list[Event]:
    """Return acts in words, at the cost of two queries."""
    language = current_language()
    uids = {act.object_uid for act in acts}
    names = dict(Repository.objects.filter(uid__in=uids).values_list("uid", "name"))
    bodies = Organisation.objects.filter(uid__in={act.body_uid for act in acts})
    known = {one.uid: str(one.names.get(language) or one.name) for one in bodies}
    return [
        Event(
            what=_what(act),
            name=names.get(act.object_uid, act.object_uid),
            url=reverse("repositories:detail", args=[act.object_uid]),
            body=(known[act.body_uid], reverse("organisations:detail", args=[act.body_uid]))
            if act.body_uid in known
            else None,
            words=words_of(act, language),
        )
        for act in acts
    ]


def _what(act: Act) -> str:
    """Return the name of the choice that an act belongs to."""
    name = {"recorded": "new"}.get(act.verb, act.verb)
    if act.verb == "changed":
        name = "licence" if "licence" in act.after else "archived"
    words, _ = WHAT[name]
    return gettext(words)


def words_of(act: Act, language: str) -> str:
    """Return what happened in one sentence."""
    if act.verb == "recorded":
        return gettext("It entered the catalogue.")
    if act.verb == "returned":
        return gettext("It was found again.")
    if act.verb == "withdrawn":
        reason = str(act.after.get("reason", ""))
        words = WITHDRAWAL_REASONS.get(reason, {}).get(language)
        return words or gettext("It was withdrawn.")
    if act.verb == "renamed":
        before, after = act.before.get("url", ""), act.after.get("url", "")
        return gettext("Its address was %(before)s; now it is %(after)s.") % {
            "before": before,
            "after": after,
        }
    return " ".join(_changes(act))


def _changes(act: Act) -> Iterable[str]:
    if "licence" in act.after:
        before = licence_words(str(act.before.get("licence") or ""))
        after = licence_words(str(act.after.get("licence") or ""))
        yield gettext("Its licence changed: %(before)s → %(after)s.") % {
            "before": before,
            "after": after,
        }
    if "is_archived" in act.after:
        is_archived = act.after["is_archived"]
        yield (
            gettext("Its owner archived it.")
            if is_archived
            else gettext("Its owner opened it again.")
            if is_archived is False
            else gettext("Nobody says any more whether it is archived.")
        )
