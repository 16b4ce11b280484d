"""Every published table: its columns, its rows, its addresses below ``/data/``."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_noop as _

from beffroi.lib.tables import Column
from beffroi.organisations.formats import exports as bodies
from beffroi.organisations.formats import former as former_accounts
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.repositories.formats import exports, former, libraries
from beffroi.repositories.models import Library, Repository

CSV, JSON = "csv", "json"
FORMS = ("csv", "json", "jsonl", "parquet")


@dataclass(frozen=True, slots=True)
class Published:
    """One table: what it is, its columns, what its rows are made of, its addresses.

    ``files``: path below ``/data/`` → form. ``key``: the columns that are unique together.
    ``words``: truth in CSV is ``true`` and ``false`` instead of ``True`` and ``False``.
    ``state``: what may change without an act in the journal.
    """

    name: str
    about: str
    columns: Sequence[Column[Any]]
    things: Callable[[], Iterable[Any]]
    key: Sequence[str]
    files: Mapping[str, str]
    words: bool = False
    state: Callable[[], str] = str

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return tuple(column.name for column in self.columns)

    @property
    def kinds(self) -> tuple[Any, ...]:
        """Return the kinds of the columns."""
        return tuple(column.kind for column in self.columns)

    def rows(self, form: str) -> Iterator[Sequence[Any]]:
        """Return the rows, read as they are asked for."""
        reads = [column.read for column in self.columns]
        rows = ([read(thing) for read in reads] for thing in self.things())
        return map(_in_words, rows) if self.words and form == CSV else rows


def _in_words(row: Sequence[Any]) -> list[Any]:
    return [str(value).lower() if isinstance(value, bool) else value for value in row]


def _repositories() -> Iterator[Repository]:
    return exports.in_order(Repository.objects.listed())


def _worthy() -> Iterator[Repository]:
    """Return repositories whose old score is not below 0: the old page loaded no others."""
    score = former.GENERATION_3[0].read
    return (one for one in _repositories() if score(one) >= 0)


def _heritage() -> Iterator[Repository]:
    return exports.in_order(Repository.objects.listed().exclude(is_at_heritage=None))


def _bodies() -> Iterator[Organisation]:
    return bodies.bodies_in_order(Organisation.objects.listed())


def _accounts() -> Iterator[ForgeAccount]:
    return bodies.accounts_in_order(ForgeAccount.objects.listed())


def _owners() -> Iterator[former_accounts.Counted]:
    found = ForgeAccount.objects.listed()
    return former_accounts.with_repositories(found, Repository.objects.listed())


def _libraries() -> Iterator[Library]:
    return libraries.in_order(Library.objects.all())


def _last_reading() -> str:
    return str(ForgeAccount.objects.aggregate(at=Max("read_at"))["at"])


def _every_form(name: str) -> dict[str, str]:
    return {f"{name}.{form}": form for form in FORMS}


def _folder(name: str) -> dict[str, str]:
    return {f"{name}/csv/all.csv": CSV, f"{name}/json/all.json": JSON}


OURS: Sequence[Published] = (
    Published(
        "repositories",
        _("The repositories of the catalogue, with everything that is public about them"),
        exports.EXPORTED,
        _repositories,
        ("uid",),
        _every_form("repositories"),
    ),
    Published(
        "organisations",
        _("The public bodies of the registry"),
        bodies.EXPORTED_BODIES,
        _bodies,
        ("uid",),
        _every_form("organisations"),
    ),
    Published(
        "accounts",
        _("The accounts of public bodies on forges"),
        bodies.EXPORTED_ACCOUNTS,
        _accounts,
        ("uid",),
        _every_form("accounts"),
        state=_last_reading,
    ),
    Published(
        "libraries",
        _("The packages that public bodies publish in package registries"),
        libraries.EXPORTED,
        _libraries,
        ("uid",),
        _every_form("libraries"),
    ),
)
"""Our own tables: each has every format, and new columns come only at the end."""

FORMER: Sequence[Published] = (
    Published(
        "codegouvfr-repositories",
        _("Repositories as code.gouv.fr gave them out, third generation"),
        former.GENERATION_3,
        _repositories,
        ("id",),
        {"codegouvfr-repositories.csv": CSV, "codegouvfr-repositories.json": JSON},
        words=True,
    ),
    Published(
        "codegouvfr-organizations",
        _("Accounts with repositories as code.gouv.fr gave them out, third generation"),
        former_accounts.GENERATION_3,
        _owners,
        ("id",),
        {"codegouvfr-organizations.csv": CSV, "codegouvfr-organizations.json": JSON},
        words=True,
    ),
    Published(
        "codegouvfr-forges",
        _("Forges of the registry; the first line names the columns, which it once did not"),
        former_accounts.FORGES,
        former_accounts.forges_in_order,
        ("host",),
        {"codegouvfr-forges.csv": CSV},
    ),
    Published(
        "repos_preprod",
        _("Repositories as the page of code.gouv.fr loaded them, with short names"),
        former.SHORT,
        _worthy,
        ("o", "fn"),
        {"repos_preprod.json": JSON},
    ),
    Published(
        "owners",
        _("Accounts as the page of code.gouv.fr loaded them, with short names"),
        former_accounts.OWNERS,
        _owners,
        ("id",),
        {"owners.json": JSON},
    ),
    Published(
        "repositories-1",
        _("Repositories with the columns of the first French files, from October 2021"),
        former.GENERATION_1,
        _repositories,
        ("repository_url", "organization_name"),
        _folder("repositories"),
    ),
    Published(
        "organizations-1",
        _("Accounts with the columns of the first French files, from October 2021"),
        former_accounts.GENERATION_1,
        _accounts,
        ("organization_url",),
        _folder("organizations"),
    ),
    Published(
        "repertoires",
        _("Repositories with the French columns of the years 2019 to 2021"),
        former.FRENCH,
        _repositories,
        ("repertoire_url", "organisation_nom"),
        _folder("repertoires"),
    ),
    Published(
        "organisations-fr",
        _("Accounts with the French columns of the years 2019 to 2021"),
        former_accounts.FRENCH,
        _accounts,
        ("organisation_url",),
        _folder("organisations"),
    ),
    Published(
        "libraries-1",
        _("Packages with the columns of the first French files; Python wrote their values"),
        libraries.GENERATION_1,
        _libraries,
        ("name", "platform"),
        {**_folder("libraries"), "bibliotheques/csv/all.csv": CSV},
    ),
    Published(
        "swh_exists",
        _("Which repositories Software Heritage holds, where it is known"),
        former.HERITAGE,
        _heritage,
        ("origin_url",),
        {"swh_exists.csv": CSV},
    ),
)
"""Tables of the French catalogue before Beffroi, at their old addresses."""

SECOND = Published(
    "repositories-2",
    _("Repositories with the columns of the year 2022"),
    former.GENERATION_2,
    _repositories,
    ("repository_url", "organization_name"),
    {},
)
"""At the addresses of ``repositories-1``, with ``?generation=2``: they were the same."""

TABLES: Mapping[str, Published] = {table.name: table for table in (*OURS, *FORMER, SECOND)}
ADDRESSES: Mapping[str, tuple[str, str]] = {
    path: (table.name, form) for table in TABLES.values() for path, form in table.files.items()
}
"""Path below ``/data/`` → name of its table, form."""
