"""The description of the API: OpenAPI 3.1 for programs, a page of ours for people."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

ABOUT = (
    "Public code and the bodies that publish it. Reading needs no key. Everything is named by "
    "its permanent uid; what was withdrawn answers 410 and says why. Null means unknown, never "
    "no. Errors are problem details (RFC 9457); their codes are explained in docs/errors.md. "
    "Answers carry an ETag: send it back as If-None-Match."
)
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457)",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "description": "/errors/<code>; codes are stable"},
        "title": {"type": "string", "description": "What sort of problem, for a person"},
        "status": {"type": "integer", "description": "HTTP status"},
        "detail": {"type": "string", "description": "What, where and the way out"},
        "instance": {"type": "string", "description": "Path that was asked"},
        "parameter": {"type": "string", "description": "Parameter at fault, if one is"},
        "reason": {"type": "string", "description": "Why it was withdrawn (410)"},
        "withdrawn": {"type": "string", "format": "date-time", "description": "Since when (410)"},
    },
}
LANGUAGE = {
    "name": "lang",
    "in": "query",
    "description": _("Language of labels and titles, before Accept-Language."),
    "required": False,
}
KNOWN = {
    "name": "If-None-Match",
    "in": "header",
    "description": "ETag of the answer that the asker has.",
    "required": False,
    "schema": {"type": "string"},
}
HEADERS = {
    "ETag": {"description": "Digest of the answer", "schema": {"type": "string"}},
    "Content-Language": {"description": "Language of labels", "schema": {"type": "string"}},
}
LINK = {"description": "The next page: rel=next", "schema": {"type": "string"}}
CHANGED = {"description": "When the catalogue last changed it", "schema": {"type": "string"}}
REFUSALS: Mapping[str, str] = {
    "400": "A parameter is unknown or wrong; the detail names it",
    "404": "There is nothing of that name",
    "405": "The API reads only",
    "410": "It was withdrawn; the detail says why",
    "503": "The index or the database does not answer now",
}
TAGS = (
    ("search", "One search over everything"),
    ("repositories", "Source repositories"),
    ("organisations", "Public bodies"),
    ("accounts", "Accounts of bodies on forges"),
)


class Manual(DocsBase):
    """The page for people instead of a program from elsewhere."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Lead to the page in the reader's language."""
        del request, api, kwargs
        return redirect("portal:api")


def completed(schema: OpenAPISchema) -> OpenAPISchema:
    """Add what all operations share: refusals, headers, languages, the address of the site."""
    schema["servers"] = [{"url": settings.BEFFROI_URL}]
    schema["tags"] = [{"name": name, "description": about} for name, about in TAGS]
    country = settings.BEFFROI_COUNTRY
    schema["info"]["license"] = {
        "name": country.data_licence_name or "EUPL-1.2",
        "url": country.data_licence_url or "https://joinup.ec.europa.eu/collection/eupl",
    }
    schema["components"]["schemas"]["Problem"] = PROBLEM
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            _complete(path, operation)
    return schema


def _complete(path: str, operation: dict[str, Any]) -> None:
    codes = [code for code, _ in settings.LANGUAGES]
    lang = {**LANGUAGE, "schema": {"type": "string", "enum": codes}}
    operation["parameters"] = [*operation.get("parameters", []), lang, KNOWN]
    is_one = "{uid}" in path
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    has_pages = any(one["name"] == "cursor" for one in operation["parameters"])
    more = {"Link": LINK} if has_pages else {"Last-Modified": CHANGED} if is_one else {}
    answers["200"] = {**answers["200"], "headers": {**HEADERS, **more}}
    answers["304"] = {"description": "The asker has this very answer"}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, about in REFUSALS.items():
        if is_one or status not in {"404", "410"}:
            answers[status] = {"description": about, "content": content}
    operation["responses"] = answers
