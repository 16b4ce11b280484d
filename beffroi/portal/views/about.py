"""What this portal is, whose data it shows, how to reach those who run it."""

from importlib.metadata import PackageNotFoundError, version

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beffroi.organisations.pages.labels import current_language
from beffroi.portal.doors import Link, formats


def about(request: HttpRequest) -> HttpResponse:
    """Show what this instance is."""
    language = current_language()
    country = settings.BEFFROI_COUNTRY
    context = {
        "country": country.name.get(language, country.code),
        "version": _version(),
        "formats": formats(),
        "policy": country.policy,
        "registers": [scheme.name.get(language, scheme.scheme) for scheme in country.identifiers],
        "address": Link(settings.BEFFROI_URL, settings.BEFFROI_URL),
    }
    return render(request, "portal/about.html", context)


def _version() -> str:
    try:
        return version("beffroi")
    except PackageNotFoundError:
        return ""
