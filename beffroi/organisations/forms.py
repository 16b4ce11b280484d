"""What may be asked of the lists of bodies and accounts; the same for page, file, feed and API."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from django.db.models import Exists, OuterRef, Q

from beffroi.lib.slots import BodyFigures
from beffroi.organisations.models import (
    AccountQuerySet,
    ForgeAccount,
    Organisation,
    OrganisationQuerySet,
)
from beffroi.organisations.shapes import Lineage, band, totals_of
from beffroi.search import order
from beffroi.search.shapes import Query

UNKNOWN = "unknown"
DEPTH = 8
"""Floors of a hierarchy that a choice of a body looks up, itself the first."""


def body_q(uids: Sequence[str], path: str = "") -> Q:
    """Return the condition that a body is one of these, or stands below one of them."""
    return _on(path, Organisation.objects.filter(_upwards(uids)))


def ministry_q(uids: Sequence[str], path: str = "") -> Q:
    """Return the condition that a body is one of these ministries, or stands below one."""
    return _on(path, Organisation.objects.filter(_upwards(uids, kind="ministry")))


def chosen(query: Query, found: OrganisationQuerySet | None = None) -> OrganisationQuerySet:
    """Return the bodies that the filters of a question choose, by default of those listed.

    The words of a question are the index's; nothing here reads them.
    """
    found = Organisation.objects.listed() if found is None else found
    for name, values in query.filters.items():
        found = found.filter(_condition(name, values, query.today))
    return found


def accounts_chosen(query: Query, found: AccountQuerySet | None = None) -> AccountQuerySet:
    """Return the accounts that the filters of a question choose, by default of those listed."""
    found = ForgeAccount.objects.listed() if found is None else found
    for name, values in query.filters.items():
        if name == "forge":
            found = found.filter(forge__host__in=values)
        elif name == "organisation":
            found = found.filter(body_q(values, "organisation"))
        else:
            found = found.filter(_country(values, "organisation__country"))
    return found


def _on(path: str, bodies: OrganisationQuerySet) -> Q:
    return Q(**{f"{path}__in" if path else "pk__in": bodies.values("pk")})


def _upwards(uids: Sequence[str], kind: str = "") -> Q:
    found = Q(pk__in=())
    for floor in range(DEPTH):
        above = "parent__" * floor
        here = Q(**{f"{above}uid__in": list(uids)})
        found |= here & Q(**{f"{above}kind": kind}) if kind else here
    return found


def _condition(name: str, values: tuple[str, ...], today: date) -> Q:
    conditions = {
        "kind": lambda: Q() if "organisation" in values else Q(pk__in=()),
        "organisation": lambda: body_q(values),
        "ministry": lambda: ministry_q(values),
        "country": lambda: _country(values),
        "forge": lambda: _forge(values),
        "body": lambda: Q(kind__in=values),
        "publishes": lambda: _publishes(values),
        "band": lambda: _band(values),
        "activity": lambda: _activity(values, today),
    }
    nobody = Q(pk__in=())  # the facets of repositories: no body has a value
    return conditions[name]() if name in conditions else nobody


def _country(values: tuple[str, ...], field: str = "country") -> Q:
    found = Q(**{f"{field}__in": [value for value in values if value != UNKNOWN]})
    return found | Q(**{field: ""}) if UNKNOWN in values else found


def _forge(values: tuple[str, ...]) -> Q:
    there = ForgeAccount.objects.listed().filter(forge__host__in=values)
    return Q(Exists(there.filter(organisation=OuterRef("pk"))))


def _publishes(values: tuple[str, ...]) -> Q:
    """Return bodies that have a repository, their own or one of a body below; or have none."""
    those = _with_figures(lambda figures: bool(figures.repositories))
    return _any_of({"yes": those, "no": ~those}, values)


def _band(values: tuple[str, ...]) -> Q:
    found = _with_figures(lambda figures: band(figures.repositories) in values)
    return found | _publishes(("no",)) if "0" in values else found


def _activity(values: tuple[str, ...], today: date) -> Q:
    """Return bodies by the last activity of what they and all below publish, as the index has it.

    See ``search.order.activities``; no body is archived.
    """
    since = datetime.fromtimestamp(order.active_since(today), UTC)
    known = _with_figures(lambda figures: figures.active_at is not None)
    active = _with_figures(lambda figures: bool(figures.active_at and figures.active_at >= since))
    return _any_of({"active": active, "quiet": known & ~active, "unknown": ~known}, values)


def _with_figures(is_wanted: Callable[[BodyFigures], bool]) -> Q:
    totals = totals_of(None, Lineage.of_all())
    return Q(pk__in=[pk for pk, figures in totals.items() if is_wanted(figures)])


def _any_of(conditions: Mapping[str, Q], values: tuple[str, ...]) -> Q:
    found = Q(pk__in=())
    for value in values:
        found |= conditions.get(value, Q(pk__in=()))
    return found
