"""The appearance that a person chose, kept in a cookie."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from beffroi.portal.context import THEME_COOKIE, THEMES

YEAR_SECONDS = 31_536_000


@csrf_exempt  # it sets a cookie of appearance and nothing else; pages stay free of secrets
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the appearance and go back to the page it was chosen on."""
    answer = HttpResponseRedirect(_back(request))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES and chosen != "auto":
        answer.set_cookie(
            THEME_COOKIE,
            chosen,
            max_age=YEAR_SECONDS,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
    return answer


def _back(request: HttpRequest) -> str:
    """Return the page to go back to: a path of this site, never another place."""
    wanted = request.POST.get("next", "")
    is_path = wanted.startswith("/") and not urlsplit(wanted).netloc
    if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return "/"
