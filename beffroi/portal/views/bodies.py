"""Pages that join registry and catalogue: one public body, one forge account."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from beffroi.journal.models import Act
from beffroi.lib.slots import ORGANISATION_PANELS
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages.asking import open_or_none, repository_counts
from beffroi.organisations.pages.failures import sentence
from beffroi.organisations.pages.history import history
from beffroi.organisations.pages.labels import (
    bodies_above,
    country_name,
    current_language,
    identifier_name,
    kind_name,
    labels_of,
    name_of,
)
from beffroi.organisations.pages.reading import is_readable, reading_command
from beffroi.organisations.pages.sources import provenance
from beffroi.portal.bars import bars
from beffroi.repositories.models import Failure, Repository
from beffroi.repositories.pages.facts import safe_link
from beffroi.repositories.pages.rows import licence_words
from beffroi.search.shapes import Query, Result

NEWEST = 8
OF_ACCOUNT = 30
CHILDREN = 200
FAILURES = 50
HISTORY = 20
BARS = 8

REASONS = {
    "deleted": gettext_lazy("It no longer exists."),
    "out_of_scope": gettext_lazy("It is not a public body."),
    "merged": gettext_lazy("It is now part of another body."),
}

MENDING = {
    "mass-loss": gettext_lazy(
        "Look at the forge: is the account renamed, closed, or is the forge at fault? Nothing is "
        "removed until a person has looked."
    ),
    "not-found": gettext_lazy("Is the account renamed or closed? Give its new address."),
    "login-wall": gettext_lazy("The forge wants a sign-in: ask its owner to open it to readers."),
}
"""Code of a failure → the way to mend it, when there is more to say than to read again."""


@dataclass(frozen=True, slots=True)
class Unread:
    """One failure by name: what, since when, how to mend it."""

    url: str
    code: str
    message: str
    at: datetime
    mending: str
    command: str


def body(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one public body; a withdrawn one answers 410, one that was joined leads on."""
    found = get_object_or_404(Organisation.objects.select_related("parent", "successor"), uid=uid)
    if found.withdrawn_at:
        return _withdrawn(request, found, kind_name(found.kind), found.successor)
    if found.successor and found.kind == Organisation.Kind.UNIDENTIFIED:
        return HttpResponsePermanentRedirect(
            reverse("organisations:detail", args=[found.successor.uid])
        )
    return render(request, "organisations/detail.html", _body_context(found))


def account(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one account: when it was read, what failed, what is missing."""
    found = get_object_or_404(ForgeAccount.objects.select_related("forge", "organisation"), uid=uid)
    if found.withdrawn_at:
        return _withdrawn(request, found, gettext("Forge account"), found.organisation)
    listed = Repository.objects.listed().filter(account=found)
    count = listed.count()
    list_url, is_exact = _list_of(found)
    context = {
        "account": found,
        "forge": found.forge,
        "body": found.organisation,
        "body_name": name_of(found.organisation),
        "source": provenance(found.sources, "url"),
        "address": safe_link(found.url),
        "website": safe_link(found.website),
        "count": count,
        "failures": _failures(Failure.objects.standing().filter(account=found)),
        "missing": list(listed.exclude(missing_since=None).order_by("-missing_since")[:FAILURES]),
        "newest": list(listed.order_by("-last_activity_at", "pk")[:OF_ACCOUNT]),
        "command": reading_command(found),
        "is_readable": is_readable(found),
        "acts": history(Act.objects.about("account", found.uid)[:HISTORY]),
        "json_url": f"{reverse('api-v1:api-root')}accounts/{found.uid}",
        "list_url": list_url,
        "is_exact": is_exact,
    }
    return render(request, "organisations/account.html", context)


def _withdrawn(
    request: HttpRequest,
    found: Organisation | ForgeAccount,
    kind: str,
    successor: Organisation | None,
) -> HttpResponse:
    """Show that a thing is no longer shown, and why."""
    is_body = isinstance(found, Organisation)
    acts = Act.objects.about("organisation" if is_body else "account", found.uid)[:HISTORY]
    context = {
        "kind": kind,
        "name": name_of(found) if isinstance(found, Organisation) else found.url,
        "reason": REASONS.get(found.withdrawn_reason, found.withdrawn_reason),
        "withdrawn_at": found.withdrawn_at,
        "successor": successor,
        "acts": history(acts),
    }
    return render(request, "organisations/withdrawn.html", context, status=410)


def _body_context(found: Organisation) -> dict[str, Any]:
    language = current_language()
    accounts = _accounts(found)
    result, labels = _searched(found)
    names = [(code, text) for code, text in sorted(found.names.items()) if text != name_of(found)]
    return {
        "body": found,
        "name": name_of(found),
        "name_language": language if language in found.names else "",
        "names": names,
        "kind": kind_name(found.kind),
        "country": country_name(found.country) if found.country else "",
        "above": [(one.uid, name_of(one)) for one in reversed(bodies_above(found))],
        "children": _children(found),
        "identifiers": [
            (identifier_name(one.scheme), one.value) for one in found.identifiers.order_by("scheme")
        ],
        "source": provenance(found.sources, "name"),
        "website": safe_link(found.website),
        "accounts": accounts,
        "failures": _failures(
            Failure.objects.standing().filter(account__organisation=found).select_related("account")
        ),
        "count": result.count,
        "newest": _newest(result),
        "languages": bars(result, "language", labels, _list_url(organisation=found.uid)),
        "licences": bars(result, "licence", labels, _list_url(organisation=found.uid)),
        "panels": _panels(found.uid, language),
        "acts": history(Act.objects.about("organisation", found.uid)[:HISTORY]),
        "json_url": f"{reverse('api-v1:api-root')}organisations/{found.uid}",
        "list_url": _list_url(organisation=found.uid),
        "is_provisional": found.kind == Organisation.Kind.UNIDENTIFIED,
    }


def _list_url(**chosen: str) -> str:
    return f"{reverse('repositories:list')}?{urlencode(chosen)}"


def _accounts(found: Organisation) -> list[tuple[ForgeAccount, int]]:
    """Return the accounts of a body, each with its number of listed repositories."""
    rows = (
        found.accounts.listed()
        .select_related("forge")
        .annotate(shown=Count("repository", filter=Q(repository__withdrawn_at=None)))
        .order_by("-shown", "full_path")
    )
    return [(row, cast("Any", row).shown) for row in rows]


def _list_of(found: ForgeAccount) -> tuple[str, bool]:
    """Return the narrowest list that holds an account's repositories, and if it holds no other."""
    body = found.organisation
    others = body.accounts.listed().filter(forge=found.forge).exclude(pk=found.pk)
    is_exact = not others.exists() and not body.children.exists()
    return _list_url(organisation=body.uid, forge=found.forge.host), is_exact


def _children(found: Organisation) -> list[tuple[str, str, str, int, str]]:
    """Return name, address, kind, repositories and their list, of the bodies right below."""
    rows = list(found.children.listed().order_by("name")[:CHILDREN])
    counts = repository_counts([row.uid for row in rows])
    children = [
        (
            name_of(row),
            reverse("organisations:detail", args=[row.uid]),
            kind_name(row.kind),
            counts.get(row.uid, 0),
            _list_url(organisation=row.uid),
        )
        for row in rows
    ]
    return sorted(children, key=lambda child: (-child[3], child[0]))


def _searched(found: Organisation) -> tuple[Result, dict[str, dict[str, str]]]:
    """Return the newest repositories of a body and all below it, with counts."""
    index = open_or_none()
    query = Query(
        filters={"kind": ("repository",), "organisation": (found.uid,)},
        sort="-updated",
        size=NEWEST,
        facets=("language", "licence"),
        facet_size=BARS,
        today=timezone.now().date(),
    )
    if index is None:
        count = Repository.objects.listed().of_body([found.uid]).count()
        return Result(count, ()), {}
    result = index.search(query)
    return result, labels_of(result, replace(query, filters={}))


def _newest(result: Result) -> list[tuple[Repository, str]]:
    uids = [hit.uid for hit in result.hits]
    rows = Repository.objects.listed().filter(uid__in=uids)
    known = {
        row.uid: row
        for row in rows.only("uid", "name", "language", "licence", "stars", "last_activity_at")
    }
    return [(known[uid], licence_words(known[uid].licence)) for uid in uids if uid in known]


def _failures(rows: Iterable[Failure]) -> list[Unread]:
    return [
        Unread(
            url=row.url,
            code=row.code,
            message=sentence(row.code, row.message, current_language()),
            at=row.at,
            mending=str(MENDING.get(row.code, "")),
            command=reading_command(row.account) if is_readable(row.account) else "",
        )
        for row in rows[:FAILURES]  # type: ignore[index]
    ]


def _panels(uid: str, language: str) -> Sequence[tuple[str, str, str]]:
    """Return what higher rooms know of a body: words, address, state."""
    found = [row for _, source in ORGANISATION_PANELS.items() for row in source([uid])]
    return [(row.title.get(language, row.key), row.url, row.state) for row in found]
