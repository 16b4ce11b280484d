"""Public bodies and their forge accounts for programs."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Router, Schema
from pydantic import Field, create_model

from beffroi.lib.gone import GoneError
from beffroi.lib.parameters import Parameter, refuse_unknown
from beffroi.lib.tables import Column, plain
from beffroi.organisations.formats import exports
from beffroi.organisations.formats.exports import Instant
from beffroi.organisations.forms import accounts_chosen, chosen
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages import files, paging
from beffroi.organisations.shapes import KIND_NAMES, Lineage

T = TypeVar("T")

router = Router(tags=["organisations"])
accounts_router = Router(tags=["accounts"])

BODY_PARAMETERS: Sequence[Parameter] = (
    paging.ORGANISATION,
    Parameter("ministry", _("uid of a ministry; those below it are meant too."), is_many=True),
    paging.FORGE,
    paging.COUNTRY,
    *paging.PLACE,
)
ACCOUNT_PARAMETERS: Sequence[Parameter] = (
    paging.ORGANISATION,
    paging.FORGE,
    paging.COUNTRY,
    *paging.PLACE,
)


class Tombstone(Schema):
    """A body or account that was withdrawn; ``successor_uid``: the body it was merged into."""

    uid: str
    name: str
    withdrawn: Instant
    reason: str
    successor_uid: str | None = None


class Above(Schema):
    """One body of a lineage."""

    uid: str
    name: str
    kind: str


class Trouble(Schema):
    """Why the last reading failed."""

    code: str = Field(description="Explained at /errors/<code>")
    at: Instant | None


def _fields(columns: Sequence[Column[Any]]) -> dict[str, Any]:
    return {one.name: (one.kind, Field(description=one.about)) for one in columns}


PAGE_ADDRESS = (str, Field(description="Address of its page"))
OrganisationRow = create_model(
    "OrganisationRow", __base__=Schema, url=PAGE_ADDRESS, **_fields(exports.LISTED_BODIES)
)
OrganisationWhole = create_model(
    "OrganisationWhole",
    __base__=Schema,
    url=PAGE_ADDRESS,
    **_fields(exports.EXPORTED_BODIES),
    kind_names=(dict[str, str], Field(description="Language → what sort of body it is")),
    bodies=(list[Above], Field(description="The body and all above it, nearest first")),
    lists=(dict[str, str], Field(description="Its accounts, repositories, bodies: addresses")),
)
AccountRow = create_model(
    "AccountRow", __base__=Schema, url=PAGE_ADDRESS, **_fields(exports.LISTED_ACCOUNTS)
)
AccountWhole = create_model(
    "AccountWhole",
    __base__=Schema,
    url=PAGE_ADDRESS,
    **_fields(exports.EXPORTED_ACCOUNTS),
    trouble=(Trouble | None, Field(description="Null: nothing is wrong")),
    failures=(str, Field(description="Address of what could not be read")),
)


class OrganisationPage(Schema):
    """One page of the list."""

    results: list[OrganisationRow | Tombstone]  # type: ignore[valid-type]  # made above
    next: str | None = Field(description="Address of the next page, null on the last")


class AccountPage(Schema):
    """One page of the list."""

    results: list[AccountRow | Tombstone]  # type: ignore[valid-type]  # made above
    next: str | None = Field(description="Address of the next page, null on the last")


@router.get(
    "",
    response=OrganisationPage,
    summary=_("List public bodies"),
    openapi_extra=paging.as_openapi(BODY_PARAMETERS),
)
def listed(request: HttpRequest) -> dict[str, Any]:
    """Return bodies in the order in which they came, a page at a time.

    A parameter repeated is *or*, different parameters are *and*.
    """
    asked = paging.Asked(request, BODY_PARAMETERS)
    if asked.is_removed:
        gone = Organisation.objects.exclude(withdrawn_at=None, successor=None)
        found = chosen(asked.query, gone).select_related("successor")
        when = Q(withdrawn_at__gte=asked.since) | Q(successor__isnull=False)
    else:
        found = exports.bodies_whole(chosen(asked.query))
        when = Q(changed_at__gte=asked.since)
    page, cursor = asked.page(found.filter(when) if asked.since else found)
    write = _body_tombstone if asked.is_removed else _body_row
    return {"results": [write(body) for body in page], "next": cursor}


@router.get("/{slug:uid}", response=OrganisationWhole, summary=_("Read one public body"))
def detail(request: HttpRequest, response: HttpResponse, uid: str) -> Any:
    """Return all that is public of one body; one that was merged leads to its successor."""
    refuse_unknown(request.GET, ())
    known = exports.bodies_whole(Organisation.objects.filter(uid=uid))
    found = known.select_related("successor").first()
    if found is None:
        raise Http404(f"There is no organisation ‘{uid}’; /api/v1/organisations lists all.")
    if found.successor:
        return HttpResponsePermanentRedirect(f"/api/v1/organisations/{found.successor.uid}")
    if found.withdrawn_at:
        raise GoneError(uid, reason=found.withdrawn_reason, at=found.withdrawn_at)
    response["Last-Modified"] = files.http_date(found.changed_at)
    lineage = Lineage.of_all().above(found.pk)
    return {
        **_values(found, exports.EXPORTED_BODIES),
        "url": _page_of(found),
        "kind_names": KIND_NAMES.get(found.kind, {}),
        "bodies": [{"uid": one.uid, "name": one.name, "kind": one.kind} for one in lineage],
        "lists": {
            name: files.site(f"/api/v1/{name}?organisation={uid}")
            for name in ("accounts", "repositories", "organisations")
        },
    }


@accounts_router.get(
    "",
    response=AccountPage,
    summary=_("List forge accounts"),
    openapi_extra=paging.as_openapi(ACCOUNT_PARAMETERS),
)
def accounts(request: HttpRequest) -> dict[str, Any]:
    """Return accounts in the order in which they came, a page at a time."""
    asked = paging.Asked(request, ACCOUNT_PARAMETERS)
    if asked.is_removed:
        gone = ForgeAccount.objects.exclude(withdrawn_at=None)
        found = accounts_chosen(asked.query, gone)
        when = Q(withdrawn_at__gte=asked.since)
    else:
        found = exports.accounts_whole(accounts_chosen(asked.query))
        when = Q(changed_at__gte=asked.since)
    page, cursor = asked.page(found.filter(when) if asked.since else found)
    write = _account_tombstone if asked.is_removed else _account_row
    return {"results": [write(account) for account in page], "next": cursor}


@accounts_router.get("/{slug:uid}", response=AccountWhole, summary=_("Read one forge account"))
def account(request: HttpRequest, response: HttpResponse, uid: str) -> dict[str, Any]:
    """Return all that is public of one account, with what is wrong with it, if anything."""
    refuse_unknown(request.GET, ())
    found = exports.accounts_whole(ForgeAccount.objects.filter(uid=uid)).first()
    if found is None:
        raise Http404(f"There is no account ‘{uid}’; /api/v1/accounts lists all.")
    if found.withdrawn_at:
        raise GoneError(uid, reason=found.withdrawn_reason, at=found.withdrawn_at)
    response["Last-Modified"] = files.http_date(found.changed_at)
    trouble = {"code": found.error_code, "at": plain(found.error_at)}
    return {
        **_values(found, exports.EXPORTED_ACCOUNTS),
        "url": _account_page(found),
        "trouble": trouble if found.error_code else None,
        "failures": files.site(f"/api/v1/accounts/{uid}/failures"),
    }


def _body_row(body: Organisation) -> dict[str, Any]:
    return {**_values(body, exports.LISTED_BODIES), "url": _page_of(body)}


def _account_row(account: ForgeAccount) -> dict[str, Any]:
    return {**_values(account, exports.LISTED_ACCOUNTS), "url": _account_page(account)}


def _body_tombstone(body: Organisation) -> dict[str, Any]:
    return {
        "uid": body.uid,
        "name": body.name,
        "withdrawn": plain(body.withdrawn_at or body.changed_at),
        "reason": body.withdrawn_reason or "merged",
        "successor_uid": body.successor and body.successor.uid,
    }


def _account_tombstone(account: ForgeAccount) -> dict[str, Any]:
    return {
        "uid": account.uid,
        "name": account.full_path,
        "withdrawn": plain(account.withdrawn_at),
        "reason": account.withdrawn_reason,
    }


def _values(row: T, columns: Sequence[Column[T]]) -> Mapping[str, Any]:
    return {column.name: plain(column.read(row)) for column in columns}


def _page_of(body: Organisation) -> str:
    return files.site(f"{reverse('organisations:list')}{body.uid}/")


def _account_page(account: ForgeAccount) -> str:
    return files.site(reverse("organisations:account", args=[account.uid]))
