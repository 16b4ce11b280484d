"""What feeds say of repositories: new ones, moving ones, gone, renamed, described, released.

Every list keeps to the choices of the address; each costs two queries, whatever it holds.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext

from beffroi.lib import atom
from beffroi.lib.cleaning import web_link
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.pages.files import site
from beffroi.organisations.pages.labels import current_language, name_of
from beffroi.organisations.pages.subscriptions import permanent_id
from beffroi.repositories.forms import chosen
from beffroi.repositories.models import Alias, Library, Repository, RepositoryQuerySet
from beffroi.repositories.pages.rows import description
from beffroi.repositories.shapes import WITHDRAWAL_REASONS
from beffroi.search.shapes import Query

BATCH = 500
PLACE = "repositories"
ANY = Q()
_WIDE = ("languages", "files", "sources")


def newest(query: Query) -> list[Repository]:
    """Return those that came last into the catalogue."""
    return _first(query, "-first_seen_at")


def moving(query: Query) -> list[atom.Entry]:
    """Return those whose code moved last, an entry for each day on which it moved."""
    moved = Q(last_activity_at__isnull=False)
    return [
        entry_of(
            one,
            event=f"moved-{one.last_activity_at:%Y-%m-%d}",
            updated=one.last_activity_at or one.changed_at,
        )
        for one in _first(query, "-last_activity_at", moved)
    ]


def gone(query: Query) -> list[Repository]:
    """Return the last withdrawn that the filters choose; their words are no longer known."""
    return _first(query, "-withdrawn_at", found=Repository.objects.exclude(withdrawn_at=None))


def withdrawn(query: Query) -> list[atom.Entry]:
    """Return the last withdrawn, each with its reason in words."""
    language = current_language()
    entries = []
    for one in gone(query):
        at = one.withdrawn_at or one.changed_at
        reason = WITHDRAWAL_REASONS.get(one.withdrawn_reason, {}).get(
            language, one.withdrawn_reason
        )
        title = gettext("Withdrawn: %(name)s") % {"name": one.name}
        event = f"withdrawn-{at:%Y-%m-%d}"
        entries.append(entry_of(one, title=title, event=event, updated=at, summary=reason))
    return entries


def renamed(query: Query) -> list[atom.Entry]:
    """Return the last that left an address, each with the address before and now."""
    choice, is_wanted = chosen(query)
    aliases = Alias.objects.filter(repository__in=choice.values("pk"), listed_under="")
    last = list(aliases.order_by("-since", "-pk")[: atom.NEWEST])
    there = _whole(Repository.objects.filter(pk__in={one.repository_id for one in last}))
    known = {one.pk: one for one in there if is_wanted(one)}
    return [
        _renamed(alias, known[alias.repository_id])
        for alias in last
        if alias.repository_id in known
    ]


def described(query: Query) -> list[atom.Entry]:
    """Return those with a publiccode.yml: one entry each, dated when it was found or changed."""
    entries = []
    for one in _first(query, "-changed_at", Q(publiccode__isnull=False)):
        title = gettext("publiccode.yml found: %(name)s") % {"name": one.name}
        entries.append(entry_of(one, title=title, event="publiccode", updated=_said_at(one)))
    return sorted(entries, key=lambda entry: entry.updated, reverse=True)


def released(query: Query) -> list[atom.Entry]:
    """Return the releases that publiccode.yml files name, the newest first."""
    choice, is_wanted = chosen(query)
    dated = choice.filter(publiccode__releaseDate__isnull=False)
    rows = dated.values_list("pk", "publiccode__releaseDate").iterator(BATCH)
    days = sorted(
        ((day, pk) for pk, said in rows if (day := _day(said, query.today))), reverse=True
    )
    last = {pk: day for day, pk in days[: atom.NEWEST]}
    there = {one.pk: one for one in _whole(Repository.objects.filter(pk__in=last), wide=True)}
    return [_release(there[pk], day) for pk, day in last.items() if is_wanted(there[pk])]


def published() -> list[atom.Entry]:
    """Return the packages that were published last in package registries."""
    newest = Library.objects.order_by(
        F("released_at").desc(nulls_last=True), "-first_seen_at", "-pk"
    )
    there = newest.select_related("repository__account__organisation")
    return [_package(one) for one in there.defer("sources")[: atom.NEWEST]]


def entry_of(
    repository: Repository,
    *,
    title: str = "",
    event: str = "",
    updated: datetime | None = None,
    summary: str = "",
) -> atom.Entry:
    """Return one entry; ``event``: what happened, when it is not about the repository itself."""
    words = description(repository, current_language())[0]
    terms = filter(None, [repository.language, *map(str, repository.topics)])
    return atom.Entry(
        id=permanent_id(PLACE, repository.uid, event),
        title=title or repository.name or repository.uid,
        url=site(reverse("repositories:detail", args=[repository.uid])),
        updated=updated or repository.changed_at,
        published=updated if event else repository.first_seen_at,
        author=name_of(repository.account.organisation),
        summary=without_addresses(summary or words),
        terms=list(terms),
    )


def removed_of(repository: Repository) -> atom.Removed:
    """Return the deletion of one entry."""
    return atom.Removed(
        id=permanent_id(PLACE, repository.uid),
        at=repository.withdrawn_at or repository.changed_at,
        reason=repository.withdrawn_reason,
    )


def _first(
    query: Query, order: str, wanted: Q = ANY, *, found: RepositoryQuerySet | None = None
) -> list[Repository]:
    """Return the first of a choice: keys alone are sorted, so that no wide row is."""
    choice, is_wanted = chosen(query, found)
    keys = choice.filter(wanted).order_by(order, "-pk").values_list("pk", flat=True)
    if "topic" not in query.filters:
        return _in_order(list(keys[: atom.NEWEST]))
    return list(islice(_wanted(keys.iterator(BATCH), is_wanted), atom.NEWEST))


def _wanted(keys: Iterator[int], is_wanted: Callable[[Repository], bool]) -> Iterator[Repository]:
    while batch := list(islice(keys, BATCH)):
        yield from filter(is_wanted, _in_order(batch))


def _in_order(keys: Sequence[int]) -> list[Repository]:
    there = {one.pk: one for one in _whole(Repository.objects.filter(pk__in=keys))}
    return [there[key] for key in keys if key in there]


def _whole(found: RepositoryQuerySet, *, wide: bool = False) -> Iterable[Repository]:
    return found.shown().defer(*_WIDE) if wide else found.shown().defer("publiccode", *_WIDE[:2])


def _renamed(alias: Alias, repository: Repository) -> atom.Entry:
    addresses = {"before": alias.url, "now": repository.url}
    return entry_of(
        repository,
        title=gettext("Renamed: %(name)s") % {"name": repository.name},
        event=f"renamed-{hashlib.sha256(alias.url_key.encode()).hexdigest()[:12]}",
        updated=alias.since,
        summary=gettext("Before: %(before)s. Now: %(now)s.") % addresses,
    )


def _said_at(repository: Repository) -> datetime:
    """Return when publiccode.yml was last found to be new, as its source says."""
    sources = repository.sources
    said = sources.get("publiccode") or sources.get("*") or {}
    try:
        return read_instant(str(said.get("at", "")))
    except DateError:
        return repository.changed_at


def _day(said: Any, today: date) -> datetime | None:
    """Return the day of a release; one that lies ahead, or is no day, is none."""
    try:
        day = read_instant(str(said)[:10])
    except DateError:
        return None
    return day if day.date() <= today else None


def _package(found: Library) -> atom.Entry:
    source = found.repository
    page = site(reverse("repositories:detail", args=[source.uid])) if source else ""
    address = next(filter(web_link, (found.manager_url, found.repository_url)), "")
    at = found.released_at or found.first_seen_at
    return atom.Entry(
        id=permanent_id("libraries", found.uid, f"version-{slugify(found.version) or 'unknown'}"),
        title=f"{found.name} {found.version}".strip(),
        url=address or page or site("/data/"),
        updated=at,
        published=at,
        author=name_of(source.account.organisation) if source else found.registry,
        summary=without_addresses(found.description),
        terms=list(filter(None, [found.registry, found.language, *map(str, found.keywords)])),
    )


def _release(repository: Repository, day: datetime) -> atom.Entry:
    said = repository.publiccode or {}
    name = str(said.get("name") or repository.name)[:200]
    version = str(said.get("softwareVersion") or f"{day:%Y-%m-%d}")[:100]
    title = f"{name} {version}"
    return entry_of(repository, title=title, event=f"release-{day:%Y-%m-%d}", updated=day)
