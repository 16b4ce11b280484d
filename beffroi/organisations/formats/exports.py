"""The columns of bodies and accounts; for accounts generation 1 of the French data first.

One table of columns for CSV, JSON, JSON Lines, the API and its description. Names and order
are stable; new columns come at the end. Empty means unknown.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from pydantic import Field

from beffroi.lib.privacy import without_addresses
from beffroi.lib.tables import Column
from beffroi.organisations.formats.platforms import platform_of
from beffroi.organisations.models import (
    AccountQuerySet,
    ForgeAccount,
    Organisation,
    OrganisationQuerySet,
)

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
PAGE = 1000
"""Rows read from the database at once."""

_O = Column[Organisation]
_A = Column[ForgeAccount]


def _text(given: str) -> str | None:
    return str(without_addresses(given)) or None


def _identifiers(body: Organisation) -> list[str]:
    return sorted(f"{one.scheme}:{one.value}" for one in body.identifiers.all())


LISTED_BODIES: Sequence[_O] = (
    _O("uid", str, _("Permanent name of the body"), lambda o: o.uid),
    _O("name", str, _("Name"), lambda o: o.name),
    _O("kind", str, _("What sort of body it is; ‘unidentified’: not known yet"), lambda o: o.kind),
    _O("country", str | None, _("ISO 3166-1 alpha-2, or EU"), lambda o: o.country or None),
    _O("description", str | None, _("Description"), lambda o: _text(o.description)),
    _O("website", str | None, _("Its site"), lambda o: o.website or None),
    _O("parent_uid", str | None, _("uid of the body above"), lambda o: o.parent and o.parent.uid),
    _O("parent", str | None, _("Name of the body above"), lambda o: o.parent and o.parent.name),
    _O("identifiers", list[str], _("Register and number, joined by a colon"), _identifiers),
    _O("names", dict[str, str], _("Language → name"), lambda o: o.names),
    _O("first_seen", Instant, _("When the registry first had it"), lambda o: o.created_at),
    _O("changed", Instant, _("When the registry last changed it"), lambda o: o.changed_at),
)
"""What a row of the list of bodies holds."""

_SOURCES = _("Field → by whom and when; * is all others")
EXPORTED_BODIES: Sequence[_O] = (
    *LISTED_BODIES,
    _O("sources", dict[str, Any], _SOURCES, lambda o: o.sources),
)

LISTED_ACCOUNTS: Sequence[_A] = (
    _A("login", str, _("Path of the account at the forge"), lambda a: a.full_path),
    _A(
        "description",
        str | None,
        _("Description, as given there"),
        lambda a: _text(a.description),
    ),
    _A("name", str | None, _("Name shown there"), lambda a: a.name or None),
    _A("organization_url", str, _("Address at the forge"), lambda a: a.url),
    _A("avatar_url", str | None, _("Address of its picture"), lambda a: a.avatar_url or None),
    _A("website", str | None, _("Its site"), lambda a: _text(a.website)),
    _A(
        "location",
        str | None,
        _("Place, as given there"),
        lambda a: _text(a.location),
    ),
    _A("email", None, _("Always empty: addresses are not given out"), lambda _: None),
    _A("is_verified", bool | None, _("Whether the forge verified it"), lambda a: a.is_verified),
    _A("repositories_count", int | None, _("What the forge says"), lambda a: a.declared_count),
    _A("creation_date", Instant | None, _("Creation at the forge"), lambda a: a.opened_at),
    _A("platform", str | None, _("Software of the forge"), lambda a: platform_of(a.forge.software)),
    _A("uid", str, _("Permanent name of the account"), lambda a: a.uid),
    _A("kind", str | None, _("organization, group, user …"), lambda a: a.kind or None),
    _A("forge", str, _("Host of the forge"), lambda a: a.forge.host),
    _A("organisation_uid", str, _("uid of its body"), lambda a: a.organisation.uid),
    _A("organisation", str, _("Name of its body"), lambda a: a.organisation.name),
    _A("country", str | None, _("ISO 3166-1 alpha-2"), lambda a: a.organisation.country or None),
    _A("parent_uid", str | None, _("uid of the group above"), lambda a: a.parent and a.parent.uid),
    _A("followers_count", int | None, _("Followers"), lambda a: a.followers),
    _A(
        "floss_policy",
        str | None,
        _("Its policy on free software"),
        lambda a: a.floss_policy or None,
    ),
    _A("ospo_url", str | None, _("Its open-source office"), lambda a: a.ospo_url or None),
    _A("first_seen", Instant, _("When the registry first had it"), lambda a: a.created_at),
    _A("changed", Instant, _("When the registry last changed it"), lambda a: a.changed_at),
    _A("last_read", Instant | None, _("Last complete harvest"), lambda a: a.read_at),
)
"""What a row of the list of accounts holds, generation 1 first."""

EXPORTED_ACCOUNTS: Sequence[_A] = (
    *LISTED_ACCOUNTS,
    _A("sources", dict[str, Any], _SOURCES, lambda a: a.sources),
)

BODY_COLUMNS = tuple(column.name for column in EXPORTED_BODIES)
ACCOUNT_COLUMNS = tuple(column.name for column in EXPORTED_ACCOUNTS)
BODY_KINDS = tuple(column.kind for column in EXPORTED_BODIES)
ACCOUNT_KINDS = tuple(column.kind for column in EXPORTED_ACCOUNTS)


def body_row(body: Organisation) -> list[Any]:
    """Return the values of a body in the order of ``BODY_COLUMNS``."""
    return [column.read(body) for column in EXPORTED_BODIES]


def account_row(account: ForgeAccount) -> list[Any]:
    """Return the values of an account in the order of ``ACCOUNT_COLUMNS``."""
    return [column.read(account) for column in EXPORTED_ACCOUNTS]


def bodies_whole(found: OrganisationQuerySet) -> OrganisationQuerySet:
    """Return bodies with all that a row of a list holds, in two queries."""
    return found.select_related("parent").prefetch_related("identifiers")


def accounts_whole(found: AccountQuerySet) -> AccountQuerySet:
    """Return accounts with all that a row of a list holds, in one query."""
    return found.select_related("forge", "organisation", "parent")


def bodies_in_order(found: OrganisationQuerySet) -> Iterator[Organisation]:
    """Return bodies by uid, a page of the database after the other."""
    pages = bodies_whole(found).order_by("uid")
    after = ""
    while page := list(pages.filter(uid__gt=after)[:PAGE]):
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].uid


def accounts_in_order(found: AccountQuerySet) -> Iterator[ForgeAccount]:
    """Return accounts by uid, a page of the database after the other."""
    pages = accounts_whole(found).order_by("uid")
    after = ""
    while page := list(pages.filter(uid__gt=after)[:PAGE]):
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1].uid
