"""What one complete list speaks for: the repositories of its account, and those placed below."""

from django.db.models import Q

from beffroi.forges.addresses import ONE_SEGMENT
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import HarvestTask, Repository, RepositoryQuerySet

PLAIN_GIT = frozenset({"", "git", "cgit"})
"""Forges whose pages list what somebody linked there, maybe not what folders below hold."""


def below(account: ForgeAccount) -> Q:
    """Return which accounts of the same forge stand below one, segment by segment."""
    if not account.path_key:
        return Q(forge=account.forge_id) & ~Q(pk=account.pk)
    return Q(forge=account.forge_id, path_key__startswith=f"{account.path_key}/")


def in_tree(account: ForgeAccount) -> Q:
    """Return which repositories are of an account or of one below it."""
    own = Q(account=account)
    if account.path_key and account.forge.software in ONE_SEGMENT:
        return own
    accounts = ForgeAccount.objects.filter(below(account))
    return own | Q(account__in=list(accounts.values_list("pk", flat=True)))


def spoken_for(task: HarvestTask) -> RepositoryQuerySet:
    """Return the listed repositories that a task's list must show, or else they are missing.

    An account below that has a task of its own in the run answers for itself; so does, on plain
    git, one that is read on its own.
    """
    account = task.account
    listed = Repository.objects.listed()
    if account.path_key and account.forge.software in ONE_SEGMENT:
        return listed.filter(account=account)
    others = HarvestTask.objects.filter(run=task.run_id).values("account")
    under = ForgeAccount.objects.filter(below(account), withdrawn_at=None, ignored_since=None)
    under = under.exclude(pk__in=others)
    if account.forge.software in PLAIN_GIT:
        under = under.filter(read_at=None)
    keys = [account.pk, *under.values_list("pk", flat=True)]
    return listed.filter(account__in=keys)
