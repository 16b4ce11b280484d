"""What may be asked of the list of repositories; the same for page, file, feed and API."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from django.db.models import Q

from beffroi.forges.topics import normal_form
from beffroi.organisations.forms import body_q, ministry_q
from beffroi.repositories.models import Repository, RepositoryQuerySet
from beffroi.search import order
from beffroi.search.shapes import Query

UNKNOWN = "unknown"
_THREE: Mapping[str, bool | None] = {"yes": True, "no": False, UNKNOWN: None}
_TEXTS = {"language": "language", "licence": "licence"}
_COUNTRY = "account__organisation__country"


def chosen(
    query: Query, found: RepositoryQuerySet | None = None
) -> tuple[RepositoryQuerySet, Callable[[Repository], bool]]:
    """Return the repositories that the filters of a question choose, by default of those listed.

    Two parts: what the database can tell, and a test for the rest (topics are compared in
    their normal form). The words of a question are the index's; nothing here reads them.
    """
    found = Repository.objects.listed() if found is None else found
    for name, values in query.filters.items():
        found = found.filter(_condition(name, values, query.today))
    topics = set(query.filters.get("topic", ()))

    def is_wanted(repository: Repository) -> bool:
        return not topics or bool(topics & set(map(normal_form, repository.topics)))

    return found, is_wanted


def _condition(name: str, values: tuple[str, ...], today: date) -> Q:
    if name in _TEXTS:
        return _text(_TEXTS[name], values)
    if name in {"archived", "fork"}:
        return _three(f"is_{name}", values)
    if name == "activity":
        return _activity(values, today)
    if name == "kind":
        return Q() if "repository" in values else Q(pk__in=())
    if name == "topic":
        return ~Q(topics=[])
    return {
        "organisation": lambda: body_q(values, "account__organisation"),
        "ministry": lambda: ministry_q(values, "account__organisation"),
        "forge": lambda: Q(account__forge__host__in=values),
        "country": lambda: _text(_COUNTRY, values),
    }[name]()


def _text(field: str, values: tuple[str, ...]) -> Q:
    found = Q(**{f"{field}__in": [value for value in values if value != UNKNOWN]})
    return found | Q(**{field: ""}) if UNKNOWN in values else found


def _three(field: str, values: tuple[str, ...]) -> Q:
    found = Q(pk__in=())
    for value in values:
        if value in _THREE:
            fact = _THREE[value]
            found |= Q(**{f"{field}__isnull": True}) if fact is None else Q(**{field: fact})
    return found


def _activity(values: tuple[str, ...], today: date) -> Q:
    """Return what is as lively as the index says: see ``search.order.activities``."""
    since = datetime.fromtimestamp(order.active_since(today), UTC)
    first = datetime.fromtimestamp(1, UTC)
    lively = {
        "unknown": Q(last_activity_at=None) | Q(last_activity_at__lt=first),
        "quiet": Q(last_activity_at__gte=first, last_activity_at__lt=since),
        "active": Q(last_activity_at__gte=since),
    }
    is_open = ~Q(is_archived=True) | Q(is_archived=None)
    found = Q(pk__in=())
    for value in values:
        if value in lively:
            found |= is_open & lively[value]
        elif value == "archived":
            found |= Q(is_archived=True)
    return found
