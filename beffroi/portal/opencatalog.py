"""The catalogue in the words of the Open Catalog API of Italy and Switzerland: records and pages.

Source: italia/developers-italia-api, software-catalog-api.oas.yaml, as code-catalogue §10 has it.
Software is what has a publiccode.yml, since that document is the record: nothing is made up for
the others. Ids are our uids.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

import yaml
from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from beffroi.forges.addresses import comparison_form
from beffroi.lib.dates import DateError, read_instant
from beffroi.lib.errors import ShownError
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.models import Forge, ForgeAccount, Organisation
from beffroi.organisations.pages.files import site
from beffroi.organisations.pages.labels import name_of
from beffroi.portal.context import site_name
from beffroi.repositories.models import Repository

M = TypeVar("M", bound=Model)
Record = dict[str, Any]

SIZE, MAX_SIZE = 25, 100
ROOT = "∅"
"""The alternative id by which that API addresses the root catalogue, which ours is."""

UNPROCESSABLE = 422
MAX_CURSOR = 400
_TRUTHS = {"true": True, "1": True, "false": False, "0": False, "": False}


@dataclass(frozen=True, slots=True)
class Kind(Generic[M]):
    """One kind of record: those there are, its date of creation, how it is written."""

    found: QuerySet[M]
    created: str
    write: Callable[[M], Record]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: records, and the query strings of its neighbours."""

    data: list[Record]
    previous: str | None
    next: str | None
    size: int


def software(given: Mapping[str, str]) -> Kind[Repository]:
    """Return the software that an address asks for: those active, all with ``all=true``."""
    found = Repository.objects.filter(publiccode__isnull=False).prefetch_related("aliases")
    if not _truth(given, "all"):
        found = found.listed()
    if given.get("url"):
        key = comparison_form(given["url"][:700].replace("\x00", ""))
        found = found.filter(Q(url_key=key) | Q(aliases__url_key=key)).distinct()
    return Kind(found.defer("sources", "files", "languages"), "first_seen_at", of_software)


def publishers(given: Mapping[str, str]) -> Kind[Organisation]:
    """Return the bodies with an account on a forge."""
    there = ForgeAccount.objects.listed().filter(organisation=OuterRef("pk"))
    found = Organisation.objects.filter(Exists(there)).prefetch_related("identifiers", "accounts")
    if not _truth(given, "all"):
        found = found.listed()
    return Kind(found, "created_at", of_publisher)


def page_of(kind: Kind[M], given: Mapping[str, str]) -> Page:
    """Return one page of a kind, in the order of creation.

    ``page[size]`` above 100 is cut to 100, as in that API; the answer says so in a header.
    Raises ShownError, 400 or 422, naming the parameter.
    """
    size = _size(given)
    since, until = _instant(given, "from"), _instant(given, "to")
    found = kind.found
    if since:
        found = found.filter(**{f"{kind.created}__gte": since})
    if until:
        found = found.filter(**{f"{kind.created}__lte": until})
    after, before = given.get("page[after]", ""), given.get("page[before]", "")
    if after and before:
        text = "Give either ‘page[after]’ or ‘page[before]’, not both."
        raise ShownError("page-and-cursor", text)
    sign, order = ("lt", "-") if before else ("gt", "")
    if after or before:
        found = found.filter(_beyond(kind.created, sign, *_place(after or before)))
    rows = list(found.order_by(f"{order}{kind.created}", f"{order}uid")[: size + 1])
    has_more = len(rows) > size
    rows = rows[:size][::-1] if before else rows[:size]
    has_previous, has_next = (has_more, True) if before else (bool(after), has_more)
    return Page(
        data=[kind.write(row) for row in rows],
        previous=_link("before", rows[0], kind, given) if rows and has_previous else None,
        next=_link("after", rows[-1], kind, given) if rows and has_next else None,
        size=size,
    )


def of_software(found: Repository) -> Record:
    """Return one entry; of one that was withdrawn, that it is no more, and no document."""
    is_active = found.withdrawn_at is None
    return {
        "id": found.uid,
        "url": found.url,
        "aliases": sorted(alias.url for alias in found.aliases.all()),
        "publiccodeYml": as_yaml(found.publiccode) if is_active else "",
        "active": is_active,
        "vitality": None,
        "catalogId": catalogue_id(),
        "createdAt": _written(found.first_seen_at),
        "updatedAt": _written(found.changed_at),
    }


def of_publisher(found: Organisation) -> Record:
    """Return one body with its accounts; e-mail addresses are not given out."""
    accounts = sorted(
        (one for one in found.accounts.all() if one.withdrawn_at is None), key=lambda one: one.url
    )
    known = sorted(f"{one.scheme}:{one.value}" for one in found.identifiers.all())
    return {
        "id": found.uid,
        "alternativeId": next(iter(known), None),
        "description": name_of(found),
        "email": None,
        "active": found.withdrawn_at is None and found.successor_id is None,
        "codeHosting": [{"url": one.url, "group": one.kind != "user"} for one in accounts],
        "catalogId": catalogue_id(),
        "createdAt": _written(found.created_at),
        "updatedAt": _written(found.changed_at),
    }


def the_catalogue() -> Record:
    """Return the one catalogue that this instance is, with the forges that it reads."""
    forges = Forge.objects.filter(ignored_since=None).order_by("host")
    began = Organisation.objects.order_by("created_at").values_list("created_at", flat=True)
    changed = Organisation.objects.order_by("-changed_at").values_list("changed_at", flat=True)
    return {
        "id": catalogue_id(),
        "alternativeId": ROOT,
        "name": site_name(settings.LANGUAGE_CODE),
        "active": True,
        "publishersNamespace": site("/"),
        "scopes": [],
        "sources": [
            {"driver": software_name or "git", "url": f"https://{host}/", "args": []}
            for host, software_name in forges.values_list("host", "software")
        ],
        "createdAt": _written(began.first() or timezone.now()),
        "updatedAt": _written(changed.first() or timezone.now()),
    }


def catalogue_id() -> str:
    """Return the id of the one catalogue: its country."""
    return str(settings.BEFFROI_COUNTRY.code).lower()


def as_yaml(document: Any) -> str:
    """Return a stored publiccode.yml as YAML, without e-mail addresses."""
    plain = without_addresses(document)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=10_000)


def encode(at: datetime, uid: str) -> str:
    """Return the cursor of a record: Base64 of a JSON list of its time and id."""
    text = json.dumps([_written(at), uid], separators=(",", ":"))
    return base64.b64encode(text.encode()).decode()


def _place(cursor: str) -> tuple[datetime, str]:
    try:
        raw = base64.b64decode(cursor[:MAX_CURSOR].replace(" ", "+"), validate=True)
        at, uid = json.loads(raw)
        return read_instant(str(at)), str(uid).replace("\x00", "")
    except (ValueError, TypeError, binascii.Error, DateError, RecursionError) as error:
        text = "This cursor is not one of ours; follow ‘links.next’, or start without a cursor."
        raise ShownError("bad-cursor", text) from error


def _beyond(created: str, sign: str, at: datetime, uid: str) -> Q:
    return Q(**{f"{created}__{sign}": at}) | Q(**{created: at, f"uid__{sign}": uid})


def _link(side: str, row: Any, kind: Kind[M], given: Mapping[str, str]) -> str:
    """Return a query string: the cursor first, then what the asker gave."""
    cursor = quote(encode(getattr(row, kind.created), row.uid), safe="=/")
    kept = [
        (name, given[name]) for name in ("page[size]", "all", "url", "from", "to") if name in given
    ]
    more = f"&{urlencode(kept, safe='[]', errors='replace')}" if kept else ""
    return f"?page[{side}]={cursor}{more}"


def _size(given: Mapping[str, str]) -> int:
    text = given.get("page[size]", "")
    if not text:
        return SIZE
    size = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004
    if size < 1:
        raise _refused("page[size]", text, "a whole number from 1 to 100")
    return min(size, MAX_SIZE)


def _truth(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "").lower()
    if text not in _TRUTHS:
        raise _refused(name, text, "true or false")
    return _TRUTHS[text]


def _instant(given: Mapping[str, str], name: str) -> datetime | None:
    text = given.get(name, "")
    try:
        return read_instant(text.replace(" ", "+")) if text else None
    except DateError as error:
        raise _refused(name, text, "an instant such as 2026-01-31T08:00:00Z") from error


def _refused(name: str, text: str, wanted: str) -> ShownError:
    return ShownError("bad-parameter", f"‘{name}’ is ‘{text[:40]}’; give {wanted}.", UNPROCESSABLE)


def _written(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
