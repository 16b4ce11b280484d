"""The colours and the mark of a government's theme, under addresses that change with them."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

FOR_GOOD = "public, max-age=31536000, immutable"


@require_safe
def palette(request: HttpRequest, stamp: str) -> HttpResponse:
    """Answer the small style sheet that replaces the house's colours."""
    return _answer(request, stamp, settings.BEFFROI_THEME.sheet, "text/css; charset=utf-8")


@require_safe
def mark(request: HttpRequest, stamp: str) -> HttpResponse:
    """Answer the mark."""
    return _answer(request, stamp, settings.BEFFROI_THEME.emblem, "image/svg+xml")


def _answer(request: HttpRequest, stamp: str, content: str, kind: str) -> HttpResponse:
    del request
    if not content or stamp != settings.BEFFROI_THEME.stamp:
        raise Http404
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = FOR_GOOD
    return answer
