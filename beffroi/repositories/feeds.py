"""The list of repositories as files and as a subscription, with the same choices as the page."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from beffroi.lib import atom
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.pages import files
from beffroi.repositories.formats import exports
from beffroi.repositories.forms import chosen
from beffroi.repositories.models import Repository
from beffroi.search.shapes import Hit, Query

KIND = "repository"
BATCH = 500


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
    return files.send(request, form, files.Table("repositories", exports.COLUMNS, rows, state))


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """Send the newest of the repositories that the address chooses, and what was withdrawn."""
    query = files.question(request, kind=KIND)
    found = files.Feed(
        title=gettext("New repositories"),
        page=reverse("repositories:list"),
        entries=[_entry(repository) for repository in _newest(query)],
        removed=[_removed(repository) for repository in _withdrawn(query)],
    )
    return files.send_feed(request, found)


def _of_hits(hits: Iterable[Hit]) -> Iterator[Repository]:
    """Return the repositories of hits, in their order; what vanished meanwhile is left out."""
    waiting = iter(hits)
    while uids := [hit.uid for hit in islice(waiting, BATCH)]:
        shown = Repository.objects.listed().shown().defer("publiccode").filter(uid__in=uids)
        found = {repository.uid: repository for repository in shown}
        yield from (found[uid] for uid in uids if uid in found)


def _newest(query: Query) -> list[Repository]:
    if query.text:
        return list(_of_hits(files.newest(query)))
    choice, is_wanted = chosen(query)
    newest = choice.shown().defer("publiccode", "sources").order_by("-first_seen_at", "-pk")
    if "topic" not in query.filters:
        return list(newest[: atom.NEWEST])
    return list(islice(filter(is_wanted, newest.iterator(BATCH)), atom.NEWEST))


def _withdrawn(query: Query) -> list[Repository]:
    """Return the last withdrawn that the filters choose; their words are no longer known."""
    gone = Repository.objects.exclude(withdrawn_at=None).order_by("-withdrawn_at", "-pk")
    choice, is_wanted = chosen(query, gone)
    return list(
        filter(
            is_wanted,
            choice.only("uid", "withdrawn_at", "withdrawn_reason", "topics")[: atom.NEWEST],
        )
    )


def _entry(repository: Repository) -> atom.Entry:
    language = [repository.language] if repository.language else []
    return atom.Entry(
        id=files.permanent_id("repositories", repository.uid),
        title=repository.name,
        url=files.site(reverse("repositories:detail", args=[repository.uid])),
        updated=repository.changed_at,
        published=repository.first_seen_at,
        author=repository.account.organisation.name,
        summary=without_addresses(repository.description),
        terms=[*language, *map(str, repository.topics)],
    )


def _removed(repository: Repository) -> atom.Removed:
    return atom.Removed(
        id=files.permanent_id("repositories", repository.uid),
        at=repository.withdrawn_at or repository.changed_at,
        reason=repository.withdrawn_reason,
    )
