"""The Open Catalog API, its reading part, at ``/open-catalog/v1/``."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from beffroi.lib.errors import ShownError
from beffroi.organisations.models import Organisation
from beffroi.portal import opencatalog
from beffroi.portal.api.serving import problem, served
from beffroi.repositories.models import Repository

LISTS: Mapping[str, Callable[[Mapping[str, str]], opencatalog.Kind[Any]]] = {
    "software": opencatalog.software,
    "publishers": opencatalog.publishers,
}
ADDRESSES = (
    "/status, /software, /software/{id}, /publishers, /publishers/{id}, /catalogs, "
    "/catalogs/{id}, /catalogs/{id}/software, /catalogs/{id}/publishers"
)


@served
def status(_request: HttpRequest) -> HttpResponse:
    """Say that the API answers: 204, without a body."""
    connection.ensure_connection()
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


@served
def listed(request: HttpRequest, name: str, catalogue: str = "") -> HttpResponse:
    """Send one page of software or publishers, of the one catalogue that there is."""
    if catalogue:
        _require(catalogue)
    try:
        given = request.GET.dict()
        page = opencatalog.page_of(LISTS[name](given), given)
    except ShownError as error:
        return problem(request, error.code, error.status, error.message)
    links = {"prev": page.previous, "next": page.next}
    response = _json({"data": page.data, "links": links})
    response["Page-Size"] = str(page.size)
    return response


@served
def software(_request: HttpRequest, uid: str) -> HttpResponse:
    """Send one entry."""
    found = Repository.objects.filter(publiccode__isnull=False, uid=uid).first()
    if found is None:
        raise Http404
    return _json(opencatalog.of_software(found))


@served
def publisher(_request: HttpRequest, uid: str) -> HttpResponse:
    """Send one publisher, by its id or by a number of a register (``register:number``)."""
    scheme, _, value = uid.partition(":")
    found = Organisation.objects.filter(uid=uid).first()
    if found is None and value:
        found = Organisation.objects.known_as(scheme, value).first()
    if found is None:
        raise Http404
    return _json(opencatalog.of_publisher(found))


@served
def catalogues(_request: HttpRequest) -> HttpResponse:
    """Send the list of catalogues, which has one."""
    return _json({"data": [opencatalog.the_catalogue()], "links": {"prev": None, "next": None}})


@served
def catalogue(_request: HttpRequest, catalogue: str) -> HttpResponse:
    """Send the one catalogue, by its id or as the root."""
    _require(catalogue)
    return _json(opencatalog.the_catalogue())


@served
def unknown(request: HttpRequest) -> HttpResponse:
    """Answer what is no address here with those that there are."""
    text = f"There is nothing at {request.path[:200]}. This catalogue answers {ADDRESSES}."
    return problem(request, "not-found", HTTPStatus.NOT_FOUND, text)


def _require(catalogue: str) -> None:
    if catalogue not in {opencatalog.catalogue_id(), opencatalog.ROOT}:
        raise Http404


def _json(value: Any) -> HttpResponse:
    return JsonResponse(value, json_dumps_params={"ensure_ascii": False})
