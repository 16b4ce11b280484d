"""The page that names every subscription, and the feeds at the addresses of code.gouv.fr."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy, gettext_noop
from django.views.decorators.http import require_safe

from beffroi.lib import atom
from beffroi.lib.errors import ShownError
from beffroi.organisations.models import Organisation
from beffroi.organisations.pages import subscribed as bodies
from beffroi.organisations.pages.files import site
from beffroi.organisations.pages.subscriptions import Subscription, send_feed
from beffroi.repositories.pages import subscribed
from beffroi.search.shapes import Query

MADE_OF_NOTHING: Mapping[str, Any] = {
    "latest-tags": gettext_lazy("Tags of repositories are not kept."),
    "latest-dependencies": gettext_lazy("Dependencies are not read."),
    "latest-sill": gettext_lazy("There is no list of recommended software yet."),
}
"""Former feed whose data are not here → why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One subscription of the page: what it says, and its address in each form."""

    name: str
    words: str
    forms: tuple[tuple[str, str, str], ...]


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """Show every feed in words."""
    context = {
        "groups": ((gettext("The whole catalogue"), _all()), (gettext("Code"), _code())),
        "example": f"{reverse('repositories:atom')}?language=Python&licence=EUPL-1.2",
        "example_body": f"{reverse('portal:news')}?organisation=…",
        "former": _former_addresses(),
    }
    return render(request, "portal/feeds.html", context)


@require_safe
def former(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send RSS 2.0 at an address of code.gouv.fr, in the first language of this instance."""
    if name in MADE_OF_NOTHING:
        words = gettext("%(why)s The page of feeds names those that there are: %(page)s")
        page = site(reverse("portal:feeds"))
        raise ShownError("no-feed", words % {"why": MADE_OF_NOTHING[name], "page": page}, 410)
    with translation.override(settings.LANGUAGE_CODE):
        title, page, entries = FORMER[name]
        query = Query(filters={}, today=timezone.now().date())
        found = Subscription(gettext(title), reverse(page), entries(query))
        return send_feed(request, "rss", found)


def _new_repositories(query: Query) -> list[atom.Entry]:
    return [subscribed.entry_of(one) for one in subscribed.newest(query)]


def _new_packages(_query: Query) -> list[atom.Entry]:
    return subscribed.published()


def _new_bodies(_query: Query) -> list[atom.Entry]:
    newest = Organisation.objects.listed().order_by("-created_at", "-pk")
    return [bodies.entry_of(one) for one in newest[: atom.NEWEST]]


FORMER: Mapping[str, tuple[str, str, Callable[[Query], list[atom.Entry]]]] = {
    "latest-repositories": ("New repositories", "repositories:list", _new_repositories),
    "latest": ("New repositories", "repositories:list", _new_repositories),
    "latest-organizations": ("New organisations", "organisations:list", _new_bodies),
    "latest-releases": (
        "Releases that publiccode.yml names",
        "repositories:list",
        subscribed.released,
    ),
    "latest-libraries": (gettext_noop("New versions of packages"), "portal:data", _new_packages),
}
"""Name of a feed of code.gouv.fr → title (msgid of the feed it now is), page, its entries."""


def _all() -> tuple[Line, ...]:
    return (
        _line(
            gettext("What is new"),
            gettext(
                "Everything that came, changed its name, moved or was withdrawn: repositories, "
                "organisations, accounts."
            ),
            "portal:news",
            "portal:news_feed_json",
        ),
        _line(
            gettext("New organisations"),
            gettext("Public bodies that the register did not have before."),
            "organisations:atom",
            "organisations:feed_json",
        ),
        _line(
            gettext("Harvests"),
            gettext("Readings of the forges that are over: what came, what failed."),
            "portal:harvests_atom",
            "portal:harvests_feed_json",
        ),
    )


def _code() -> tuple[Line, ...]:
    new = gettext(
        "Repositories by the day on which they came into the catalogue, not by their age. "
        "Those withdrawn are named as removed."
    )
    return (
        _line(gettext("New repositories"), new, "repositories:atom", "repositories:feed_json"),
        _event(
            "updated",
            gettext("Repositories whose code moved"),
            gettext("An entry for each day on which there was activity."),
        ),
        _event(
            "renamed",
            gettext("Repositories renamed"),
            gettext("The address before and the address now."),
        ),
        _event(
            "removed",
            gettext("Repositories withdrawn"),
            gettext("Since when they are no longer listed, and why."),
        ),
        _event(
            "publiccode",
            gettext("Repositories with a publiccode.yml"),
            gettext("An entry when the file is found, and again when it changes."),
        ),
        _event(
            "releases",
            gettext("Releases that publiccode.yml names"),
            gettext("Name, version and day, as the maintainers wrote them."),
        ),
    )


def _event(event: str, name: str, words: str) -> Line:
    return _line(name, words, f"repositories:{event}_atom", f"repositories:{event}_feed_json")


def _line(name: str, words: str, atom_name: str, json_name: str) -> Line:
    return Line(
        name,
        words,
        (
            ("Atom", reverse(atom_name), "application/atom+xml"),
            ("JSON Feed", reverse(json_name), "application/feed+json"),
        ),
    )


def _former_addresses() -> list[tuple[str, str]]:
    """Return the RSS addresses that still answer, with what they hold."""
    return [(f"/data/{name}.xml", gettext(title)) for name, (title, *_) in FORMER.items()]
