"""The figures of the French catalogues before Beffroi, at their old addresses."""

import re
from collections.abc import Callable
from datetime import date
from hashlib import blake2b
from typing import Any

from django.core.cache import cache
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from beffroi.organisations.pages import files
from beffroi.organisations.pages.asking import open_or_none
from beffroi.repositories.formats import stats
from beffroi.repositories.pages.figures import counted
from beffroi.search.shapes import Query, SearchIndex

KEPT_SECONDS = 24 * 3600
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


@require_safe
def generation_1(_request: HttpRequest) -> HttpResponse:
    """Send the figures as ``stats.json`` had them until 2021."""
    return _send("1", lambda _index: stats.generation_1())


@require_safe
def generation_3(_request: HttpRequest) -> HttpResponse:
    """Send the figures as ``stats_preprod.json`` had them until 2025."""
    return _send("3", lambda index: stats.generation_3(_scores(index)))


@require_safe
def of_a_day(_request: HttpRequest, day: str) -> HttpResponse:
    """Lead from the file of one day to the figures of today; a day that is none is not found."""
    parts = _DAY.fullmatch(day)
    try:
        date(*map(int, parts.groups() if parts else ()))
    except (TypeError, ValueError) as error:
        raise Http404(day) from error
    return HttpResponseRedirect(reverse("site:stats_preprod"))


def _send(name: str, make: Callable[[SearchIndex | None], dict[str, Any]]) -> HttpResponse:
    """Send what was made, once for each state of the index."""
    index = open_or_none()
    state = index.state if index else None
    digest = blake2b(repr(state).encode("utf-8", "replace"), digest_size=16).hexdigest()
    key = f"stats-{name}-{digest}"
    content = cache.get(key) if state else None
    if content is None:
        content = make(index)
        if state:
            cache.set(key, content, KEPT_SECONDS)
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    files.opened(answer, None)
    return answer


def _scores(index: SearchIndex | None) -> dict[str, int]:
    if index is None:
        return {}
    return counted(index, Query(today=timezone.now().date())).of("score")
