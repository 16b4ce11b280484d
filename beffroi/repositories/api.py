"""Repositories for programs, and what harvests could not read."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Router, Schema
from pydantic import Field, create_model

from beffroi.lib.gone import GoneError
from beffroi.lib.parameters import Parameter, refuse_unknown
from beffroi.lib.tables import Column, plain
from beffroi.organisations.formats.exports import Instant
from beffroi.organisations.models import ForgeAccount
from beffroi.organisations.pages import files, paging
from beffroi.organisations.shapes import Lineage
from beffroi.repositories.formats import exports
from beffroi.repositories.forms import chosen
from beffroi.repositories.models import Failure, Repository

router = Router(tags=["repositories"])
accounts_router = Router(tags=["accounts"])

MAX_FAILURES = 100
PARAMETERS: Sequence[Parameter] = (
    paging.ORGANISATION,
    Parameter("language", _("Programming language as forges name it, or ‘unknown’."), is_many=True),
    Parameter("licence", _("SPDX identifier, ‘other’ or ‘unknown’."), is_many=True),
    paging.FORGE,
    paging.COUNTRY,
    Parameter("archived", _("‘yes’, ‘no’ or ‘unknown’."), is_many=True),
    Parameter("fork", _("‘yes’, ‘no’ or ‘unknown’."), is_many=True),
    *paging.PLACE,
)


class Body(Schema):
    """One body of a lineage."""

    uid: str
    name: str
    kind: str


class Tombstone(Schema):
    """A repository that was withdrawn."""

    uid: str
    name: str
    repository_url: str
    withdrawn: Instant
    reason: str


class Unread(Schema):
    """Something that a harvest could not read, until a later one reads it."""

    address: str = Field(description="What could not be read")
    code: str = Field(description="Why; explained at /errors/<code>")
    message: str
    at: Instant


def _fields(columns: Sequence[Column[Repository]]) -> dict[str, Any]:
    return {one.name: (one.kind, Field(description=one.about)) for one in columns}


PAGE_ADDRESS = (str, Field(description="Address of its page"))
RepositoryRow = create_model(
    "RepositoryRow", __base__=Schema, url=PAGE_ADDRESS, **_fields(exports.LISTED)
)
RepositoryWhole = create_model(
    "RepositoryWhole",
    __base__=Schema,
    url=PAGE_ADDRESS,
    **_fields((*exports.EXPORTED, *exports.DETAILS)),
    bodies=(list[Body], Field(description="Its body and all above it, nearest first")),
)


class RepositoryPage(Schema):
    """One page of the list."""

    results: list[RepositoryRow | Tombstone]  # type: ignore[valid-type]  # made above
    next: str | None = Field(description="Address of the next page, null on the last")


class Failures(Schema):
    """What stands against an account, newest first."""

    results: list[Unread]


@router.get(
    "",
    response=RepositoryPage,
    summary=_("List repositories"),
    openapi_extra=paging.as_openapi(PARAMETERS),
)
def listed(request: HttpRequest) -> dict[str, Any]:
    """Return repositories in the order in which they came, a page at a time.

    A parameter repeated is *or*, different parameters are *and*.
    """
    asked = paging.Asked(request, PARAMETERS)
    if asked.is_removed:
        gone = Repository.objects.exclude(withdrawn_at=None)
        choice, _ = chosen(asked.query, gone)
        when = "withdrawn_at__gte"
    else:
        choice, _ = chosen(asked.query, Repository.objects.listed().shown().defer("publiccode"))
        when = "changed_at__gte"
    page, cursor = asked.page(choice.filter(Q(**{when: asked.since}) if asked.since else Q()))
    write = _tombstone if asked.is_removed else _row
    return {"results": [write(repository) for repository in page], "next": cursor}


@router.get("/{slug:uid}", response=RepositoryWhole, summary=_("Read one repository"))
def detail(request: HttpRequest, response: HttpResponse, uid: str) -> dict[str, Any]:
    """Return all that is public of one repository, with the source of each field."""
    refuse_unknown(request.GET, ())
    known = Repository.objects.shown().prefetch_related("aliases")
    found = known.filter(uid=uid).first()
    if found is None:
        raise Http404(f"There is no repository ‘{uid}’; /api/v1/repositories lists all.")
    if found.withdrawn_at:
        raise GoneError(uid, reason=found.withdrawn_reason, at=found.withdrawn_at)
    response["Last-Modified"] = files.http_date(found.changed_at)
    lineage = Lineage.of_all().above(found.account.organisation_id)
    bodies = [{"uid": body.uid, "name": body.name, "kind": body.kind} for body in lineage]
    columns = (*exports.EXPORTED, *exports.DETAILS)
    return {**_values(found, columns), "url": _page_of(found), "bodies": bodies}


@accounts_router.get(
    "/{slug:uid}/failures",
    response=Failures,
    summary=_("What harvests of an account could not read"),
)
def failures(request: HttpRequest, uid: str) -> dict[str, Any]:
    """Return what no harvest has read since, newest first, at most a hundred."""
    refuse_unknown(request.GET, ())
    account = ForgeAccount.objects.filter(uid=uid).first()
    if account is None:
        raise Http404(f"There is no account ‘{uid}’; /api/v1/accounts lists all.")
    standing = Failure.objects.standing().filter(account=account)[:MAX_FAILURES]
    return {
        "results": [
            {"address": one.url, "code": one.code, "message": one.message, "at": plain(one.at)}
            for one in standing
        ]
    }


def _row(repository: Repository) -> dict[str, Any]:
    return {**_values(repository, exports.LISTED), "url": _page_of(repository)}


def _tombstone(repository: Repository) -> dict[str, Any]:
    return {
        "uid": repository.uid,
        "name": repository.name,
        "repository_url": repository.url,
        "withdrawn": plain(repository.withdrawn_at),
        "reason": repository.withdrawn_reason,
    }


def _values(repository: Repository, columns: Sequence[Column[Repository]]) -> dict[str, Any]:
    return {column.name: plain(column.read(repository)) for column in columns}


def _page_of(repository: Repository) -> str:
    return files.site(reverse("repositories:detail", args=[repository.uid]))
