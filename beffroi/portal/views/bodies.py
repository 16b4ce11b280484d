"""Pages that join registry and catalogue: one public body, one forge account."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from beffroi.journal.models import Act
from beffroi.lib.cleaning import web_link
from beffroi.lib.slots import ORGANISATION_PANELS
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages import hierarchy
from beffroi.organisations.pages.accounts import grouped, named_links, state_of, state_words
from beffroi.organisations.pages.files import site
from beffroi.organisations.pages.history import history
from beffroi.organisations.pages.labels import (
    bodies_above,
    country_name,
    current_language,
    identifier_name,
    identifier_page,
    kind_name,
    name_of,
)
from beffroi.organisations.pages.reading import is_readable, reading_command
from beffroi.organisations.pages.sources import provenance
from beffroi.organisations.shapes import NOTHING, Lineage, own_figures
from beffroi.portal.harvesting.questions import asked_of
from beffroi.portal.publishing import Publishing
from beffroi.portal.reuse import reuse_of
from beffroi.portal.unread import MOST, failures_of
from beffroi.repositories.models import Failure, Question, Repository

HISTORY = 20

REASONS = {
    "deleted": gettext_lazy("It no longer exists."),
    "out_of_scope": gettext_lazy("It is not a public body."),
    "merged": gettext_lazy("It is now part of another body."),
}


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
    accounts = ForgeAccount.objects.select_related("forge", "organisation", "parent__forge")
    found = get_object_or_404(accounts, uid=uid)
    if found.withdrawn_at:
        return _withdrawn(request, found, gettext("Forge account"), found.organisation)
    listed = Repository.objects.listed().filter(account=found)
    state = state_of(found)
    context = {
        "account": found,
        "forge": found.forge,
        "body": found.organisation,
        "body_name": name_of(found.organisation),
        "source": provenance(found.sources, "url"),
        "address": web_link(found.url),
        "website": web_link(found.website),
        "policy": web_link(found.floss_policy),
        "office": web_link(found.ospo_url),
        "state": state_words(state),
        "is_failed": state == "failed",
        "publishing": Publishing({"account": found.uid}, listed),
        "failures": failures_of(Failure.objects.standing().filter(account=found)),
        "questions": asked_of(Question.objects.filter(account=found)),
        "missing": list(listed.exclude(missing_since=None).order_by("-missing_since")[:MOST]),
        "command": reading_command(found),
        "is_readable": is_readable(found),
        "acts": history(Act.objects.about("account", found.uid)[:HISTORY]),
        "reuse": reuse_of({"account": found.uid}, f"accounts/{found.uid}"),
        "mend_url": reverse("organisations:account-mend", args=[found.uid]),
        "share": site(reverse("organisations:account", args=[found.uid])),
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
    lineage = Lineage.of_all()
    below = lineage.below([found.pk])
    listed = Repository.objects.listed().filter(account__organisation__in=below)
    publishing = Publishing({"organisation": found.uid}, listed)
    standing = Failure.objects.standing().filter(account__organisation__in=below)
    failures = failures_of(standing.select_related("account__forge"))
    mend_url = reverse("organisations:mend", args=[found.uid])
    own = own_figures([found.pk]).get(found.pk, NOTHING)
    return {
        **_facts(found),
        **_accounts(found),
        "publishing": publishing,
        "own": own.repositories,
        "has_below": own.repositories != publishing.count,
        "children": hierarchy.branches_below(found.uid) if len(below) > 1 else (),
        "below": len(below) - 1,
        "failures": failures,
        "questions": asked_of(Question.objects.filter(account__organisation__in=below)),
        "step": publishing.step(failures=len(failures), mend=mend_url),
        "panels": _panels(found.uid, current_language()),
        "acts": history(Act.objects.about("organisation", found.uid)[:HISTORY]),
        "reuse": reuse_of({"organisation": found.uid}, f"organisations/{found.uid}"),
        "news_url": f"{reverse('portal:news')}?{urlencode({'organisation': found.uid})}",
        "mend_url": mend_url,
        "share": site(reverse("organisations:detail", args=[found.uid])),
    }


def _facts(found: Organisation) -> dict[str, Any]:
    """Return who the body is."""
    language = current_language()
    name = name_of(found)
    identifiers = found.identifiers.order_by("scheme", "value")
    return {
        "body": found,
        "name": name,
        "name_language": language if language in found.names else "",
        "names": [(code, text) for code, text in sorted(found.names.items()) if text != name],
        "kind": kind_name(found.kind),
        "country": country_name(found.country) if found.country else "",
        "above": [(one.uid, name_of(one)) for one in reversed(bodies_above(found))],
        "identifiers": [
            (identifier_name(one.scheme), one.value, identifier_page(one.scheme, one.value))
            for one in identifiers
        ],
        "source": provenance(found.sources, "name"),
        "website": web_link(found.website),
        "is_provisional": found.kind == Organisation.Kind.UNIDENTIFIED,
    }


def _accounts(found: Organisation) -> dict[str, Any]:
    """Return the accounts of a body in groups, and the links that they give."""
    rows = list(
        found.accounts.listed()
        .select_related("forge")
        .annotate(shown=Count("repository", filter=Q(repository__withdrawn_at=None)))
    )
    counts = {row.pk: int(getattr(row, "shown", 0)) for row in rows}
    return {
        "accounts": grouped(rows, counts),
        "offices": [(url, web_link(url)) for url, _ in named_links(rows, "ospo_url")],
        "policies": [(url, web_link(url)) for url, _ in named_links(rows, "floss_policy")],
    }


def _panels(uid: str, language: str) -> Sequence[tuple[str, str, str]]:
    """Return what higher rooms know of a body: words, address, state."""
    found = [row for _, source in ORGANISATION_PANELS.items() for row in source([uid])]
    return [(row.title.get(language, row.key), row.url, row.state) for row in found]
