"""What one run brought: what changed, what could not be read, what each account holds now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from beffroi.journal.models import Act
from beffroi.organisations.pages.labels import current_language
from beffroi.portal import meanings
from beffroi.repositories.models import Failure, HarvestRun, HarvestTask, Repository

NAMES_SHOWN = 20
ACCOUNTS_SHOWN = 50

VERBS = {
    "recorded": gettext_lazy("Entered the catalogue"),
    "renamed": gettext_lazy("At a new address"),
    "missing": gettext_lazy("Missing"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "returned": gettext_lazy("There again"),
    "changed": gettext_lazy("Changed in the catalogue"),
}
"""Verb of an act → what happened to the repositories that it names."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of failure in a run: how often, what it means and what to do."""

    code: str
    count: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Changed:
    """What happened to some repositories: words, the first of them, whether there are more."""

    verb: str
    words: str
    names: tuple[tuple[str, str], ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account of a run: where, how it stands, how many repositories the catalogue has."""

    words: str
    url: str
    list_url: str
    met: int
    declared: int | None
    count: int
    code: str


def kinds_of(run: HarvestRun) -> list[Kind]:
    """Return what a run could not read by kind, the most frequent first."""
    rows = Failure.objects.filter(run=run).order_by().values_list("code").annotate(Count("pk"))
    language = current_language()
    found = []
    for code, count in sorted(rows, key=lambda row: (-row[1], row[0])):
        known = meanings.meaning(code)
        words = known.words[language] if known else ""
        url = reverse("portal:error", args=[code]) if known else ""
        found.append(Kind(code, count, words, url))
    return found


def changes_of(run: HarvestRun) -> list[Changed]:
    """Return what a run changed in the catalogue, each repository with its page.

    Acts of the journal in the time of the run, on repositories of its accounts: a question for
    each verb and one for the names.
    """
    end = run.finished_at or timezone.now()
    mine = Repository.objects.filter(account__in=_accounts(run)).values("uid")
    acts = Act.objects.newest().filter(
        object_kind="repository", at__gte=run.started_at, at__lte=end, object_uid__in=mine
    )
    told = {
        verb: list(acts.filter(verb=verb).values_list("object_uid", flat=True)[: NAMES_SHOWN + 1])
        for verb in VERBS
    }
    named = _names({uid for uids in told.values() for uid in uids})
    return [
        Changed(
            verb=verb,
            words=str(VERBS[verb]),
            names=tuple(
                (named.get(uid, uid), reverse("repositories:detail", args=[uid]))
                for uid in dict.fromkeys(uids[:NAMES_SHOWN])
            ),
            has_more=len(uids) > NAMES_SHOWN,
        )
        for verb, uids in told.items()
        if uids
    ]


def accounts_of(run: HarvestRun) -> list[AccountLine]:
    """Return the accounts of a run with what the catalogue has of them, at two questions."""
    tasks = HarvestTask.objects.filter(run=run).select_related("account__forge").order_by("pk")
    here = list(tasks[:ACCOUNTS_SHOWN])
    held = Repository.objects.listed().filter(account__in=[task.account_id for task in here])
    counts = dict(held.order_by().values_list("account").annotate(Count("pk")))
    return [
        AccountLine(
            words=f"{task.account.forge.host}/{task.account.full_path}".rstrip("/"),
            url=reverse("organisations:account", args=[task.account.uid]),
            list_url=f"{reverse('repositories:list')}?account={task.account.uid}",
            met=task.met,
            declared=task.declared,
            count=counts.get(task.account_id, 0),
            code=task.error_code,
        )
        for task in here
    ]


def first_of(run: HarvestRun, most: int) -> list[str]:
    """Return the uids of the first repositories, by name, of what a run has read."""
    found = Repository.objects.listed().filter(account__in=_accounts(run)).order_by("name", "pk")
    return list(found.values_list("uid", flat=True)[:most])


def _accounts(run: HarvestRun) -> QuerySet[HarvestTask, Any]:
    return HarvestTask.objects.filter(run=run).values("account")


def _names(uids: set[str]) -> dict[str, str]:
    return dict(Repository.objects.filter(uid__in=uids).values_list("uid", "name"))
