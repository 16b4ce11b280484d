"""What every address of the API does alike: methods, language, headers, unchanged answers."""

import hashlib
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from beffroi.portal.problems import PROBLEM, Problem

METHODS = ("GET", "HEAD", "OPTIONS")
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Last-Modified, Content-Language, Page-Size",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept-Language, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
RETRY_SECONDS = 30
LIST = "/api/v1/openapi.json"

View = Callable[..., HttpResponse]


def served(view: View) -> View:
    """Return a view that reads only, speaks the language asked for, and is open to all sites."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=HTTPStatus.NO_CONTENT, headers=PREFLIGHT)
            response["Allow"] = ", ".join(METHODS)
        elif request.method not in METHODS:
            response = _not_allowed(request)
        else:
            response = _read(view, request, args, kwargs)
        return opened(response)

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here writes
    return answer


def problem(
    request: HttpRequest,
    code: str,
    status: int,
    detail: str,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with problem details (RFC 9457); ``more`` adds members of its own."""
    found = {
        "type": f"/errors/{code}",
        "title": Problem(code, status).title,
        "status": int(status),
        "detail": detail or Problem(code, status).words,
        "instance": request.path,
        **(more or {}),
    }
    response = JsonResponse(
        found, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False}
    )
    response["Cache-Control"] = "no-store"
    opened(response)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response


def opened(response: HttpResponse) -> HttpResponse:
    """Let programs in pages of every site read an answer."""
    for name, value in OPEN.items():
        response[name] = value
    return response


def base_of(request: HttpRequest) -> str:
    """Return the public address of this site; another port or name stays the one asked."""
    public = urlsplit(settings.BEFFROI_URL)
    if request.get_host() in {public.netloc, public.hostname}:
        return str(settings.BEFFROI_URL)
    return f"{request.scheme}://{request.get_host()}"


def _read(
    view: View, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    language = request.GET.get("lang") or translation.get_language() or settings.LANGUAGE_CODE
    known = [code for code, _ in settings.LANGUAGES]
    if language[:2] not in known:
        text = f"‘lang’ is ‘{language[:20]}’; choose {' or '.join(known)}."
        return problem(request, "unknown-language", HTTPStatus.BAD_REQUEST, text)
    method, request.method = request.method, "GET"  # a HEAD is answered like a GET
    try:
        with translation.override(language[:2]):
            response = view(request, *args, **kwargs)
    except Http404:
        text = f"There is nothing at {request.path[:200]}; {LIST} lists every address."
        return problem(request, "not-found", HTTPStatus.NOT_FOUND, text)
    finally:
        request.method = method
    response.headers.setdefault("Content-Language", language[:2])
    return _conditional(request, response)


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark an answer with the digest of its bytes; 304 when the asker has these very bytes."""
    if response.status_code != HTTPStatus.OK:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    response.headers.setdefault("Cache-Control", "no-cache")
    changed = response.get("Last-Modified")
    seconds = int(parsedate_to_datetime(changed).timestamp()) if changed else None
    found = get_conditional_response(request, etag, seconds, response)
    return found if isinstance(found, HttpResponse) else response


def _not_allowed(request: HttpRequest) -> HttpResponse:
    text = f"{(request.method or '')[:20]} is not understood here; the API reads only: GET, HEAD."
    response = problem(request, "not-allowed", HTTPStatus.METHOD_NOT_ALLOWED, text)
    response["Allow"] = ", ".join(METHODS)
    return response
