"""What left the scope of the catalogue: an account that is ignored or withdrawn."""

from datetime import datetime

from django.db.models import Q

from beffroi.organisations.actions.changes import mark
from beffroi.organisations.models import Forge, ForgeAccount
from beffroi.repositories.actions.missing import in_chunks
from beffroi.repositories.actions.returning import BY_ACCOUNT, SWEPT
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.models import Repository, RepositoryQuerySet

LEFT = Q(withdrawn_at__isnull=False) | Q(ignored_since__isnull=False)


def withdraw_left(forge: Forge, *, source: str, at: datetime) -> int:
    """Withdraw, out of scope, what accounts of a forge held that are no longer read; how many.

    When the account is back, so is what it holds.
    """
    accounts = list(ForgeAccount.objects.filter(LEFT, forge=forge).values_list("pk", flat=True))
    if not accounts:
        return 0
    return leave(Repository.objects.listed().filter(account__in=accounts), source=source, at=at)


def leave(rows: RepositoryQuerySet, *, source: str, at: datetime) -> int:
    """Withdraw repositories of an account that left the scope; how many."""
    count = 0
    for some in in_chunks(rows):
        count += withdraw(some, SWEPT, source=source, at=at)
        for row in Repository.objects.filter(pk__in=[one.pk for one in some]):
            mark(row, {"withdrawn_reason": ""}, source=BY_ACCOUNT, at=at)
            row.save(update_fields=("sources",))
    return count
