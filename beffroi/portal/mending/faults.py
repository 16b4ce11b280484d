"""The faults of one publisher, counted, with links to their lists; and all of them as rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from beffroi.organisations.models import AccountQuerySet, ForgeAccount
from beffroi.organisations.pages.files import site
from beffroi.portal.mending import rules
from beffroi.portal.publishing import Publishing
from beffroi.repositories.models import Alias, Repository, RepositoryQuerySet

SHOWN = 20
"""Things named under one fault; its list or the file holds all."""

TWICE = gettext_lazy("Listed under two accounts")
TWICE_REMEDY = gettext_lazy(
    "One repository, counted once, here under the first account. Where both groups share it, "
    "nothing needs to be done."
)
FORMER = gettext_lazy("Former addresses that lead here")
FORMER_REMEDY = gettext_lazy("Nothing needs to be done: links to them keep working.")

COLUMNS = (
    *("fault", "what", "kind", "uid", "name", "repository_url", "page", "since"),
    *("remedy", "who"),
)
"""Columns of the file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: how many have it, some by name, the list of all, the remedy and who may.

    ``things``: words, address, note. ``is_telling``: false where nothing is wrong.
    """

    code: str
    title: str
    count: int
    url: str
    remedy: str
    who: str = ""
    things: tuple[tuple[str, str, str], ...] = ()
    is_telling: bool = True


def faults(
    publishing: Publishing, repositories: RepositoryQuerySet, accounts: AccountQuerySet
) -> list[Fault]:
    """Return what is wrong or missing, the gravest first; nothing for what nobody has."""
    found = [
        *_of_accounts(with_counts(accounts)),
        *_missing(repositories),
        *_of_repositories(publishing),
        *_aliases(repositories),
    ]
    return sorted((one for one in found if one.count), key=lambda one: not one.is_telling)


def with_counts(accounts: AccountQuerySet) -> list[tuple[ForgeAccount, int]]:
    """Return accounts, each with its own number of listed repositories, with one query."""
    rows = accounts.select_related("forge").annotate(
        shown=Count("repository", filter=Q(repository__withdrawn_at=None))
    )
    return [(row, int(getattr(row, "shown", 0))) for row in rows.order_by("-shown", "url")]


def rows(repositories: RepositoryQuerySet, accounts: AccountQuerySet) -> Iterator[Sequence[Any]]:
    """Return every fault of every thing in the order of ``COLUMNS``, streamed."""
    for account, count in with_counts(accounts):
        for rule in rules.ACCOUNTS:
            if rule.is_true(account, count):
                yield _account_row(account, rule)
    known: dict[str, tuple[str, str]] = {
        rule.code: rules.remedy_of(rule) for rule in rules.REPOSITORIES
    }
    shown = repositories.defer("publiccode", "languages", "descriptions")
    for repository in shown.order_by("uid").iterator(500):
        yield from _repository_rows(repository, known)


def _of_repositories(publishing: Publishing) -> Iterator[Fault]:
    for rule in rules.REPOSITORIES:
        remedy, who = rules.remedy_of(rule)
        yield Fault(
            rule.code,
            str(rule.title),
            publishing.counted(rule.facet, rule.value),
            publishing.url(**{rule.facet: rule.value}),
            remedy,
            who,
            is_telling=rule.is_telling,
        )


def _of_accounts(accounts: Iterable[tuple[ForgeAccount, int]]) -> Iterator[Fault]:
    known = list(accounts)
    for rule in rules.ACCOUNTS:
        wrong = [pair for pair in known if rule.is_true(*pair)]
        yield Fault(
            rule.code,
            str(rule.title),
            len(wrong),
            "",
            str(rule.remedy),
            things=tuple(_account_thing(rule.code, *pair) for pair in wrong[:SHOWN]),
            is_telling=rule.is_telling,
        )


def _account_thing(code: str, account: ForgeAccount, count: int) -> tuple[str, str, str]:
    note = account.error_code if code == "unreadable" else ""
    if code == "count-differs":
        note = gettext("here %(own)s, there %(declared)s")
        note %= {"own": count, "declared": account.declared_count}
    words = f"{account.forge.host}/{account.full_path}".rstrip("/")
    return words, reverse("organisations:account", args=[account.uid]), note


def _missing(repositories: RepositoryQuerySet) -> Iterator[Fault]:
    lost = repositories.exclude(missing_since=None).order_by("missing_since", "pk")
    named = [
        (name, reverse("repositories:detail", args=[uid]), f"{since:%Y-%m-%d}")
        for uid, name, since in lost.values_list("uid", "name", "missing_since")[:SHOWN]
    ]
    count = lost.count() if len(named) == SHOWN else len(named)
    yield Fault(
        "missing", str(rules.MISSING), count, "", str(rules.MISSING_REMEDY), things=tuple(named)
    )


def _aliases(repositories: RepositoryQuerySet) -> Iterator[Fault]:
    own = Alias.objects.filter(repository__in=repositories.values("pk"))
    for code, title, remedy, found in (
        ("listed-twice", TWICE, TWICE_REMEDY, own.exclude(listed_under="")),
        ("former-address", FORMER, FORMER_REMEDY, own.filter(listed_under="")),
    ):
        some = found.order_by("url").values_list("url", "repository__uid", "listed_under")[:SHOWN]
        named = [
            (url, reverse("repositories:detail", args=[uid]), under) for url, uid, under in some
        ]
        count = found.count() if len(named) == SHOWN else len(named)
        yield Fault(code, str(title), count, "", str(remedy), things=tuple(named), is_telling=False)


def _account_row(account: ForgeAccount, rule: rules.AccountRule) -> Sequence[Any]:
    page = site(reverse("organisations:account", args=[account.uid]))
    since = account.error_at if rule.code == "unreadable" else account.ignored_since
    name = account.full_path or account.forge.host
    what = (rule.code, str(rule.title), "account", account.uid, name, account.url, page)
    return (*what, since if rule.code in {"unreadable", "ignored"} else None, str(rule.remedy), "")


def _repository_rows(
    repository: Repository, known: Mapping[str, tuple[str, str]]
) -> Iterator[Sequence[Any]]:
    page = site(reverse("repositories:detail", args=[repository.uid]))
    thing = ("repository", repository.uid, repository.name, repository.url, page)
    if repository.missing_since:
        since, remedy = repository.missing_since, str(rules.MISSING_REMEDY)
        yield ("missing", str(rules.MISSING), *thing, since, remedy, "")
    for rule in rules.codes_of(repository):
        yield (rule.code, str(rule.title), *thing, None, *known[rule.code])
