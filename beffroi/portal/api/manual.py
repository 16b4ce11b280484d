"""The page for people about the API: its own description, in plain HTML."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from beffroi.organisations.formats import exports as bodies
from beffroi.portal import found
from beffroi.portal.api import interface
from beffroi.repositories.formats import exports as repositories


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter as the page shows it; ``values``: what it may be, if few."""

    name: str
    about: str
    values: str
    is_many: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address as the page shows it; ``example``: itself if it can be followed, or ""."""

    id: str
    path: str
    title: str
    parameters: tuple[Parameter, ...]
    example: str


@dataclass(frozen=True, slots=True)
class File:
    """One kind of list in other formats: addresses by format, and its columns."""

    kind: str
    title: str
    addresses: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]


@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """List the addresses of the API and of the files, each with what it takes."""
    paths = interface.get_openapi_schema()["paths"]
    context = {
        "operations": [_operation(path, one["get"]) for path, one in sorted(paths.items())],
        "files": _files(),
        "news": reverse("portal:news"),
        "description": reverse("api-v1:openapi-json"),
    }
    return render(request, "portal/api.html", context)


def _operation(path: str, operation: dict[str, Any]) -> Operation:
    given = [one for one in operation["parameters"] if one["in"] == "query"]
    return Operation(
        id=operation["operationId"],
        path=path,
        title=gettext(operation["summary"]),
        parameters=tuple(map(_parameter, given)),
        example="" if "{" in path else path,
    )


def _parameter(one: dict[str, Any]) -> Parameter:
    schema = one["schema"]
    values = schema.get("enum", ())
    if "maximum" in schema:
        values = (f"{schema['minimum']}–{schema['maximum']}",)
    is_many = schema["type"] == "array"
    return Parameter(one["name"], gettext(one["description"]), ", ".join(values), is_many)


def _files() -> list[File]:
    known = (
        ("repositories", "Repositories", "repositories:", repositories.EXPORTED),
        ("organisations", "Organisations", "organisations:", bodies.EXPORTED_BODIES),
    )
    files = [
        File(
            kind,
            gettext(title),
            _addresses(prefix),
            tuple((one.name, gettext(one.about)) for one in columns),
        )
        for kind, title, prefix, columns in known
    ]
    columns = tuple((name, gettext(about)) for name, (_, about) in found.FIELDS.items())
    return [*files, File("search", gettext("Search"), _addresses("portal:search_"), columns)]


def _addresses(prefix: str) -> tuple[tuple[str, str], ...]:
    forms = (
        *(("CSV", "csv"), ("JSON", "json"), ("JSON Lines", "jsonl"), ("Parquet", "parquet")),
        ("Atom", "atom"),
    )
    return tuple((words, reverse(f"{prefix}{name}")) for words, name in forms)
