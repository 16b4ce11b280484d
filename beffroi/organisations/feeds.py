"""The list of bodies as files and as a subscription, with the same choices as the page."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from beffroi.lib import atom
from beffroi.organisations.formats import exports
from beffroi.organisations.forms import chosen
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages import files
from beffroi.organisations.pages.subscribed import entry_of, removed_of
from beffroi.organisations.pages.subscriptions import Subscription, send_feed
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
    made = files.Table("organisations", exports.BODY_COLUMNS, rows, state, exports.BODY_KINDS)
    return files.send(request, form, made)


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the newest of the bodies that the address chooses, and what was withdrawn."""
    query = files.question(request, kind=KIND)
    found = Subscription(
        title=gettext("New organisations"),
        page=reverse("organisations:list"),
        entries=[entry_of(body) for body in _newest(query)],
        removed=[removed_of(body) for body in _withdrawn(query)],
    )
    return send_feed(request, form, found)


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
