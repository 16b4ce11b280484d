"""The page of libraries: what public bodies publish in package registries."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from beffroi.forges.homepages import is_link
from beffroi.lib.privacy import without_addresses
from beffroi.policy.licences import OTHER
from beffroi.portal.data.tables import FORMS
from beffroi.repositories.models import Library
from beffroi.repositories.pages.rows import licence_words
from beffroi.search import links, parameters
from beffroi.search.shapes import Query, Result

_IMAGE = r"!\[[^\]]*\](?:\([^)\s]*\)|\[[^\]]*\])"
_BADGE = re.compile(rf"\[{_IMAGE}\](?:\([^)\s]*\)|\[[^\]]*\])|{_IMAGE}")
"""A picture in Markdown, linked or not: badges that some descriptions begin with."""

KNOWN = ("q", "registry", "page", "size")


@dataclass(frozen=True, slots=True)
class Line:
    """One library as the page shows it; ``url``: its repository here, or its site."""

    name: str
    registry: str
    about: str
    version: str
    licence: str
    url: str
    repository: str


@require_safe
def libraries(request: HttpRequest) -> HttpResponse:
    """Show the libraries that the address asks for, by name."""
    given = {name: request.GET.getlist(name) for name in KNOWN if name != "registry"}
    query = parameters.parse(given, today=timezone.now().date())
    registry = request.GET.get("registry", "").replace("\x00", "")[:40]
    named = _named(query.text)
    found = named.filter(registry=registry) if registry else named
    count = found.count()
    page = found.order_by("name", "registry")[query.offset : query.offset + query.size]
    context = {
        "lines": [_line(one) for one in page.select_related("repository")],
        "count": count,
        "text": query.text,
        "registry": registry,
        "registries": _registries(request.path, named, query.text, registry),
        "links": _links(request.path, query, count, registry),
        "files": [(f".{form}", f"/data/libraries.{form}") for form in FORMS],
    }
    return render(request, "portal/libraries.html", context)


def _named(text: str) -> QuerySet[Library]:
    """Return the libraries in whose name or description each of the words stands."""
    found = Library.objects.all()
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return found


def _registries(
    path: str, named: QuerySet[Library], text: str, chosen: str
) -> list[tuple[str, int, str, bool]]:
    """Return the registries with their libraries among those found: words, count, address."""
    counts = (
        named.values_list("registry").annotate(count=Count("pk")).order_by("-count", "registry")
    )
    known = [(name, count) for name, count in counts]
    if chosen and chosen not in dict(known):
        known.append((chosen, 0))
    every = (gettext("All"), sum(count for _, count in known), _address(path, text, ""), not chosen)
    return [
        every,
        *((name, count, _address(path, text, name), name == chosen) for name, count in known),
    ]


def _address(path: str, text: str, registry: str) -> str:
    given = urlencode({name: one for name, one in (("q", text), ("registry", registry)) if one})
    return f"{path}?{given}" if given else path


def _links(path: str, query: Query, count: int, registry: str) -> links.Links:
    """Return the addresses of the other pages, with the choice of the registry."""
    made = links.links(query, Result(count, ()), path, {})

    def kept(href: str) -> str:
        if not href or not registry:
            return href
        return f"{href}{'&' if '?' in href else '?'}{urlencode({'registry': registry})}"

    pages = tuple(replace(one, href=kept(one.href)) for one in made.pages)
    return replace(made, pages=pages, previous=kept(made.previous), next=kept(made.next))


def _line(one: Library) -> Line:
    known = one.repository
    inward = reverse("repositories:detail", args=[known.uid]) if known else ""
    outward = next((url for url in (one.homepage, one.repository_url) if is_link(url)), "")
    return Line(
        name=one.name,
        registry=one.registry,
        about=_BADGE.sub("", str(without_addresses(one.description))).strip(),
        version=one.version,
        licence=one.licence_raw if one.licence == OTHER else licence_words(one.licence),
        url=inward or outward,
        repository=known.full_name if known else "",
    )
