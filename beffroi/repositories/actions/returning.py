"""Repositories that are there again: seen, found again, back from a tombstone."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, Q

from beffroi.journal import actions as journal
from beffroi.journal.actions import rows as quick
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import given_by
from beffroi.organisations.models import Forge, ForgeAccount
from beffroi.repositories.models import Repository, RepositoryQuerySet
from beffroi.repositories.shapes import REVIVABLE

SWEPT = "out-of-scope"
_UNDOABLE = ("deleted", SWEPT)
"""Withdrawals that a list proves wrong which still names a repository, without a word on it."""
MOST_AWAY = 500
"""So many missing repositories are compared here; where there are more, the database does it."""
BY_ACCOUNT = "account"
"""Who withdraws what an account held that left the scope: undone when the account is back."""


def may_return(known: Repository) -> bool:
    """Tell whether a new sight undoes a withdrawal; what a person decided stands."""
    if known.withdrawn_reason in REVIVABLE:
        return True
    return known.withdrawn_reason == SWEPT and given_by(known, "withdrawn_reason") == BY_ACCOUNT


def _is_in_scope(row: Repository) -> bool:
    return row.account.ignored_since is None and row.account.withdrawn_at is None


def of_addresses(keys: Iterable[str]) -> RepositoryQuerySet:
    """Return the repositories at some addresses, by their comparison form."""
    return Repository.objects.filter(url_key__in=quick.among({key for key in keys if key}))


def of_ids(forge: Forge, ids: Iterable[str]) -> RepositoryQuerySet:
    """Return the repositories with some ids at a forge.

    The addition keeps databases from reading whole accounts instead.
    """
    named = Repository.objects.filter(forge_id__in=quick.among({one for one in ids if one}))
    beside = ForgeAccount.objects.filter(forge=forge).values("pk")
    return named.alias(under=F("account") + 0).filter(under__in=beside)


def see(rows: RepositoryQuerySet, *, source: str, at: datetime) -> int:
    """Move the last sight of repositories that are there; those that were gone have returned.

    Returns how many moved. Nothing else is written of one that was there before.
    """
    away = rows.filter(Q(missing_since__isnull=False) | Q(withdrawn_reason__in=_UNDOABLE))
    back = list(away.values_list("pk", flat=True))
    if back:
        welcome(Repository.objects.filter(pk__in=back), source=source, at=at)
    return rows.filter(seen_at__lt=at).update(seen_at=at)


def welcome_missing(
    forge: Forge, ids: Collection[str], keys: Collection[str], *, source: str, at: datetime
) -> int:
    """Note which missing repositories of a forge are among those that came; how many."""
    away = Repository.objects.filter(missing_since__isnull=False, withdrawn_at=None)
    few = list(away.values_list("url_key", "forge_id")[: MOST_AWAY + 1])
    if len(few) <= MOST_AWAY and not any(key in keys or (one and one in ids) for key, one in few):
        return 0  # as nearly always
    count = 0
    for rows in (of_addresses(keys), of_ids(forge, ids) if ids else None):
        if rows is not None:
            missing = rows.filter(missing_since__isnull=False, withdrawn_at=None)
            count += welcome(missing, source=source, at=at)
    return count


def welcome(rows: RepositoryQuerySet, *, source: str, at: datetime) -> int:
    """Note that repositories which were missing or withdrawn are there again; how many."""
    back = [
        row
        for row in rows.select_related("account__organisation").only(
            "uid",
            "withdrawn_at",
            "withdrawn_reason",
            "sources",
            "account__organisation__uid",
            "account__ignored_since",
            "account__withdrawn_at",
        )
        if row.withdrawn_at is None or (may_return(row) and _is_in_scope(row))
    ]
    if not back:
        return 0
    Repository.objects.filter(pk__in=[row.pk for row in back]).update(
        withdrawn_at=None, withdrawn_reason="", missing_since=None, missing_runs=0, changed_at=at,
        look_wanted_at=at,
    )  # fmt: skip
    journal.note(
        [
            Deed(
                at=at, verb="returned", object_kind="repository", object_uid=row.uid,
                source=source, body_uid=row.account.organisation.uid,
                before={"withdrawn_reason": row.withdrawn_reason} if row.withdrawn_at else {},
            )
            for row in back
        ]
    )  # fmt: skip
    journal.want_indexed("repository", [row.uid for row in back])
    journal.want_indexed("organisation", {row.account.organisation.uid for row in back})
    return len(back)
