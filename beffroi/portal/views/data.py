"""Open data: every file at its address, its description, and the page about it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from beffroi.lib.errors import ShownError
from beffroi.organisations.pages import files
from beffroi.portal.data import documents
from beffroi.portal.data.package import GENERATIONS, package, schema_of
from beffroi.portal.data.page import sections
from beffroi.portal.data.tables import ADDRESSES, TABLES

JSON_TYPE = "application/json; charset=utf-8"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Say which files there are, what stands in them, how to read them."""
    context = {"sections": sections(), "package": reverse("site:package")}
    return render(request, "portal/data.html", context)


@require_safe
def file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send one table at one of its addresses."""
    name, form = ADDRESSES[path]
    table = TABLES[_generation(request, name)]
    made = files.Table(
        name=table.name,
        columns=table.names,
        rows=table.rows(form),
        state=table.state(),
        kinds=table.kinds,
        file=path.replace("/", "-"),
    )
    return files.send(request, form, made)


@require_safe
def describe(_request: HttpRequest) -> HttpResponse:
    """Send the Data Package."""
    return _document(package())


@require_safe
def schema(_request: HttpRequest, name: str) -> HttpResponse:
    """Send the Table Schema of one table."""
    return _document(schema_of(TABLES[name]))


@require_safe
def projects(_request: HttpRequest) -> HttpResponseBase:
    """Send the publiccode.yml of every repository that has one, as one array."""
    return _streamed(_array(documents.projects()), JSON_TYPE)


@require_safe
def projects_as_text(_request: HttpRequest) -> HttpResponseBase:
    """Send the list of projects in Markdown."""
    pieces = documents.projects_as_text(settings.BEFFROI_COUNTRY.data_licence_name)
    return _streamed(pieces, "text/markdown; charset=utf-8")


@require_safe
def offices(_request: HttpRequest) -> HttpResponse:
    """Send the open-source offices."""
    return _document(documents.offices())


def _generation(request: HttpRequest, name: str) -> str:
    wanted = request.GET.get("generation", "")
    known = GENERATIONS.get(name, {})
    if wanted in {"", "1"} or not known:
        return name
    if wanted not in known:
        text = f"There is no generation “{wanted[:20]}” of these columns; known: 1, 2."
        raise ShownError("bad-generation", text)
    return known[wanted]


def _array(found: Iterable[Any]) -> Iterator[str]:
    between = "[\n"
    for one in found:
        yield between + json.dumps(one, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _document(content: Any) -> HttpResponse:
    answer = JsonResponse(content, safe=False, json_dumps_params={"ensure_ascii": False})
    files.opened(answer, None)
    return answer


def _streamed(pieces: Iterable[str], kind: str) -> HttpResponseBase:
    return files.opened(StreamingHttpResponse(pieces, content_type=kind), None)
