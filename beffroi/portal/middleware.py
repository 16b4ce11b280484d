"""The outermost and the innermost layer: how every answer leaves, how errors become answers."""

import logging
import zlib
from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import compress_sequence

from beffroi.lib.errors import ShownError
from beffroi.portal import problems
from beffroi.portal.problems import Problem
from beffroi.search.errors import SearchError

LOG = logging.getLogger(__name__)

MAX_ADDRESS = 8_000
"""Characters of path and query together."""

MIN_COMPRESSED = 500
LEVEL = 4
"""gzip's; each further level costs more time than it saves on a page of 60 kB."""

COMPRESSED = (
    "text/",
    "application/json",
    "application/problem+json",
    "application/atom+xml",
    "application/feed+json",
    "application/ld+json",
    "application/rss+xml",
    "application/xml",
    "application/jsonl",
)

Next = Callable[[HttpRequest], HttpResponseBase]


class Answers:
    """First in the list: limits, headers, conditional answers, compression."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, or refuse an address that nothing can have."""
        problem = _refused(request)
        if problem:
            # Before the middleware that chooses it, the thread still speaks the last language.
            with translation.override(translation.get_language_from_request(request, True)):  # noqa: FBT003
                response: HttpResponseBase = problems.answer(request, problem)
        else:
            response = self.get_response(request)
        _harden(response)
        if isinstance(response, HttpResponse) and not response.streaming:
            response = _conditional(request, response)
        return _compressed(request, response)


def _refused(request: HttpRequest) -> Problem | None:
    """Return what is wrong with an address before anybody looks at what it asks for."""
    if len(request.path) + len(request.META.get("QUERY_STRING", "")) > MAX_ADDRESS:
        return Problem("too-long", HTTPStatus.REQUEST_URI_TOO_LONG)
    if "\0" in request.path:  # no name has one, and PostgreSQL refuses to look for it
        return problems.of_nothing()
    return None


class ShownErrors:
    """Last in the list: errors with words for a person become pages or problem details."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Give a page to an empty answer 405, and to an unknown address while debugging.

        Django would list every address there; whoever tries ``make run`` sees our own page.
        """
        response = self.get_response(request)
        if response.status_code == HTTPStatus.NOT_FOUND and settings.DEBUG:
            is_unknown = request.resolver_match is None
            return problems.answer(request, problems.of_nothing()) if is_unknown else response
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not _has_content(response):
            problem = Problem("not-allowed", HTTPStatus.METHOD_NOT_ALLOWED)
            shown = problems.answer(request, problem)
            shown["Allow"] = response.get("Allow", "")
            return shown
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer the errors that a person may read; others stay faults."""
        if isinstance(error, Http404):
            return problems.answer(request, problems.of_nothing(error))
        if isinstance(error, ShownError):
            problem = Problem(error.code, error.status, error.message)
            return problems.answer(request, problem)
        if isinstance(error, SearchError):
            return problems.answer(request, problems.of_search(error))
        if isinstance(error, DatabaseError) and not isinstance(error, DataError | IntegrityError):
            LOG.error("database=%s path=%s", type(error).__name__, request.path, exc_info=error)
            problem = Problem("database", HTTPStatus.SERVICE_UNAVAILABLE)
            return problems.answer(request, problem)
        return None


def _has_content(response: HttpResponseBase) -> bool:
    return isinstance(response, HttpResponse) and bool(response.content)


def _harden(response: HttpResponseBase) -> None:
    """Add the headers that Django's own layers lack."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.get("Content-Type", "").startswith("text/html"):
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        patch_vary_headers(response, ["Cookie"])  # the appearance
    if not response.has_header("Cache-Control"):
        # Pages are the same for everybody; a cache asks whether they changed.
        response["Cache-Control"] = "no-cache"


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Answer 304 when the asker has this very answer; weak, since gzip changes the bytes."""
    if request.method not in {"GET", "HEAD"} or response.status_code != HTTPStatus.OK:
        return response
    if not response.has_header("ETag") and "no-store" not in response["Cache-Control"]:
        digest = blake2b(response.content, digest_size=12).hexdigest()
        response["ETag"] = f'W/"{digest}"'
    found = get_conditional_response(request, etag=response.get("ETag"), response=response)
    return found or response


def _compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Compress text. A page that holds a secret (a form's token) is left as it is (BREACH)."""
    kind = response.get("Content-Type", "")
    if not kind.startswith(COMPRESSED) or response.has_header("Content-Encoding"):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    has_secret = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or response.cookies
    if has_secret or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return response
    if isinstance(response, HttpResponse):
        if len(response.content) < MIN_COMPRESSED:
            return response
        response.content = _gzip(response.content)
        response["Content-Length"] = str(len(response.content))
    elif getattr(response, "is_async", False):
        return response
    else:
        response.streaming_content = compress_sequence(response.streaming_content)  # type: ignore[attr-defined]
        del response.headers["Content-Length"]
    response["Content-Encoding"] = "gzip"
    etag = response.get("ETag", "")
    if etag.startswith('"'):
        response["ETag"] = f"W/{etag}"
    return response


def _gzip(content: bytes) -> bytes:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    return packer.compress(content) + packer.flush()
