"""What a search found, of every kind, as records: for the API and for files."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop as _

from beffroi.lib.privacy import without_addresses
from beffroi.organisations.formats.exports import Instant
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.files import site
from beffroi.organisations.pages.labels import current_language
from beffroi.repositories.models import Repository
from beffroi.repositories.pages.rows import description
from beffroi.repositories.shapes import score_of
from beffroi.search.shapes import Hit

BATCH = 500

FIELDS: dict[str, tuple[Any, str]] = {
    "kind": (str, _("‘repository’ or ‘organisation’")),
    "id": (str, _("uid: the permanent name")),
    "name": (str, _("Name")),
    "url": (str, _("Address of its page, in the language of the answer")),
    "description": (str, _("Description, in the language of the answer where there is one")),
    "organisation_uid": (str, _("uid of its body; a body's own")),
    "organisation": (str, _("Name of its body")),
    "country": (str | None, _("ISO 3166-1 alpha-2, or EU")),
    "forge": (str | None, _("Host of the forge")),
    "repository_url": (str | None, _("Address at the forge")),
    "language": (str | None, _("Main programming language")),
    "licence": (str | None, _("SPDX expression, or ‘other’")),
    "topics": (list[str], _("Topics as given")),
    "is_fork": (bool | None, _("Whether it is a fork; null: nobody says")),
    "is_archived": (bool | None, _("Whether it is archived at the forge")),
    "stars_count": (int | None, _("Stars")),
    "last_activity": (Instant | None, _("The greatest of the known dates")),
    "score": (int | None, _("Its score, as its page explains it")),
    "first_seen": (Instant, _("When the catalogue first had it")),
    "changed": (Instant, _("When the catalogue last changed it")),
}
"""Field → type, what it says. A field that a kind does not have is null."""

COLUMNS = tuple(FIELDS)
KINDS = tuple(kind for kind, _about in FIELDS.values())


def records(hits: Iterable[Hit]) -> Iterator[dict[str, Any]]:
    """Return what is known of hits, in their order; what vanished meanwhile is left out.

    Instants are ``datetime``. Costs one query for each kind in every batch of 500.
    """
    waiting = iter(hits)
    while batch := list(islice(waiting, BATCH)):
        known = {**_repositories(batch), **_bodies(batch)}
        yield from (known[hit] for hit in batch if hit in known)


def rows(hits: Iterable[Hit]) -> Iterator[Sequence[Any]]:
    """Return the records of hits in the order of ``COLUMNS``."""
    return ([record[name] for name in COLUMNS] for record in records(hits))


def _repositories(batch: Sequence[Hit]) -> dict[Hit, dict[str, Any]]:
    uids = [hit.uid for hit in batch if hit.kind == "repository"]
    if not uids:
        return {}
    found = Repository.objects.listed().shown().filter(uid__in=uids)
    language = current_language()
    return {
        Hit("repository", one.uid): _repository(one, language)
        for one in found.defer("publiccode", "languages")
    }


def _bodies(batch: Sequence[Hit]) -> dict[Hit, dict[str, Any]]:
    uids = [hit.uid for hit in batch if hit.kind == "organisation"]
    if not uids:
        return {}
    found = Organisation.objects.listed().filter(uid__in=uids).defer("sources")
    language = current_language()
    return {Hit("organisation", one.uid): _body(one, language) for one in found}


def _repository(one: Repository, language: str) -> dict[str, Any]:
    body = one.account.organisation
    return {
        **_base("repository", one.uid, one.first_seen_at, one.changed_at),
        "name": one.name,
        "url": site(reverse("repositories:detail", args=[one.uid])),
        "description": without_addresses(description(one, language)[0]),
        "organisation_uid": body.uid,
        "organisation": body.names.get(language) or body.name,
        "country": body.country or None,
        "forge": one.account.forge.host,
        "repository_url": one.url,
        "language": one.language or None,
        "licence": one.licence or None,
        "topics": list(map(str, one.topics)),
        "is_fork": one.is_fork,
        "is_archived": one.is_archived,
        "stars_count": one.stars,
        "last_activity": one.last_activity_at,
        "score": score_of(one),
    }


def _body(one: Organisation, language: str) -> dict[str, Any]:
    name = one.names.get(language) or one.name
    return {
        **_base("organisation", one.uid, one.created_at, one.changed_at),
        "name": name,
        "url": site(f"{reverse('organisations:list')}{one.uid}/"),
        "description": without_addresses(one.description),
        "organisation_uid": one.uid,
        "organisation": name,
        "country": one.country or None,
    }


def _base(kind: str, uid: str, first: datetime, changed: datetime) -> dict[str, Any]:
    nothing: dict[str, Any] = dict.fromkeys(COLUMNS)
    return {
        **nothing, "kind": kind, "id": uid, "topics": [], "first_seen": first, "changed": changed
    }  # fmt: skip
