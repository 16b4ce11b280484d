"""The columns of repositories: generation 1 of the French data first, in its order, then ours.

One table of columns for CSV, JSON, JSON Lines, the API and its description. Names and order
are stable; new columns come at the end. Empty means unknown.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from django.utils.translation import gettext_noop as _
from pydantic import Field

from beffroi.lib.privacy import without_addresses
from beffroi.lib.tables import Column
from beffroi.organisations.formats.platforms import platform_of
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Repository, RepositoryQuerySet
from beffroi.repositories.shapes import score_of

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
PAGE = 1000
"""Rows read from the database at once."""

_R = Column[Repository]


def _text(given: str) -> str | None:
    return str(without_addresses(given)) or None


GENERATION_1: Sequence[_R] = (
    _R("name", str, _("Name at the forge"), lambda r: r.name),
    _R("organization_name", str, _("Path of the account"), lambda r: r.account.full_path),
    _R(
        "platform",
        str | None,
        _("Software of the forge"),
        lambda r: platform_of(r.account.forge.software),
    ),
    _R("repository_url", str, _("Address at the forge"), lambda r: r.url),
    _R(
        "description",
        str | None,
        _("Description, as given there"),
        lambda r: _text(r.description),
    ),
    _R("is_fork", bool | None, _("Whether it is a fork; null: nobody says"), lambda r: r.is_fork),
    _R("is_archived", bool | None, _("Whether it is archived there"), lambda r: r.is_archived),
    _R("creation_date", Instant | None, _("Creation at the forge"), lambda r: r.created_at),
    _R("last_update", Instant | None, _("Last change of its facts there"), lambda r: r.updated_at),
    _R("last_modification", Instant | None, _("Last change of its code"), lambda r: r.pushed_at),
    _R("homepage", str | None, _("Its site"), lambda r: _text(r.homepage)),
    _R("stars_count", int | None, _("Stars"), lambda r: r.stars),
    _R("forks_count", int | None, _("Forks"), lambda r: r.forks),
    _R(
        "license",
        str | None,
        _("Licence as the forge names it"),
        lambda r: r.licence_raw or r.licence or None,
    ),
    _R("open_issues_count", int | None, _("Open issues"), lambda r: r.open_issues),
    _R("language", str | None, _("Main programming language"), lambda r: r.language or None),
    _R("topics", list[str], _("Topics as given"), lambda r: list(map(str, r.topics))),
    _R(
        "software_heritage_exists",
        bool | None,
        _("Whether Software Heritage holds it"),
        lambda r: r.is_at_heritage,
    ),
    _R(
        "software_heritage_url",
        str | None,
        _("Its address at Software Heritage"),
        lambda r: r.heritage_url or None,
    ),
)

OURS: Sequence[_R] = (
    _R("uid", str, _("Permanent name of the repository"), lambda r: r.uid),
    _R("full_name", str, _("Account and name"), lambda r: r.full_name),
    _R("clone_url", str | None, _("Address for git clone"), lambda r: r.clone_url or None),
    _R("organisation_uid", str, _("uid of its body"), lambda r: r.account.organisation.uid),
    _R("organisation", str, _("Name of its body"), lambda r: r.account.organisation.name),
    _R("account_uid", str, _("uid of its account"), lambda r: r.account.uid),
    _R("account_url", str, _("Address of its account"), lambda r: r.account.url),
    _R("forge", str, _("Host of the forge"), lambda r: r.account.forge.host),
    _R(
        "country",
        str | None,
        _("ISO 3166-1 alpha-2, or EU"),
        lambda r: r.account.organisation.country or None,
    ),
    _R("license_spdx", str | None, _("SPDX expression, or ‘other’"), lambda r: r.licence or None),
    _R("is_template", bool | None, _("Whether it is a template"), lambda r: r.is_template),
    _R("is_mirror", bool | None, _("Whether it mirrors another"), lambda r: r.is_mirror),
    _R("is_empty", bool | None, _("Whether it holds nothing"), lambda r: r.is_empty),
    _R("default_branch", str | None, _("Default branch"), lambda r: r.default_branch or None),
    _R("watchers_count", int | None, _("Watchers"), lambda r: r.watchers),
    _R(
        "last_activity",
        Instant | None,
        _("The greatest of the known dates"),
        lambda r: r.last_activity_at,
    ),
    _R("first_seen", Instant, _("When the catalogue first saw it"), lambda r: r.first_seen_at),
    _R("changed", Instant, _("When the catalogue last changed it"), lambda r: r.changed_at),
    _R("score", int, _("Its score, as its page explains it"), score_of),
)

DEEP: Sequence[_R] = (
    _R("languages", dict[str, float], _("Language → share"), lambda r: r.languages),
    _R(
        "descriptions",
        dict[str, str],
        _("Language → description"),
        lambda r: without_addresses(r.descriptions),
    ),
    _R("files", dict[str, str], _("Kind of file → path"), lambda r: r.files),
    _R(
        "sources",
        dict[str, Any],
        _("Field → by whom and when; * is all others"),
        lambda r: r.sources,
    ),
)

LOOKED: Sequence[_R] = (
    _R(
        "fork_parent",
        str | None,
        _("Address of what it was forked from"),
        lambda r: r.fork_parent or None,
    ),
    _R(
        "fork_kind",
        str | None,
        _("Kind of fork: variant, technical, git or url-mistake"),
        lambda r: r.fork_kind or None,
    ),
    _R("vitality", int | None, _("Vitality index, 0 to 100"), lambda r: r.vitality),
    _R(
        "activity",
        dict[str, Any] | None,
        _("Its history as counted: commits, authors of a year, newest release"),
        lambda r: r.activity,
    ),
)

DETAILS: Sequence[_R] = (
    _R("last_seen", Instant, _("Last harvest or import that had it"), lambda r: r.seen_at),
    _R(
        "missing_since",
        Instant | None,
        _("First reading of its account without it"),
        lambda r: r.missing_since,
    ),
    _R("aliases", list[str], _("Its other addresses"), lambda r: [a.url for a in r.aliases.all()]),
    _R(
        "publiccode",
        dict[str, Any] | None,
        _("Its publiccode.yml, without e-mail addresses"),
        lambda r: without_addresses(r.publiccode),
    ),
)

LISTED: Sequence[_R] = (*GENERATION_1, *OURS)
"""What a row of a list holds."""

EXPORTED: Sequence[_R] = (*LISTED, *DEEP, *LOOKED)
"""What a file holds: with it an empty instance gives the same pages."""

COLUMNS = tuple(column.name for column in EXPORTED)
KINDS = tuple(column.kind for column in EXPORTED)


def row_of(repository: Repository) -> list[Any]:
    """Return the values of a repository in the order of ``COLUMNS``."""
    return [column.read(repository) for column in EXPORTED]


def in_order(found: RepositoryQuerySet) -> Iterator[Repository]:
    """Return repositories by address, a page of the database after the other.

    Pages instead of one long cursor: a slow reader of the file holds nothing open. Accounts are
    read once for a page, not once for a row: that halves the work.
    """
    pages = found.defer("publiccode").order_by("url_key")
    after = ""
    accounts: dict[int, ForgeAccount] = {}
    while page := list(pages.filter(url_key__gt=after)[:PAGE]):
        accounts = _accounts({one.account_id for one in page}, accounts)
        for one in page:
            one.account = accounts[one.account_id]
            yield one
        if len(page) < PAGE:
            return
        after = page[-1].url_key


def _accounts(keys: set[int], before: Mapping[int, ForgeAccount]) -> dict[int, ForgeAccount]:
    """Return the accounts of a page, those of the page before without a question."""
    found = {key: before[key] for key in keys if key in before}
    shown = ForgeAccount.objects.select_related("forge", "organisation")
    return found | shown.in_bulk(keys - set(found))
