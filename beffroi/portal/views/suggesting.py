"""Words that a person may mean, while the first letters are typed; data for the script."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from beffroi.organisations.pages.asking import open_or_none

MAX_TYPED = 200
MAX_WORDS = 6
KEPT_SECONDS = 300


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer what was typed with its last word completed, the most frequent first."""
    typed = request.GET.get("q", "").replace("\0", "")[:MAX_TYPED]
    before, _, begun = typed.rpartition(" ")
    index = open_or_none() if begun else None
    words = index.suggest(begun, MAX_WORDS) if index else ()
    found = [f"{before} {word}".lstrip() for word in words]
    answer = JsonResponse(found, safe=False)
    answer["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer
