"""Lists as files: streamed, named, and not sent again when nothing changed."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import formatdate
from http import HTTPStatus
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from beffroi.journal.models import Act, ChainHead
from beffroi.lib import atom
from beffroi.lib.errors import ShownError
from beffroi.lib.parquet import MEDIA_TYPE, parquet_pieces
from beffroi.lib.tables import FORMATS, csv_pieces
from beffroi.organisations.pages.asking import open_now
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

    ``state``: None when only a reader of all rows could tell whether they changed. ``kinds``:
    of the columns, for Parquet. ``file``: its whole name, where it is not ours to choose.
    """

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    state: str | None = ""
    kinds: Sequence[Any] = ()
    file: str = ""


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
    """Send a list as ``csv``, ``json``, ``jsonl`` or ``parquet``; 304 when the reader has it.

    ``?for=spreadsheet`` disarms the cells of a CSV that a spreadsheet would execute.
    """
    etag = None if table.state is None else quote_etag(_version(request, table))
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return opened(unchanged, etag)
    response = StreamingHttpResponse(
        _pieces(form, table, is_armed=request.GET.get("for") != "spreadsheet"),
        content_type=FORMATS[form].media_type if form in FORMATS else MEDIA_TYPE,
    )
    file = table.file or f"beffroi-{table.name}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    if table.state is not None:
        response["Last-Modified"] = http_date(_changed_at())
    return opened(response, etag)


def newest(query: Query) -> tuple[Hit, ...]:
    """Return the hits of a question that came last into the catalogue, as many as a feed has."""
    return _index().search(replace(query, sort="-added", size=atom.NEWEST)).hits


def site(path: str) -> str:
    """Return the public address of a path of ours."""
    return f"{settings.BEFFROI_URL}{path}"


def http_date(at: datetime) -> str:
    """Write an instant as the headers of HTTP do."""
    return formatdate(at.timestamp(), usegmt=True)


def _index() -> SearchIndex:
    index = open_now()
    if index is None:
        text = "There is no search index yet; the operator runs 'beffroi reindex'."
        raise ShownError("no-index", text, HTTPStatus.SERVICE_UNAVAILABLE)
    return index


def _pieces(form: str, table: Table, *, is_armed: bool) -> Iterator[str] | Iterator[bytes]:
    if form == "parquet":
        return parquet_pieces(table.columns, table.kinds, table.rows)
    if form == "csv":
        return csv_pieces(table.columns, table.rows, for_spreadsheet=not is_armed)
    return FORMATS[form].write(table.columns, table.rows)


def opened(response: HttpResponseBase, etag: str | None) -> HttpResponseBase:
    """Let programs of other sites read it, and say how long it is good."""
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _changed_at() -> datetime:
    """Return when any row may have changed last: by an act, or because a new day began.

    It is for people. Only the tag tells whether a file changed: the acts of a long import all
    have the date of its beginning, and a date of HTTP knows no parts of a second.
    """
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    newest_act = Act.objects.order_by("-pk").values_list("at", flat=True).first()
    return max(newest_act, today) if newest_act else today


def _version(request: HttpRequest, table: Table) -> str:
    """Return what changes whenever a file may: columns, journal, day, address, results.

    Every change of a fact is an act, so that the head of the journal stands for all rows. It
    is read before them: a change in between makes the next question another, never this one.
    """
    head = ChainHead.objects.values_list("digest", flat=True).first() or ""
    facts = (*table.columns, head, f"{timezone.now():%Y-%m-%d}", request.get_full_path())
    text = "\n".join((*facts, table.state or ""))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
