"""A person settles what a harvest asks: yes, it is so; or no, keep what is known."""

from datetime import datetime

from django.db import transaction

from beffroi.forges.addresses import AccountAddress, AccountAddressError, parse_account
from beffroi.repositories.actions import asking, holding
from beffroi.repositories.actions.asking import (
    ACCOUNT_GONE,
    CONFIRMED,
    MASS_LOSS,
    MOVED_OUT,
    REFUSED,
)
from beffroi.repositories.actions.missing import in_chunks
from beffroi.repositories.actions.moving import follow_account, follow_repositories
from beffroi.repositories.actions.scopes import in_tree
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.errors import RepositoryError
from beffroi.repositories.models import Question, Repository, RepositoryQuerySet


@transaction.atomic
def settle(
    question: Question, *, is_confirmed: bool, source: str, at: datetime, reason: str = "deleted"
) -> int:
    """Settle a question; return how many repositories that moved, ended or were kept.

    Yes: what is gone becomes a tombstone of ``reason``; what moved is followed, with aliases. No:
    nothing changes, and the same is not asked again. Raises RepositoryError ``settled-already``.
    """
    locked = Question.objects.select_for_update().filter(pk=question.pk, settled_at=None)
    if not locked.exists():
        text = f"The question {question.uid} was settled already, as {question.settled_as}."
        raise RepositoryError("settled-already", text)
    count = question.count
    if is_confirmed:
        count = _confirm(question, reason, source=source, at=at)
    asking.close(question, CONFIRMED if is_confirmed else REFUSED, at=at, source=source)
    return count


def rows_of(question: Question) -> RepositoryQuerySet:
    """Return the repositories that a question is about, as they are now."""
    listed = Repository.objects.listed()
    if question.kind == MASS_LOSS:
        return holding.held_rows(question)
    if question.kind == ACCOUNT_GONE:
        return listed.filter(in_tree(question.account), missing_since__isnull=False)
    return listed.filter(uid__in=question.uids)


def _confirm(question: Question, reason: str, *, source: str, at: datetime) -> int:
    if question.kind == MOVED_OUT:
        return _follow(question, source=source, at=at)
    home = _home(str(question.facts.get("to") or ""))
    if question.kind == ACCOUNT_GONE and home is not None:
        return follow_account(question.account, home, source=source, at=at)
    rows = rows_of(question)
    return sum(withdraw(some, reason, source=source, at=at) for some in in_chunks(rows))


def _follow(question: Question, *, source: str, at: datetime) -> int:
    moved = {}
    for uid, url in dict(question.facts.get("moved") or {}).items():
        home = _home(str(url).rpartition("/")[0])
        if home is not None:
            moved[uid] = (str(url), home)
    return follow_repositories(question.account, moved, source=source, at=at)


def _home(url: str) -> AccountAddress | None:
    try:
        return parse_account(url) if url else None
    except AccountAddressError:
        return None
