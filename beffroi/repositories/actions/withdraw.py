"""Repositories that are missing, and those taken out of the catalogue; a tombstone stays."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.repositories.errors import RepositoryError
from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import WITHDRAWAL_REASONS


@transaction.atomic
def withdraw(repositories: Sequence[Repository], reason: str, *, source: str, at: datetime) -> int:
    """Take repositories out of the catalogue; page and API answer 410 with the reason.

    Returns how many it took out: those that somebody else withdrew first are not among them.
    Raises RepositoryError ``unknown-reason``.
    """
    if reason not in WITHDRAWAL_REASONS:
        known = ", ".join(WITHDRAWAL_REASONS)
        raise RepositoryError("unknown-reason", f"‘{reason}’ is no reason; known: {known}.")
    done = [
        repository
        for repository in repositories
        if Repository.objects.listed()
        .filter(pk=repository.pk)
        .update(withdrawn_at=at, withdrawn_reason=reason, changed_at=at)
    ]
    _note("withdrawn", done, {"reason": reason}, source=source, at=at)
    return len(done)


@transaction.atomic
def mark_missing(repositories: Sequence[Repository], *, source: str, at: datetime) -> None:
    """Note that a complete reading no longer showed these; they stay on the pages."""
    keys = [repository.pk for repository in repositories]
    rows = Repository.objects.filter(pk__in=keys)
    rows.filter(missing_since=None).update(missing_since=at)
    rows.update(missing_runs=F("missing_runs") + 1)
    fresh = [repository for repository in repositories if repository.missing_since is None]
    _note("missing", fresh, {}, source=source, at=at)


def _note(
    verb: str, rows: Sequence[Repository], after: dict[str, str], *, source: str, at: datetime
) -> None:
    journal.note(
        [
            Deed(
                at=at, verb=verb, object_kind="repository", object_uid=row.uid, source=source,
                body_uid=row.account.organisation.uid, after=after,
            )
            for row in rows
        ]
    )  # fmt: skip
    journal.want_indexed("repository", [row.uid for row in rows])
