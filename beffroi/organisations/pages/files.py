"""Lists as files and feeds: streamed, named, and not sent again when nothing changed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import formatdate
from http import HTTPStatus
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from beffroi.journal.models import ChainHead
from beffroi.lib import atom
from beffroi.lib.errors import ShownError
from beffroi.lib.tables import FORMATS, csv_pieces
from beffroi.organisations.pages.asking import open_now
from beffroi.organisations.pages.labels import current_language
from beffroi.search import parameters
from beffroi.search.scanning import everything
from beffroi.search.shapes import Hit, Query, SearchIndex

PLACE = ("page", "cursor", "size", "expanded")
"""Parameters of a page that a file, being the whole list, leaves alone."""

MAX_HITS = 20_000
"""Results of a search by words that are held to tell whether the file changed."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list to be written: name of the file, columns, rows, and what else decides on them.

    ``state``: None when only a reader of all rows could tell whether they changed.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    state: str | None = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription: title, path of the page with the same list, entries, what is no more."""

    title: str
    page: str
    entries: Sequence[atom.Entry]
    removed: Sequence[atom.Removed] = ()


def question(request: HttpRequest, *, kind: str = "") -> Query:
    """Return the question of an address, without the place on its pages."""
    given = {name: values for name, values in request.GET.lists() if name not in PLACE}
    found = parameters.parse(given, today=timezone.now().date())
    filters = {**found.filters, "kind": (kind,)} if kind else found.filters
    return Query(
        text=found.text,
        filters=filters,
        sort=found.sort,
        today=found.today,
        is_exact=found.is_exact,
    )


def hits(query: Query) -> tuple[Iterable[Hit], str | None]:
    """Return all hits of a question, and what tells them from others (None: too many to tell)."""
    found = everything(_index(), query)
    first = list(islice(found, MAX_HITS))
    if len(first) == MAX_HITS:
        return chain(first, found), None
    return first, " ".join(f"{hit.kind}:{hit.uid}" for hit in first)


def send(request: HttpRequest, form: str, table: Table) -> HttpResponseBase:
    """Send a list as ``csv``, ``json`` or ``jsonl``; 304 when the reader has it already.

    ``?for=spreadsheet`` disarms the cells of a CSV that a spreadsheet would execute.
    """
    etag = None if table.state is None else quote_etag(_version(request, table))
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    response = StreamingHttpResponse(
        _pieces(form, table, is_armed=request.GET.get("for") != "spreadsheet"),
        content_type=FORMATS[form].media_type,
    )
    response["Content-Disposition"] = f'attachment; filename="beffroi-{table.name}.{form}"'
    return _open(response, etag)


def newest(query: Query) -> tuple[Hit, ...]:
    """Return the hits of a question that came last into the catalogue, as many as a feed has."""
    return _index().search(replace(query, sort="-added", size=atom.NEWEST)).hits


def send_feed(request: HttpRequest, feed: Feed) -> HttpResponseBase:
    """Send an Atom feed; 304 when the reader has it already."""
    address = f"?{request.GET.urlencode()}" if request.GET else ""
    whole = atom.Feed(
        id=site(request.path) + address,
        title=f"{feed.title} · Beffroi",
        url=site(request.path) + address,
        page=site(feed.page) + address,
        language=current_language(),
        author="Beffroi",
        entries=feed.entries,
        removed=feed.removed,
        rights=settings.BEFFROI_COUNTRY.data_licence_name,
    )
    content = atom.write(whole)
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:32])
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    return _open(HttpResponse(content, content_type=atom.MEDIA_TYPE), etag)


def site(path: str) -> str:
    """Return the public address of a path of ours."""
    return f"{settings.BEFFROI_URL}{path}"


def http_date(at: datetime) -> str:
    """Write an instant as the headers of HTTP do."""
    return formatdate(at.timestamp(), usegmt=True)


def permanent_id(kind: str, uid: str) -> str:
    """Return the permanent address of a thing, the same in every language."""
    return site(f"/api/v1/{kind}/{uid}")


def _index() -> SearchIndex:
    index = open_now()
    if index is None:
        text = "There is no search index yet; the operator runs 'beffroi reindex'."
        raise ShownError("no-index", text, HTTPStatus.SERVICE_UNAVAILABLE)
    return index


def _pieces(form: str, table: Table, *, is_armed: bool) -> Iterator[str]:
    if form == "csv":
        return csv_pieces(table.columns, table.rows, for_spreadsheet=not is_armed)
    return FORMATS[form].write(table.columns, table.rows)


def _open(response: HttpResponseBase, etag: str | None) -> HttpResponseBase:
    """Let programs of other sites read it, and say how long it is good."""
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _version(request: HttpRequest, table: Table) -> str:
    """Return what changes whenever a file may: columns, journal, day, address, results.

    Every change of a fact is an act, so that the head of the journal stands for all rows. It
    is read before them: a change in between makes the next question another, never this one.
    """
    head = ChainHead.objects.values_list("digest", flat=True).first() or ""
    facts = (*table.columns, head, f"{timezone.now():%Y-%m-%d}", request.get_full_path())
    text = "\n".join((*facts, table.state or ""))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
