"""Questions and things of code.gouv.fr, said in the addresses of this portal.

Source: code-catalogue §2.1. What is not known here stays visible as a filter that finds nothing:
a link to the code of one body must not become a list of everything.
"""

import re
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from urllib.parse import urlsplit

from django.db.models import Q

from beffroi.forges.addresses import comparison_form
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.policy.licences import normalise
from beffroi.repositories.models import Alias, Repository
from beffroi.search.shapes import FACETS

HOSTS = {"github": "github.com", "gitlab": "gitlab.com"}
"""Platforms that were given by name; others by their address."""

FLAGS: Mapping[str, tuple[str, str]] = {
    "fork": ("fork", "yes"),
    "template": ("template", "yes"),
    "floss": ("free", "yes"),
    "with-contributing": ("has", "contributing"),
    "with-publiccode": ("has", "publiccode"),
}
"""Flag of a former address, equal to ``true`` → facet and value here."""

MAX_WORDS = 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")

Pairs = Iterator[tuple[str, str]]


def of_repositories(given: Mapping[str, str]) -> Pairs:
    """Return the parameters here of a former question for repositories."""
    yield "q", _clean(given.get("q", ""))
    yield "organisation", _body_of(_clean(given.get("group") or given.get("g") or ""))
    for language in _languages_of(_clean(given.get("language", ""))):
        yield "language", language
    yield "licence", normalise(_clean(given.get("license") or given.get("licence") or ""))[0]
    yield "forge", host_of(_clean(given.get("forge") or given.get("platform") or ""))
    for flag, (facet, value) in FLAGS.items():
        if given.get(flag) == "true" and facet in FACETS:
            yield facet, value


def of_bodies(given: Mapping[str, str]) -> Pairs:
    """Return the parameters here of a former question for groups."""
    yield "q", _clean(given.get("q", ""))
    name = _clean(given.get("ministry", ""))
    if name:
        kind = Organisation.Kind.MINISTRY
        found = Organisation.objects.listed().filter(kind=kind, name__iexact=name)
        yield "ministry", found.values_list("uid", flat=True).first() or name


def repository_at(platform: str, path: str) -> str:
    """Return the uid of the repository at a path of a forge, former paths too; or ""."""
    key = comparison_form(_address(platform, path))
    uid = Repository.objects.filter(url_key=key).values_list("uid", flat=True).first()
    if uid:
        return uid
    found = Alias.objects.filter(url_key=key).values_list("repository__uid", flat=True)
    return found.first() or ""


def account_at(platform: str, login: str) -> str:
    """Return the uid of the account of this name on a forge, or ""."""
    path = _clean(login).strip("/").lower()
    found = ForgeAccount.objects.listed().filter(forge__host=host_of(_clean(platform)))
    return found.filter(path_key=path).values_list("uid", flat=True).first() or ""


def software_called(name: str) -> str:
    """Return the uid of the one repository whose publiccode.yml has this name, or ""."""
    described = Repository.objects.listed().filter(publiccode__isnull=False)
    found = list(described.filter(name__iexact=_clean(name)).values_list("uid", flat=True)[:2])
    return found[0] if len(found) == 1 else ""


def host_of(forge: str) -> str:
    """Return the host of a forge that was given by name or by address."""
    try:
        host = urlsplit(forge).hostname
    except ValueError:
        host = None
    return host or HOSTS.get(forge.lower(), forge)


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text).strip()[:500]


def _address(platform: str, path: str) -> str:
    return f"https://{host_of(_clean(platform))}/{_clean(path).strip('/')}"


def _body_of(address: str) -> str:
    """Return the uid of the body whose account has this address, else the address itself."""
    if not address:
        return ""
    accounts = ForgeAccount.objects.listed().filter(url__iexact=address.rstrip("/"))
    found = accounts.values_list("organisation__uid", flat=True).first()
    return found or address


def _languages_of(text: str) -> list[str]:
    """Return languages as they are written here: the whole text is one, or each of its words.

    A word that no repository has stays as it is, so that it finds nothing.
    """
    words = re.split(r"[,\s]+", text)[:MAX_WORDS]
    wanted = [text, *words] if text else []
    if not wanted:
        return []
    choice = reduce(or_, (Q(language__iexact=word) for word in wanted))
    found = Repository.objects.filter(choice).order_by().values_list("language", flat=True)
    known = {language.lower(): language for language in found.distinct()}
    whole = known.get(text.lower())
    return [whole] if whole else [known.get(word.lower(), word) for word in words]
