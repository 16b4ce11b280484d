"""Rows of repositories in lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from beffroi.lib import typography
from beffroi.organisations.pages.labels import current_language, figure
from beffroi.organisations.pages.rows import MAX_DESCRIPTION, Row
from beffroi.repositories.models import Repository
from beffroi.repositories.pages import life
from beffroi.search.highlight import cut

_COLUMNS = (
    *("uid", "name", "description", "descriptions", "language", "licence", "stars"),
    *("is_archived", "is_fork", "is_at_heritage", "missing_since", "last_activity_at"),
    *("account__organisation__uid", "account__organisation__name"),
    "account__organisation__names",
)

NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a row needs of a repository; whole models for a page cost more than all its queries."""

    uid: str
    name: str
    description: str
    descriptions: Mapping[str, Any]
    language: str
    licence: str
    stars: int | None
    is_archived: bool | None
    is_fork: bool | None
    is_at_heritage: bool | None
    missing_since: datetime | None
    last_activity_at: datetime | None
    body_uid: str
    body_name: str
    body_names: Mapping[str, str]


def repository_rows(
    uids: Sequence[str], text: str, *, first_fact: Mapping[str, str] = NOTHING
) -> dict[tuple[str, str], Row]:
    """Return rows of repositories, with what other rooms know, at the cost of one query.

    ``first_fact``: uid → words that stand before the facts.
    """
    elsewhere = life.known_elsewhere(uids)
    list_url, body_url = reverse("repositories:list"), reverse("organisations:list")
    language, kind_name = current_language(), gettext("Repository")
    found = Repository.objects.listed().filter(uid__in=uids).values_list(*_COLUMNS)
    rows = {}
    for one in (Listed(*values) for values in found):
        states = life.states(one, elsewhere.get(one.uid, {}))
        words, words_language = description(one, language)
        rows["repository", one.uid] = Row(
            kind="repository",
            kind_name=kind_name,
            url=f"{list_url}{one.uid}/",
            name=one.name,
            description=cut(words, MAX_DESCRIPTION, text),
            description_language=words_language,
            body=(one.body_names.get(language) or one.body_name, f"{body_url}{one.body_uid}/"),
            facts=(*filter(None, [first_fact.get(one.uid)]), *facts(one, language)),
            standing=life.reached(states),
            life=life.small(states, language),
        )
    return rows


def description(repository: Repository | Listed, language: str) -> tuple[str, str]:
    """Return the description and its language: the page's, if a file has it; else as given."""
    said = repository.descriptions.get(language)
    return (str(said), language) if said else (repository.description, "")


def facts(repository: Listed, language: str) -> tuple[str, ...]:
    """Return the few facts of a row, whole words each."""
    found = [repository.language, licence_words(repository.licence)]
    if repository.stars:
        stars = ngettext("%(count)s star", "%(count)s stars", repository.stars)
        found.append(stars % {"count": figure(repository.stars)})
    if repository.last_activity_at:
        day = typography.short_day(repository.last_activity_at, language)
        found.append(gettext("changed %(day)s") % {"day": day})
    if repository.is_archived:
        found.append(gettext("archived by its owner"))
    if repository.is_fork:
        found.append(gettext("fork"))
    return tuple(fact for fact in found if fact)


def licence_words(licence: str) -> str:
    """Return a licence as a row says it; "other" and "not stated" are two different things."""
    if licence == "other":
        return gettext("licence to be named")
    return licence or gettext("licence not stated")
