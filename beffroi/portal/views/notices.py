"""What a public site says of itself: accessibility, law, keys, its map, its errors."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from beffroi.organisations.pages.labels import current_language
from beffroi.portal import doors, meanings

TESTED_WIDTHS = (1280, 375, 320)


def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what was tested, what is not right yet, and whom to tell."""
    context = {"widths": TESTED_WIDTHS, "contact": settings.BEFFROI_WRITE_TO}
    return render(request, "portal/accessibility.html", context)


def legal(request: HttpRequest) -> HttpResponse:
    """Say who runs this site, what is kept of a visit, under which licences all stands."""
    context = {"operator": settings.BEFFROI_OPERATOR, "contact": settings.BEFFROI_WRITE_TO}
    return render(request, "portal/legal.html", context)


def keys(request: HttpRequest) -> HttpResponse:
    """List the keyboard shortcuts."""
    return render(request, "portal/keys.html")


def sitemap(request: HttpRequest) -> HttpResponse:
    """Show the map of the site."""
    return render(request, "portal/sitemap.html", {"index": doors.index()})


def errors(request: HttpRequest) -> HttpResponse:
    """List every code of an error."""
    language = current_language()
    groups = [
        (group.title[language], [(one.codes, one.words[language]) for one in group.meanings])
        for group in meanings.groups()
    ]
    return render(request, "portal/errors.html", {"groups": groups})


def error(request: HttpRequest, code: str) -> HttpResponse:
    """Explain one code."""
    found = meanings.meaning(code)
    if found is None:
        raise Http404
    context = {"code": code, "words": found.words[current_language()]}
    return render(request, "portal/error.html", context)


def plain_error(request: HttpRequest, code: str) -> HttpResponse:
    """Send the address that problem details carry on to the page in the asker's language."""
    del request
    if meanings.meaning(code) is None:
        raise Http404
    return HttpResponseRedirect(reverse("portal:error", args=[code]))
