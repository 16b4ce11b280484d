"""The list of bodies as files and as a subscription, with the same choices as the page."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from beffroi.lib import atom
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.formats import exports
from beffroi.organisations.forms import chosen
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages import files
from beffroi.organisations.pages.labels import current_language
from beffroi.organisations.shapes import KIND_NAMES
from beffroi.search.shapes import Hit, Query

KIND = "organisation"
BATCH = 500


@require_safe
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send all bodies that the address chooses: by uid, or as the words rank them."""
    query = files.question(request, kind=KIND)
    state: str | None = ""
    if query.text:
        hits, state = files.hits(query)
        found = _of_hits(hits)
    else:
        found = exports.bodies_in_order(chosen(query))
    rows = map(exports.body_row, found)
    made = files.Table("organisations", exports.BODY_COLUMNS, rows, state)
    return files.send(request, form, made)


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest of the bodies that the address chooses, and what was withdrawn."""
    query = files.question(request, kind=KIND)
    found = files.Feed(
        title=gettext("New organisations"),
        page=reverse("organisations:list"),
        entries=[_entry(body) for body in _newest(query)],
        removed=[_removed(body) for body in _withdrawn(query)],
    )
    return files.send_feed(request, found)


def _of_hits(hits: Iterable[Hit]) -> Iterator[Organisation]:
    """Return the bodies of hits, in their order; what vanished meanwhile is left out."""
    waiting = iter(hits)
    while uids := [hit.uid for hit in islice(waiting, BATCH)]:
        shown = exports.bodies_whole(Organisation.objects.listed().filter(uid__in=uids))
        found = {body.uid: body for body in shown}
        yield from (found[uid] for uid in uids if uid in found)


def _newest(query: Query) -> list[Organisation]:
    if query.text:
        return list(_of_hits(files.newest(query)))
    return list(chosen(query).order_by("-created_at", "-pk")[: atom.NEWEST])


def _withdrawn(query: Query) -> list[Organisation]:
    """Return the last withdrawn that the filters choose; their words are no longer known."""
    gone = Organisation.objects.exclude(withdrawn_at=None).order_by("-withdrawn_at", "-pk")
    return list(chosen(query, gone)[: atom.NEWEST])


def _entry(body: Organisation) -> atom.Entry:
    language = current_language()
    name = body.names.get(language) or body.name
    return atom.Entry(
        id=files.permanent_id("organisations", body.uid),
        title=name,
        url=files.site(f"{reverse('organisations:list')}{body.uid}/"),
        updated=body.changed_at,
        published=body.created_at,
        author=name,
        summary=without_addresses(body.description),
        terms=[KIND_NAMES.get(body.kind, {}).get(language, body.kind)],
    )


def _removed(body: Organisation) -> atom.Removed:
    return atom.Removed(
        id=files.permanent_id("organisations", body.uid),
        at=body.withdrawn_at or body.changed_at,
        reason=body.withdrawn_reason,
    )
