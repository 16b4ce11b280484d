"""The brake: what vanishes in a mass is held for a person instead of believed.

A repository is held by a question of kind ``mass-loss`` that covers it: of that account, or of
that forge, not seen since the run that asked, and not missing before. Nothing is written on the
repository itself.
"""

from datetime import datetime

from django.db.models import Q

from beffroi.lib.dates import read_instant
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import asking
from beffroi.repositories.actions.asking import MASS_LOSS, OVERTAKEN, Matter, Standing
from beffroi.repositories.actions.scopes import in_tree
from beffroi.repositories.models import HarvestTask, Question, Repository, RepositoryQuerySet

BRAKE_COUNT = 20
BRAKE_SHARE = 0.25
"""More than max(20, 25 %) gone at once, of an account or of a forge, is held: catalogue §5."""

SUSPICIOUS = "suspicious-empty"
NOT_FOUND = "account-not-found"


def is_mass(lost: int, rows: RepositoryQuerySet) -> bool:
    """Tell whether so many lost at once, of these rows, are too many to believe."""
    return lost > BRAKE_COUNT and lost > BRAKE_SHARE * rows.count()


def held(standing: Standing) -> Q | None:
    """Return which repositories the questions of a forge hold; None when they hold none."""
    covers = [_cover(question) for question in standing.of(MASS_LOSS)]
    if not covers:
        return None
    every = covers[0]
    for cover in covers[1:]:
        every |= cover
    return every


def hold(task: HarvestTask, standing: Standing, *, is_forge: bool, at: datetime) -> None:
    """Ask whether what vanished in this run is gone: of the task's account, or of its forge.

    Counted (``count_again``) once the account's state is written.
    """
    account = _anchor(task, standing) if is_forge else task.account
    known = standing.open_of(MASS_LOSS, account)
    is_forge = is_forge or bool(known and known.facts["scope"] == "forge")
    facts = {
        "scope": "forge" if is_forge else "account",
        "before": task.run.started_at.isoformat(),
        "after": _denied_until(account, standing),
    }
    if is_forge:  # what this run has missed before the brake took hold is held too
        rows = Repository.objects.listed().filter(account__forge=account.forge_id)
        rows.filter(missing_since__gte=task.run.started_at).update(
            missing_since=None, missing_runs=0
        )
    standing.keep(asking.ask(account, task.run, Matter(MASS_LOSS, 0, (), facts), at=at))


def lost_on_forge(task: HarvestTask) -> int:
    """Return how many repositories of the forge this run has missed so far, at other accounts."""
    began = task.run.started_at
    rows = Repository.objects.listed().filter(account__forge=task.account.forge_id)
    rows = rows.exclude(account=task.account_id)
    return rows.filter(missing_since__gte=began).count() + rows.filter(_silent(began)).count()


def lost_elsewhere(task: HarvestTask, standing: Standing) -> Q:
    """Return which repositories of a forge lists do not show any more, whatever that means."""
    lost = Q(missing_since__isnull=False) | _silent(task.run.started_at)
    for question in standing.of(MASS_LOSS):
        lost |= _held(question)
    return lost


def held_rows(question: Question) -> RepositoryQuerySet:
    """Return the listed repositories that a question holds, of accounts read since it was asked."""
    return Repository.objects.listed().filter(_held(question))


def count(question: Question, *, at: datetime) -> None:
    """Count anew what a question holds; where all of it is back, it is overtaken."""
    rows = held_rows(question)
    question.count = rows.count()
    question.uids = list(rows.order_by("pk").values_list("uid", flat=True)[: asking.NAMED])
    question.save(update_fields=("count", "uids"))
    if not question.count and question.seen_at < at:
        asking.close(question, OVERTAKEN, at=at)


def count_again(account: ForgeAccount, standing: Standing, *, at: datetime) -> None:
    """Count anew what the open questions hold that an account is part of."""
    for question in standing.of(MASS_LOSS):
        if question.settled_at is None and _concerns(question, account):
            count(question, at=at)


def _silent(since: datetime) -> Q:
    """Return which repositories were in lists that are empty, or not there, since an instant."""
    return Q(
        account__error_code__in=(SUSPICIOUS, NOT_FOUND),
        account__error_at__gte=since,
        seen_at__lt=since,
        missing_since=None,
    )


def _held(question: Question) -> Q:
    before = read_instant(question.facts["before"])
    return _cover(question) & (Q(account__read_at__gte=before) | _silent(before))


def _cover(question: Question) -> Q:
    facts = question.facts
    account = question.account
    where = (
        Q(account__forge=account.forge_id) if facts["scope"] == "forge" else in_tree(account)
    ) & Q(seen_at__lt=read_instant(facts["before"]), missing_since=None)
    if facts.get("after"):
        where &= Q(seen_at__gte=read_instant(facts["after"]))
    return where


def _concerns(question: Question, account: ForgeAccount) -> bool:
    asked = question.account
    is_below = not asked.path_key or account.path_key.startswith(f"{asked.path_key}/")
    return question.facts["scope"] == "forge" or asked.pk == account.pk or is_below


def _anchor(task: HarvestTask, standing: Standing) -> ForgeAccount:
    """Return the account that a question about a whole forge is put at."""
    for question in standing.of(MASS_LOSS):
        if question.settled_at is None and question.facts["scope"] == "forge":
            return question.account
    accounts = ForgeAccount.objects.listed().select_related("forge", "organisation")
    return accounts.filter(forge=task.account.forge_id, path_key="").first() or task.account


def _denied_until(account: ForgeAccount, standing: Standing) -> str:
    """Return up to when a person has said that repositories of an account are not gone."""
    rows = standing.of(MASS_LOSS)
    said = [one.facts["before"] for one in rows if one.settled_at and _concerns(one, account)]
    return max(said, default="")
