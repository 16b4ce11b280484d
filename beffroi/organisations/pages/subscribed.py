"""What feeds say of bodies."""

from django.urls import reverse

from beffroi.lib import atom
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages.files import site
from beffroi.organisations.pages.labels import current_language
from beffroi.organisations.pages.subscriptions import permanent_id
from beffroi.organisations.shapes import KIND_NAMES

PLACE = "organisations"


def entry_of(body: Organisation) -> atom.Entry:
    """Return the entry of one body."""
    language = current_language()
    name = body.names.get(language) or body.name
    return atom.Entry(
        id=permanent_id(PLACE, body.uid),
        title=name,
        url=site(f"{reverse('organisations:list')}{body.uid}/"),
        updated=body.changed_at,
        published=body.created_at,
        author=name,
        summary=without_addresses(body.description),
        terms=[KIND_NAMES.get(body.kind, {}).get(language, body.kind)],
    )


def removed_of(body: Organisation) -> atom.Removed:
    """Return the deletion of one body."""
    return atom.Removed(
        id=permanent_id(PLACE, body.uid),
        at=body.withdrawn_at or body.changed_at,
        reason=body.withdrawn_reason,
    )
