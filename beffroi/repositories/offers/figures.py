"""What bodies publish, in numbers, for the rooms below that cannot name repositories."""

from collections.abc import Collection, Mapping

from django.db.models import Count, Max, Sum

from beffroi.lib.slots import BODY_FIGURES, BodyFigures
from beffroi.repositories.models import Repository

MANY = 500
"""Bodies from which counting all of them is one question that every database takes."""


def figures_of(bodies: Collection[int] | None) -> Mapping[int, BodyFigures]:
    """Return key of a body → its listed repositories in numbers, with one query."""
    found = Repository.objects.listed()
    if bodies is not None and len(bodies) <= MANY:
        found = found.filter(account__organisation__in=list(bodies))
    rows = found.values_list("account__organisation").annotate(
        Count("pk"), Sum("stars"), Max("last_activity_at")
    )
    return {
        body: BodyFigures(count, stars or 0, active_at)
        for body, count, stars, active_at in rows.order_by()
    }


def register() -> None:
    """Leave the provider in the slot."""
    BODY_FIGURES.register("repositories", figures_of)
