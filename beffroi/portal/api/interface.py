"""How the API answers: addresses of next pages, problem details, headers, its description."""

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from beffroi.lib.errors import ShownError
from beffroi.lib.gone import GoneError
from beffroi.portal.api.document import ABOUT, Manual, completed
from beffroi.portal.api.serving import base_of, problem, served
from beffroi.search.errors import BrokenIndexError, SearchError

OUT_OF_SERVICE = ("no-index",)
"""Codes of searches that fail for a while, through no fault of the asker."""

_FUNCTION = re.compile(r"^beffroi_(\w+?)_api(_search)?_")


class Readable(JSONRenderer):
    """JSON in the letters it is about."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False, "separators": (",", ":")}


class Interface(NinjaAPI):
    """The API of the portal; read only, open to programs of every site."""

    def __init__(self) -> None:
        super().__init__(
            title="Beffroi",
            version="1",
            description=ABOUT,
            urls_namespace="api-v1",
            docs=Manual(),
            renderer=Readable(),
        )

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Return all addresses, each served with our headers and refusals."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = served(pattern.callback)
        return patterns, app, namespace

    def create_response(
        self,
        request: HttpRequest,
        data: Any,
        *,
        status: int | None = None,
        temporal_response: HttpResponse | None = None,
    ) -> HttpResponse:
        """Answer with data; a cursor in ``next`` becomes the address of that page, and a Link."""
        cursor = data.get("next") if isinstance(data, dict) else None
        if cursor:
            data["next"] = _page(request, cursor)
        response = super().create_response(
            request, data, status=status, temporal_response=temporal_response
        )
        if cursor:
            response["Link"] = f'<{data["next"]}>; rel="next"'
        return response

    def set_default_exception_handlers(self) -> None:
        """Leave out the library's own: ``on_exception`` knows all."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Turn what can go wrong into problem details; a fault of ours stays an exception."""
        if isinstance(exc, ShownError):
            more = exc.members if isinstance(exc, GoneError) else {}
            return problem(request, exc.code, exc.status, exc.message, more)
        if isinstance(exc, SearchError):
            return _unanswered(request, exc)
        if isinstance(exc, Http404):
            return problem(request, "not-found", HTTPStatus.NOT_FOUND, str(exc))
        raise exc

    def get_openapi_operation_id(self, operation: Any) -> str:
        """Return a name such as ``repositories_detail``."""
        return _FUNCTION.sub(r"\1_", super().get_openapi_operation_id(operation))

    def get_openapi_schema(self, **facts: Any) -> OpenAPISchema:
        """Return the description, with the answers and headers that all operations share."""
        return completed(super().get_openapi_schema(**facts))


@served
def unknown(request: HttpRequest) -> HttpResponse:
    """Answer 404 to addresses under ``/api/`` that are none."""
    raise Http404(request.path)


def _page(request: HttpRequest, cursor: str) -> str:
    question = request.GET.copy()
    question.pop("page", None)
    question["cursor"] = cursor
    return f"{base_of(request)}{request.path}?{question.urlencode()}"


def _unanswered(request: HttpRequest, error: SearchError) -> HttpResponse:
    is_ours = isinstance(error, BrokenIndexError) or error.code in OUT_OF_SERVICE
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_ours else HTTPStatus.BAD_REQUEST
    more = {"parameter": error.parameter} if error.parameter else {}
    return problem(request, error.code, status, error.message, more)
