"""Accounts and forges under the column names of the French data before Beffroi.

Generation 1 in English and in French, generation 3 with its long and short names
(code-catalogue §9). Values are ours; where a reader of the old files expects a value rather
than nothing, its old value stands here: 0, an empty text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _
from pydantic import Field

from beffroi.lib.privacy import without_addresses
from beffroi.lib.tables import Column
from beffroi.organisations.formats.exports import LISTED_ACCOUNTS, accounts_in_order
from beffroi.organisations.models import AccountQuerySet, Forge, ForgeAccount
from beffroi.organisations.shapes import Ancestor, Lineage

Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
SHORT = 120
"""Characters of a description in the files that the old page loaded."""
PERSON = "user"

_A = Column[ForgeAccount]
_F = Column[Forge]
Counted = tuple[ForgeAccount, int, Sequence[Ancestor]]
"""An account, how many of its repositories are listed, its body and all above it."""
_C = Column[Counted]


def shortened(text: str) -> str:
    """Return at most 120 characters of a text, with an ellipsis where some are left out."""
    return f"{text[:SHORT]}…" if len(text) > SHORT else text


def line_ends(text: str | None) -> str | None:
    """Return a text with the line ends of generation 1."""
    return text.replace("\n", "\r\n") if text else text


def former_url(account: ForgeAccount) -> str:
    """Return the address of an account as generation 1 wrote it: groups of GitLab below groups/."""
    if account.forge.software != "gitlab" or account.kind == PERSON:
        return account.url
    return f"https://{account.forge.host}/groups/{account.full_path}"


_OWN_WAY: dict[str, Callable[[ForgeAccount], Any]] = {
    "organization_url": former_url,
    "description": lambda a: line_ends(without_addresses(a.description) or None),
}
GENERATION_1: Sequence[_A] = tuple(
    replace(column, read=_OWN_WAY.get(column.name, column.read)) for column in LISTED_ACCOUNTS[:12]
)
FRENCH_NAMES = {
    "name": "nom", "organization_url": "organisation_url", "website": "site_web",
    "location": "adresse", "is_verified": "est_verifiee",
    "repositories_count": "nombre_repertoires", "creation_date": "date_creation",
    "platform": "plateforme",
}  # fmt: skip
"""Columns before 23 October 2021; the others had the same names."""
FRENCH: Sequence[_A] = tuple(
    replace(column, name=FRENCH_NAMES.get(column.name, column.name)) for column in GENERATION_1
)


def _is_known(account: ForgeAccount) -> bool:
    return account.organisation.kind != "unidentified"


def _body(row: Counted) -> str:
    return row[0].organisation.name if _is_known(row[0]) else ""


def _top(row: Counted) -> str:
    """Return the body at the top: the nearest ministry, else the highest that is known."""
    if not _is_known(row[0]):
        return ""
    ministry = next((above.name for above in row[2] if above.kind == "ministry"), "")
    return ministry or (row[2][-1].name if row[2] else "")


GENERATION_3: Sequence[_C] = (
    _C("icon_url", str, _("Address of its picture"), lambda r: r[0].avatar_url),
    _C(
        "description",
        str,
        _("Description, as given there"),
        lambda r: without_addresses(r[0].description),
    ),
    _C("floss_policy", str, _("Its policy on free software"), lambda r: r[0].floss_policy),
    _C("website", str, _("Its site"), lambda r: without_addresses(r[0].website)),
    _C("id", str, _("Address at the forge"), lambda r: r[0].url),
    _C("login", str, _("Path of the account at the forge"), lambda r: r[0].full_path),
    _C("ministry", str, _("Its ministry, else the body at the top"), _top),
    _C("name", str, _("Name shown there"), lambda r: r[0].name or r[0].full_path),
    _C("ospo_url", str, _("Its open-source office"), lambda r: r[0].ospo_url),
    _C("organization", str, _("Name of its body"), _body),
    _C("repositories_count", int, _("Repositories in the catalogue"), lambda r: r[1]),
    _C("followers", int, _("Followers; 0 when not known"), lambda r: r[0].followers or 0),
    _C(
        "location",
        str,
        _("Place, as given there"),
        lambda r: without_addresses(r[0].location),
    ),
    _C("email", str, _("Always empty: addresses are not given out"), lambda _row: ""),
    _C("created_at", Instant, _("Creation at the forge"), lambda r: r[0].opened_at or ""),
    _C("forge", str, _("Software of the forge"), lambda r: r[0].forge.software),
)
SHORT_NAMES = {
    "icon_url": "au", "description": "d", "floss_policy": "f", "website": "h", "id": "id",
    "login": "l", "ministry": "m", "name": "n", "ospo_url": "os", "organization": "ps",
    "repositories_count": "r", "followers": "s", "location": "a", "email": "e",
    "created_at": "c", "forge": "p",
}  # fmt: skip


def _short(column: _C) -> _C:
    read = column.read
    if column.name == "description":
        return replace(column, name="d", read=lambda row: shortened(read(row)))
    return replace(column, name=SHORT_NAMES[column.name])


OWNERS: Sequence[_C] = tuple(map(_short, GENERATION_3))

FORGES: Sequence[_F] = (
    _F("host", str, _("Host of the forge"), lambda f: f.host),
    _F("kind", str, _("Software of the forge; empty when not known"), lambda f: f.software),
)


def with_repositories(found: AccountQuerySet, repositories: QuerySet[Any]) -> Iterator[Counted]:
    """Return accounts that are no person's and have repositories, with their number, by uid."""
    own = repositories.filter(account=OuterRef("pk")).order_by().values("account")
    count = Coalesce(Subquery(own.annotate(count=Count("pk")).values("count")), 0)
    counted = found.exclude(kind=PERSON).annotate(listed_count=count).filter(listed_count__gt=0)
    lineage = Lineage.of_all()
    for account in accounts_in_order(counted):
        number: int = account.listed_count  # type: ignore[attr-defined]
        yield account, number, lineage.above(account.organisation_id)


def forges_in_order() -> QuerySet[Forge]:
    """Return the forges of the registry, by host."""
    return Forge.objects.filter(ignored_since=None).order_by("host")
