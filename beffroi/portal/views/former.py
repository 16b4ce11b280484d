"""Addresses of code.gouv.fr, before Beffroi: they lead to the same questions here.

Its newer pages name their state after ``#``, which no server sees: ``former.js`` on the home page
takes the ``#`` out, and the rest is an address of this file.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from beffroi.organisations.pages.answers import reverse_or_none
from beffroi.portal import former

QUESTIONS = ("licence", "license", "q", "language", "platform", "forge", "group", "g")
"""Parameters of the former home page, which was the list of repositories."""

MOVED = {
    "stats": ("portal:figures", "portal:home"),
    "releases": ("repositories:releases_atom",),
    "a11y": ("portal:accessibility", "portal:about"),
    "legal": ("portal:legal", "portal:about"),
    "about": ("portal:about",),
    "sitemap": ("portal:sitemap", "portal:home"),
    "feeds": ("portal:feeds",),
}
"""Word of a former page → the page here; the first that this program has."""

FILES = {
    "api/stats/general": "/data/stats.json",
    "api/organisations/all": "/data/organisations/json/all.json",
    "api/repertoires/all": "/data/repertoires/json/all.json",
}
"""Call of the former API → the file that holds the same."""

View = Callable[[HttpRequest], HttpResponse]


@require_safe
def repositories(request: HttpRequest) -> HttpResponse:
    """Lead from the former list of repositories to this one."""
    return _to("repositories:list", former.of_repositories(request.GET.dict()))


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Lead from the former list of groups to the list of organisations."""
    return _to("organisations:list", former.of_bodies(request.GET.dict()))


@require_safe
def repository(_request: HttpRequest, platform: str, path: str) -> HttpResponse:
    """Lead from the former page of a repository to its page here."""
    return _page("repositories:detail", former.repository_at(platform, path))


@require_safe
def account(_request: HttpRequest, platform: str, path: str) -> HttpResponse:
    """Lead from the former page of a group to the page of the account."""
    return _page("organisations:account", former.account_at(platform, path))


@require_safe
def described(_request: HttpRequest) -> HttpResponse:
    """Lead from the former list of awesome projects to the code with a publiccode.yml."""
    return _to("repositories:list", former.of_repositories({"with-publiccode": "true"}))


@require_safe
def software(_request: HttpRequest, name: str) -> HttpResponse:
    """Lead from one awesome project to its repository, else to the search for its name."""
    uid = former.software_called(name)
    if uid:
        return _page("repositories:detail", uid)
    return _to("repositories:list", former.of_repositories({"q": name, "with-publiccode": "true"}))


@require_safe
def page(_request: HttpRequest, word: str) -> HttpResponse:
    """Lead from a former page to the one that says the same here."""
    found = filter(None, map(reverse_or_none, MOVED[word]))
    return HttpResponsePermanentRedirect(next(found, reverse("portal:home")))


@require_safe
def sources(_request: HttpRequest) -> HttpResponse:
    """Lead from the former folder of the catalogue to the home page; a browser keeps its ``#``."""
    return HttpResponsePermanentRedirect(reverse("portal:home"))


@require_safe
def file(_request: HttpRequest, call: str) -> HttpResponse:
    """Lead from the former API to the file that holds the same; any site may follow."""
    response = HttpResponsePermanentRedirect(FILES[call])
    response["Access-Control-Allow-Origin"] = "*"
    return response


def unless_asked(view: View) -> View:
    """Return the home page, but for the former questions put to it: they lead to the list."""

    @wraps(view)
    def home(request: HttpRequest) -> HttpResponse:
        if any(request.GET.get(name) for name in QUESTIONS):
            return repositories(request)
        return view(request)

    return home


def _to(name: str, found: Iterable[tuple[str, str]]) -> HttpResponse:
    question = urlencode([pair for pair in found if pair[1]])
    address = reverse(name)
    return HttpResponsePermanentRedirect(f"{address}?{question}" if question else address)


def _page(name: str, uid: str) -> HttpResponse:
    if not uid:
        raise Http404(gettext("Nothing in the catalogue has this address."))
    return HttpResponsePermanentRedirect(reverse(name, args=[uid]))
