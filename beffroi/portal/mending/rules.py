"""The faults of repositories and accounts: how each is found, what it is called, how to mend it.

One table for page and files. The remedies are those of the score, so that both say the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from beffroi.organisations.models import ForgeAccount
from beffroi.organisations.pages.labels import current_language
from beffroi.organisations.pages.reading import is_readable
from beffroi.policy.catalogue_score import Criterion, Facts, criteria
from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import has_and_lacks


@dataclass(frozen=True, slots=True)
class RepositoryRule:
    """One fault of a repository: its code and title, the filter that lists those that have it.

    ``criterion``: of the score, whose remedy is told; or else ``remedy``. ``is_telling``: false
    where nothing is wrong, only not known.
    """

    code: str
    title: Promise
    facet: str
    value: str
    criterion: str = ""
    remedy: Promise | None = None
    is_telling: bool = True


@dataclass(frozen=True, slots=True)
class AccountRule:
    """One fault of an account, seen in its record and its own number of repositories."""

    code: str
    title: Promise
    remedy: Promise
    is_true: Callable[[ForgeAccount, int], bool]
    is_telling: bool = True


REPOSITORIES = (
    RepositoryRule(
        "no-licence", gettext_lazy("No licence is stated"), "licence", "unknown", "licence"
    ),
    RepositoryRule(
        "other-licence",
        gettext_lazy("A licence is there that nobody has named"),
        "licence",
        "other",
        "other",
    ),
    RepositoryRule(
        "no-description",
        gettext_lazy("No description"),
        "lacks",
        "description",
        "description",
    ),
    RepositoryRule("no-readme", gettext_lazy("No read me"), "lacks", "readme", "readme"),
    RepositoryRule(
        "no-contributing",
        gettext_lazy("No guide for contributors"),
        "lacks",
        "contributing",
        "contributing",
    ),
    RepositoryRule(
        "no-publiccode", gettext_lazy("No publiccode.yml"), "lacks", "publiccode", "publiccode"
    ),
    RepositoryRule(
        "not-looked-into",
        gettext_lazy("Nobody has looked for its files yet"),
        "has",
        "unknown",
        remedy=gettext_lazy(
            "The record comes from a list, not from the code. A reading of its account looks for "
            "read me, licence, guide for contributors and publiccode.yml."
        ),
        is_telling=False,
    ),
    RepositoryRule(
        "fork-unknown",
        gettext_lazy("Nobody says whether it is a fork"),
        "fork",
        "unknown",
        remedy=gettext_lazy("Its forge or the list does not say; a reading of its forge may."),
        is_telling=False,
    ),
)

ACCOUNTS = (
    AccountRule(
        "unreadable",
        gettext_lazy("The account could not be read"),
        gettext_lazy(
            "Nothing was removed. Its page names what failed, and how to mend it; the next reading "
            "tries again."
        ),
        lambda account, _count: bool(account.error_code),
    ),
    AccountRule(
        "never-read",
        gettext_lazy("The account was never read"),
        gettext_lazy("The next reading takes it. Who runs this site may read it now."),
        lambda account, _count: (
            is_readable(account) and not (account.read_at or account.ignored_since)
        ),
    ),
    AccountRule(
        "count-differs",
        gettext_lazy("Its forge counts other repositories than we do"),
        gettext_lazy(
            "Private ones count there and not here; or the list is older than the forge. A "
            "complete reading settles it."
        ),
        lambda account, count: (
            account.declared_count is not None and account.declared_count != count
        ),
    ),
    AccountRule(
        "ignored",
        gettext_lazy("The account is not read, on purpose"),
        gettext_lazy("The list of accounts says so; its editors may end it there."),
        lambda account, _count: account.ignored_since is not None,
        is_telling=False,
    ),
)

MISSING = gettext_lazy("Not found by the last complete reading")
MISSING_REMEDY = gettext_lazy(
    "Was it renamed, moved, closed? It stays for a week and three readings. One that moved is "
    "found by its identifier when its new account is read."
)


def codes_of(repository: Repository) -> list[RepositoryRule]:
    """Return the faults of one repository, as the lists of the index would have them."""
    has, lacks = has_and_lacks(repository)
    forks = {True: "yes", False: "no", None: "unknown"}
    known: Mapping[str, tuple[str, ...]] = {
        "licence": (repository.licence or "unknown",),
        "lacks": tuple(lacks),
        "has": tuple(has),
        "fork": (forks[repository.is_fork],),
    }
    return [rule for rule in REPOSITORIES if rule.value in known[rule.facet]]


def remedy_of(rule: RepositoryRule) -> tuple[str, str]:
    """Return how to mend a fault, and who may, in the page's language."""
    if rule.remedy is not None:
        return str(rule.remedy), ""
    language, found = current_language(), _criteria()[rule.criterion]
    return str(found.remedy.get(language, "")), str(found.who.get(language, ""))


@cache
def _criteria() -> dict[str, Criterion]:
    bare = Facts(
        licence="",
        has_licence_file=False,
        has_publiccode=False,
        has_readme=False,
        has_contributing=False,
        has_description=False,
    )
    found = {one.id: one for one in criteria(bare)}
    other = {one.id: one for one in criteria(Facts(licence="other"))}
    return {**found, "other": other["licence"]}
