"""What crawlers and browsers ask for by a fixed name: rules, maps, contact, picture."""

from datetime import timedelta

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from beffroi.lib.dates import write_instant
from beffroi.organisations.pages.files import site
from beffroi.portal import sitemaps

TEXT = "text/plain; charset=utf-8"
MAX_NUMBER = 1_000_000
GOOD_FOR = timedelta(days=180)
"""No part of the map has a higher number. How long a statement of contact is good (RFC 9116: less
than a year)."""

ROBOTS = """\
User-agent: *
Disallow: /api/
Disallow: /open-catalog/
Disallow: /*?*expanded=
Disallow: /*?*cursor=
Disallow: /*?*&

Sitemap: {sitemap}
"""
"""Lists with one filter may be read; with more they are without end, and the map has all pages."""


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Tell crawlers what is worth nothing to them, and where the map is."""
    text = ROBOTS.format(sitemap=site("/sitemap.xml"))
    return HttpResponse(text, content_type=TEXT)


@require_safe
def sitemap(_request: HttpRequest) -> HttpResponseBase:
    """Send the index of the map."""
    return StreamingHttpResponse(sitemaps.index(), content_type=sitemaps.MEDIA_TYPE)


@require_safe
def sitemap_part(_request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    """Send one part of the map."""
    if not sitemaps.exists(name) or number > MAX_NUMBER:
        raise Http404
    written = sitemaps.part(name, number)
    return StreamingHttpResponse(written, content_type=sitemaps.MEDIA_TYPE)


@require_safe
def security(_request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a fault (RFC 9116); 404 where who runs the site named nobody."""
    contact = settings.BEFFROI_WRITE_TO["url"]
    if not contact:
        raise Http404("Who runs this site named no contact (BEFFROI_WRITE_TO).")
    languages = ", ".join(code for code, _ in settings.LANGUAGES)
    # Midnight: the same text all day, so that it can be kept.
    until = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + GOOD_FOR
    lines = (
        f"Contact: {contact}",
        f"Expires: {write_instant(until)}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {site('/.well-known/security.txt')}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type=TEXT)


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead to the picture for programs that ask for it by this name alone."""
    return HttpResponseRedirect(static("favicon.ico"))
