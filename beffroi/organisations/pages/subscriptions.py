"""Subscriptions: one feed in the form that the address names, and not sent twice."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from beffroi.lib import atom, jsonfeed, rss
from beffroi.organisations.pages.answers import reverse_or_none
from beffroi.organisations.pages.files import http_date, site
from beffroi.organisations.pages.labels import current_language

IGNORED = ("utm_", "page", "cursor", "size", "expanded")
"""Beginnings of parameters that do not change what a feed holds."""

SINCE = "2026"
"""Year in which the names of things began (RFC 4151: a day on which the host was ours)."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What is subscribed to: title, path of the page with the same list, entries, what is gone."""

    title: str
    page: str
    entries: Sequence[atom.Entry]
    removed: Sequence[atom.Removed] = ()


def permanent_id(kind: str, uid: str, event: str = "") -> str:
    """Return the name of a thing, or of what happened to it: the same in every language.

    A ``tag:`` address (RFC 4151): it stays when the site moves to https or its pages move.
    """
    host = urlsplit(settings.BEFFROI_URL).hostname
    return f"tag:{host},{SINCE}:{kind}/{uid}{f'/{event}' if event else ''}"


def send_feed(request: HttpRequest, form: str, found: Subscription) -> HttpResponseBase:
    """Send a feed as ``atom``, ``feed.json`` or ``rss``; 304 when the reader has it already."""
    question = asked(request)
    house = settings.BEFFROI_THEME.name.get(current_language(), "Beffroi")
    whole = atom.Feed(
        id=permanent_id("feeds", quote(request.path.strip("/")) + question),
        title=f"{found.title} · {house}",
        url=site(quote(request.path)) + question,
        page=site(found.page) + question,
        language=current_language(),
        author=house,
        entries=found.entries,
        removed=found.removed,
        rights=settings.BEFFROI_COUNTRY.data_licence_name,
    )
    content, media_type = _written(form, whole)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    newest = _newest(whole)
    seconds = int(newest.timestamp()) if newest else None
    unchanged = get_conditional_response(request, etag=etag, last_modified=seconds)
    response = unchanged or HttpResponse(content, content_type=media_type)
    response["ETag"] = etag
    if newest:
        response["Last-Modified"] = http_date(newest)
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def asked(request: HttpRequest) -> str:
    """Return the question of a feed's address, without what does not change its content."""
    pairs = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if value and not name.startswith(IGNORED)
    ]
    return f"?{urlencode(pairs, errors='replace')}" if pairs else ""


def _written(form: str, feed: atom.Feed) -> tuple[bytes, str]:
    if form == "rss":
        return rss.write(feed), rss.MEDIA_TYPE
    if form == "feed.json":
        about = site(reverse_or_none("portal:feeds") or "/")
        return jsonfeed.write(feed, about=about), jsonfeed.MEDIA_TYPE
    return atom.write(feed), atom.MEDIA_TYPE


def _newest(feed: atom.Feed) -> datetime | None:
    dates = [entry.updated for entry in feed.entries] + [gone.at for gone in feed.removed]
    return max(dates, default=None)
