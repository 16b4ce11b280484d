"""The list of repositories as files and as a subscription, with the same choices as the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from beffroi.lib import atom
from beffroi.lib.errors import ShownError
from beffroi.organisations.pages import files
from beffroi.organisations.pages.subscriptions import Subscription, send_feed
from beffroi.repositories.formats import exports
from beffroi.repositories.forms import chosen
from beffroi.repositories.models import Repository
from beffroi.repositories.pages import subscribed
from beffroi.search.shapes import Hit, Query

KIND = "repository"
BATCH = 500

EVENTS: Mapping[str, tuple[str, Callable[[Query], list[atom.Entry]]]] = {
    "updated": (gettext_noop("Repositories whose code moved"), subscribed.moving),
    "removed": (gettext_noop("Repositories withdrawn"), subscribed.withdrawn),
    "renamed": (gettext_noop("Repositories renamed"), subscribed.renamed),
    "publiccode": (gettext_noop("Repositories with a publiccode.yml"), subscribed.described),
    "releases": (gettext_noop("Releases that publiccode.yml names"), subscribed.released),
}
"""Event, as addresses name it → title of its feed, what makes its entries."""


@require_safe
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send all repositories that the address chooses: by address, or as the words rank them."""
    query = files.question(request, kind=KIND)
    state: str | None = ""
    if query.text:
        hits, state = files.hits(query)
        found = _of_hits(hits)
    else:
        choice, is_wanted = chosen(query)
        found = filter(is_wanted, exports.in_order(choice))
    rows = map(exports.row_of, found)
    made = files.Table("repositories", exports.COLUMNS, rows, state, exports.KINDS)
    return files.send(request, form, made)


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the newest of the repositories that the address chooses, and what was withdrawn."""
    query = files.question(request, kind=KIND)
    newest = _of_hits(files.newest(query)) if query.text else subscribed.newest(query)
    found = Subscription(
        title=gettext("New repositories"),
        page=reverse("repositories:list"),
        entries=[subscribed.entry_of(one) for one in newest],
        removed=[subscribed.removed_of(one) for one in subscribed.gone(query)],
    )
    return send_feed(request, form, found)


@require_safe
def events(request: HttpRequest, event: str, form: str) -> HttpResponseBase:
    """Send what happened last to the repositories that the filters of the address choose."""
    query = files.question(request, kind=KIND)
    if query.text:
        words = gettext(
            "This feed takes filters and no words: leave “q” out. The feed of a search is %(feed)s"
        )
        feed_of_words = f"{files.site(reverse('repositories:atom'))}?q=…"
        raise ShownError("no-words", words % {"feed": feed_of_words})
    title, entries = EVENTS[event]
    page = reverse("repositories:list")
    return send_feed(request, form, Subscription(gettext(title), page, entries(query)))


def _of_hits(hits: Iterable[Hit]) -> Iterator[Repository]:
    """Return the repositories of hits, in their order; what vanished meanwhile is left out."""
    waiting = iter(hits)
    while uids := [hit.uid for hit in islice(waiting, BATCH)]:
        shown = Repository.objects.listed().shown().defer("publiccode").filter(uid__in=uids)
        found = {repository.uid: repository for repository in shown}
        yield from (found[uid] for uid in uids if uid in found)
