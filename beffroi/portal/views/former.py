"""Addresses of code.gouv.fr, before Beffroi: they lead to the same questions here.

Source: code-catalogue §2.1. Its newer pages name their state after ``#``, which no server sees.
"""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse

from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.policy.licences import normalise

HOSTS = {"github": "github.com", "gitlab": "gitlab.com"}
"""Platforms that were given by name; others by their address."""


def repositories(request: HttpRequest) -> HttpResponse:
    """Lead from the former list of repositories to this one."""
    return _to("repositories:list", _of_repositories(request.GET))


def bodies(request: HttpRequest) -> HttpResponse:
    """Lead from the former list of groups to the list of organisations."""
    return _to("organisations:list", _of_bodies(request.GET))


def _to(name: str, found: Iterator[tuple[str, str]]) -> HttpResponse:
    question = urlencode([pair for pair in found if pair[1]])
    address = reverse(name)
    return HttpResponsePermanentRedirect(f"{address}?{question}" if question else address)


def _of_repositories(given: QueryDict) -> Iterator[tuple[str, str]]:
    yield "q", given.get("q", "")
    yield "organisation", _body_of(given.get("group", "") or given.get("g", ""))
    yield "language", given.get("language", "")
    yield "licence", normalise(given.get("license", "") or given.get("licence", ""))[0]
    yield "forge", _host_of(given.get("forge", "") or given.get("platform", ""))
    yield "fork", "yes" if given.get("fork") == "true" else ""


def _of_bodies(given: QueryDict) -> Iterator[tuple[str, str]]:
    yield "q", given.get("q", "")
    name = given.get("ministry", "")
    found = Organisation.objects.listed().filter(kind=Organisation.Kind.MINISTRY, name=name)
    yield "ministry", found.values_list("uid", flat=True).first() or ""


def _body_of(address: str) -> str:
    """Return the uid of the body whose account has this address."""
    if not address:
        return ""
    accounts = ForgeAccount.objects.listed().filter(url__iexact=address.rstrip("/"))
    return accounts.values_list("organisation__uid", flat=True).first() or ""


def _host_of(forge: str) -> str:
    try:
        host = urlsplit(forge).hostname
    except ValueError:
        host = None
    return host or HOSTS.get(forge.lower(), forge)
