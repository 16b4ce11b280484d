"""Libraries for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_noop as _
from ninja import Router, Schema
from pydantic import Field, create_model

from beffroi.lib.parameters import Parameter, refuse_unknown
from beffroi.lib.tables import Column, plain
from beffroi.organisations.pages import files, paging
from beffroi.repositories.formats import libraries
from beffroi.repositories.models import Library

router = Router(tags=["libraries"])
PARAMETERS: Sequence[Parameter] = (
    Parameter("registry", _("Package registry, as the list names it: NPM, Pypi, Maven …")),
    *(one for one in paging.PLACE if one.name != "state"),
)


def _fields(columns: Sequence[Column[Library]]) -> dict[str, Any]:
    return {one.name: (one.kind, Field(description=one.about)) for one in columns}


REPOSITORY: Any = (str | None, Field(description="Address of the page of its repository"))
LibraryRow = create_model(
    "LibraryRow", __base__=Schema, repository_page=REPOSITORY, **_fields(libraries.LISTED)
)
LibraryWhole = create_model(
    "LibraryWhole", __base__=Schema, repository_page=REPOSITORY, **_fields(libraries.EXPORTED)
)


class LibraryPage(Schema):
    """One page of the list."""

    results: list[LibraryRow]  # type: ignore[valid-type]  # made above
    next: str | None = Field(description="Address of the next page, null on the last")


@router.get(
    "",
    response=LibraryPage,
    operation_id="libraries_listed",
    summary=_("List libraries"),
    openapi_extra=paging.as_openapi(PARAMETERS),
)
def listed(request: HttpRequest) -> dict[str, Any]:
    """Return libraries in the order in which they came, a page at a time."""
    asked = paging.Asked(request, PARAMETERS)
    choice = Library.objects.select_related("repository")
    if registry := request.GET.get("registry", ""):
        choice = choice.filter(registry__iexact=registry.replace("\x00", ""))
    if asked.since:
        choice = choice.filter(changed_at__gte=asked.since)
    page, cursor = asked.page(choice)
    return {"results": [_values(one, libraries.LISTED) for one in page], "next": cursor}


@router.get(
    "/{slug:uid}",
    response=LibraryWhole,
    operation_id="libraries_detail",
    summary=_("Read one library"),
)
def detail(request: HttpRequest, response: HttpResponse, uid: str) -> Mapping[str, Any]:
    """Return all that is public of one library, with the source of each field."""
    refuse_unknown(request.GET, ())
    found = Library.objects.select_related("repository").filter(uid=uid).first()
    if found is None:
        raise Http404(f"There is no library ‘{uid}’; /api/v1/libraries lists all.")
    response["Last-Modified"] = files.http_date(found.changed_at)
    return _values(found, libraries.EXPORTED)


def _values(library: Library, columns: Sequence[Column[Library]]) -> dict[str, Any]:
    own = {column.name: plain(column.read(library)) for column in columns}
    known = library.repository
    address = reverse("repositories:detail", args=[known.uid]) if known else ""
    return {**own, "repository_page": files.site(address) if address else None}
