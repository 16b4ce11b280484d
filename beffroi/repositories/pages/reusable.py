"""Repositories that describe themselves for reuse: each row in the words of its publiccode.yml."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from beffroi.organisations.pages.answers import Answer
from beffroi.organisations.pages.labels import figure
from beffroi.organisations.pages.rows import MAX_DESCRIPTION, Row
from beffroi.repositories.models import Repository
from beffroi.repositories.pages import reuse
from beffroi.repositories.pages.rows import licence_words, repository_rows
from beffroi.repositories.shapes import SOFTWARE_TYPES, STATUSES, said_of_software
from beffroi.search import parameters
from beffroi.search.highlight import cut

KIND = "repository"
FEW = 2
"""Users that a row names; it counts the others."""


def answer(request: HttpRequest) -> Answer:
    """Answer the question of the page: any filters but what it is about, the best scores first."""
    query = parameters.parse(dict(request.GET.lists()), today=timezone.now().date())
    filters = {**query.filters, "kind": (KIND,), "has": ("publiccode",)}
    if not query.text and not query.sort:
        query = replace(query, sort="-score")
    return Answer(request.path, replace(query, filters=filters), kind=KIND, implied=("has",))


def reusable_rows(uids: Sequence[str], text: str) -> dict[tuple[str, str], Row]:
    """Return rows that say state, type, users and upkeep, at the cost of two queries."""
    rows = repository_rows(uids, text)
    files = Repository.objects.filter(uid__in=uids).values_list("uid", "publiccode", "licence")
    for uid, publiccode, licence in files:
        row = rows.get((KIND, uid))
        if row and isinstance(publiccode, Mapping):
            rows[KIND, uid] = _row(row, publiccode, licence, text)
    return rows


def _row(row: Row, publiccode: Mapping[str, Any], licence: str, text: str) -> Row:
    said, language = reuse.spoken(publiccode)
    short = reuse.text_of(said.get("shortDescription"), 2 * MAX_DESCRIPTION)
    name = reuse.text_of(publiccode.get("name")) or row.name
    return replace(
        row,
        name=name,
        description=cut(short, MAX_DESCRIPTION, text) if short else row.description,
        description_language=language if short else row.description_language,
        facts=tuple(fact for fact in _facts(publiccode, licence) if fact),
    )


def _facts(publiccode: Mapping[str, Any], licence: str) -> Iterable[str]:
    yield reuse.named("status", said_of_software(publiccode, "developmentStatus", STATUSES))
    yield reuse.named("type", said_of_software(publiccode, "softwareType", SOFTWARE_TYPES))
    yield licence_words(licence)
    maintenance = publiccode.get("maintenance")
    kind = maintenance.get("type") if isinstance(maintenance, Mapping) else ""
    if isinstance(kind, str) and kind in reuse.MAINTENANCE:
        words = gettext(reuse.MAINTENANCE[kind])
        yield gettext("maintained: %(how)s") % {"how": words[:1].lower() + words[1:]}
    yield _users(reuse.used_by(publiccode))


def _users(users: Sequence[str]) -> str:
    """Return "used by A, B and 12 others"."""
    if not users:
        return ""
    named, others = ", ".join(users[:FEW]), len(users) - FEW
    if others <= 0:
        return gettext("used by %(users)s") % {"users": named}
    words = ngettext(
        "used by %(users)s and %(count)s other", "used by %(users)s and %(count)s others", others
    )
    return words % {"users": named, "count": figure(others)}
