"""Rows of lists: what they hold, and those of bodies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.asking import repository_counts
from beffroi.organisations.pages.labels import country_name, current_language, figure, kind_name
from beffroi.search.highlight import cut

MAX_DESCRIPTION = 260
"""Characters of a description in a row."""


@dataclass(frozen=True, slots=True)
class Row:
    """One result: its kind in icon and word, its matter, where it stands.

    ``language`` and ``description_language``: of the text, "" when nobody says.
    ``body``: name and address of the organisation it belongs to. ``life``: paths of the small
    life line, by class.
    """

    kind: str
    kind_name: str
    url: str
    name: str
    description: str = ""
    description_language: str = ""
    body: tuple[str, str] | None = None
    facts: tuple[str, ...] = ()
    standing: str = ""
    life: Mapping[str, str] | None = None


def body_rows(uids: Sequence[str], text: str) -> dict[tuple[str, str], Row]:
    """Return rows of bodies, with their numbers of repositories, at the cost of one query."""
    counts = repository_counts(uids)
    found = Organisation.objects.filter(uid__in=uids).select_related("parent")
    return {
        ("organisation", body.uid): _body_row(body, counts.get(body.uid, 0), text) for body in found
    }


def _body_row(body: Organisation, count: int, text: str) -> Row:
    language = current_language()
    facts = []
    if count:
        words = ngettext("%(count)s repository", "%(count)s repositories", count)
        facts.append(words % {"count": figure(count)})
    if body.country:
        facts.append(country_name(body.country))
    above = body.parent
    name = above and (above.names.get(language) or above.name)
    return Row(
        kind="organisation",
        kind_name=gettext("Organisation"),
        url=f"{reverse('organisations:list')}{body.uid}/",
        name=body.names.get(language) or body.name,
        description=cut(body.description, MAX_DESCRIPTION, text),
        body=(name, f"{reverse('organisations:list')}{above.uid}/") if above and name else None,
        facts=tuple(facts),
        standing=kind_name(body.kind),
    )
