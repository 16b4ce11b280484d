"""What may be asked of the list of repositories; the same for page, file, feed and API."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from beffroi.forges.topics import normal_form
from beffroi.organisations.forms import body_q, ministry_q
from beffroi.policy import catalogue_score
from beffroi.policy.freedom import freedom
from beffroi.repositories.models import Repository, RepositoryQuerySet
from beffroi.repositories.shapes import DESCRIBED, SOFTWARE_TYPES, STATUSES, WANTED
from beffroi.search import order
from beffroi.search.shapes import Query

UNKNOWN = "unknown"
_THREE: Mapping[str, bool | None] = {"yes": True, "no": False, UNKNOWN: None}
_TEXTS = {"language": "language", "licence": "licence"}
_SPAN = re.compile(r"((?:19|20)[0-9]{2})(?:-(0[1-9]|1[0-2]))?")
_BAR = re.compile(r"0|-?[1-9][0-9]{0,3}00|-?[1-9]00")
_COUNTRY = "account__organisation__country"

NOBODY = Q(pk__in=())
LOOKED_INTO = ~Q(files={}) | ~Q(head="") | Q(is_empty=True) | Q(sources__has_key="files")
"""The same as ``shapes.is_looked_into``."""


def chosen(
    query: Query, found: RepositoryQuerySet | None = None
) -> tuple[RepositoryQuerySet, Callable[[Repository], bool]]:
    """Return the repositories that the filters of a question choose, by default of those listed.

    Two parts: what the database can tell, and a test for the rest (topics are compared in
    their normal form). The words of a question are the index's; nothing here reads them.
    """
    found = Repository.objects.listed() if found is None else found
    if "score" in query.filters:
        found = found.annotate(score=_score())
    for name, values in query.filters.items():
        found = found.filter(_condition(name, values, query.today))
    topics = set(query.filters.get("topic", ()))

    def is_wanted(repository: Repository) -> bool:
        return not topics or bool(topics & set(map(normal_form, repository.topics)))

    return found, is_wanted


def _condition(name: str, values: tuple[str, ...], today: date) -> Q:
    if name in _TEXTS:
        return _text(_TEXTS[name], values)
    if name in {"archived", "fork", "template"}:
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
        "body": lambda: Q(account__organisation__kind__in=values),
        "account": lambda: Q(account__uid__in=values),
        "publishes": lambda: NOBODY,  # of bodies alone
        "band": lambda: NOBODY,
        "country": lambda: _text(_COUNTRY, values),
        "free": lambda: Q(licence__in=_licences(values)),
        "has": lambda: _all(map(_has, values)),
        "lacks": lambda: _all(map(_lacks, values)),
        "type": lambda: _said("softwareType", values, SOFTWARE_TYPES),
        "status": lambda: _said("developmentStatus", values, STATUSES),
        "created": lambda: _within("created_at", values),
        "added": lambda: _within("first_seen_at", values),
        "score": lambda: _scored(values),
    }[name]()


def _text(field: str, values: tuple[str, ...]) -> Q:
    found = Q(**{f"{field}__in": [value for value in values if value != UNKNOWN]})
    return found | Q(**{field: ""}) if UNKNOWN in values else found


def _three(field: str, values: tuple[str, ...]) -> Q:
    found = NOBODY
    for value in values:
        if value in _THREE:
            fact = _THREE[value]
            found |= Q(**{f"{field}__isnull": True}) if fact is None else Q(**{field: fact})
    return found


def _all(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found &= condition
    return found


def _any(conditions: Iterable[Q]) -> Q:
    found = NOBODY
    for condition in conditions:
        found |= condition
    return found


def _has(kind: str) -> Q:
    if kind == UNKNOWN:
        return ~LOOKED_INTO
    return ~Q(description="") if kind == DESCRIBED else Q(files__has_key=kind)


def _lacks(kind: str) -> Q:
    if kind == DESCRIBED:
        return Q(description="")
    return LOOKED_INTO & ~Q(files__has_key=kind) if kind in WANTED else NOBODY


def _licences(values: Iterable[str]) -> list[str]:
    """Return the licences of the catalogue that are as free as is asked: a few dozen."""
    known = Repository.objects.values_list("licence", flat=True).distinct().order_by()
    return [licence for licence in known if freedom(licence) in values]


def _said(key: str, values: Iterable[str], known: tuple[str, ...]) -> Q:
    return _any(Q(**{f"publiccode__{key}": value}) for value in values if value in known)


def _within(field: str, values: Iterable[str]) -> Q:
    """Return what happened in one of these years or months; ``unknown`` where nobody says."""
    found = NOBODY
    for value in values:
        spot = _SPAN.fullmatch(value)
        if value == UNKNOWN:
            found |= Q(**{field: None})
        elif spot:
            year, month = spot.groups()
            found |= Q(**{f"{field}__year": year, **({f"{field}__month": month} if month else {})})
    return found


def _scored(values: Iterable[str]) -> Q:
    """Return the scores of these bars of the histogram; hundreds are cut towards zero."""
    found = NOBODY
    for value in values:
        if _BAR.fullmatch(value):
            start = int(value)
            least = start - 99 if start <= 0 else start
            most = start + 99 if start >= 0 else start
            found |= Q(score__gte=least, score__lte=most)
    return found


def _score() -> Combinable:
    """Return the score as the database adds it up: the same as ``shapes.score_of``."""
    earns = {
        "licence": Q(licence__in=_licences(["yes"])),
        "template": Q(is_template=True),
        "publiccode": _has("publiccode"),
        "readme": _has("readme"),
        "contributing": _has("contributing"),
        "changelog": _has("changelog"),
        "description": _lacks(DESCRIBED),
        "archived": Q(is_archived=True),
        "fork": Q(is_fork=True),
    }
    total: Combinable = Value(0)
    for name, weight in catalogue_score.weights().items():
        cases = [When(earns[name], then=Value(weight))] if name in earns else _steps(name)
        total = total + Case(*cases, default=Value(0), output_field=IntegerField())
    return total


def _steps(name: str) -> list[When]:
    field = {"forks": "forks", "subscribers": "watchers"}[name]
    return [
        When(**{f"{field}__gt": above}, then=Value(earned))
        for above, earned in catalogue_score.steps()
    ]


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
    found = NOBODY
    for value in values:
        if value in lively:
            found |= is_open & lively[value]
        elif value == "archived":
            found |= Q(is_archived=True)
    return found
