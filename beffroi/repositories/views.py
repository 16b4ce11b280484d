"""Pages of repositories: the list, one repository, an address looked up."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from beffroi.forges.addresses import comparison_form
from beffroi.journal.models import Act
from beffroi.lib.cleaning import web_link
from beffroi.organisations.pages.answers import answer, reverse_or_none
from beffroi.organisations.pages.history import history
from beffroi.organisations.pages.labels import bodies_above, current_language, name_of
from beffroi.organisations.pages.reading import is_readable, reading_command
from beffroi.organisations.pages.sources import provenance
from beffroi.repositories.formats import publiccode as records
from beffroi.repositories.models import Alias, Repository
from beffroi.repositories.pages import activity, facts, life, news, reuse, rows, score, steps
from beffroi.repositories.pages import reusable as reusable_list
from beffroi.repositories.pages.silence import silent_since
from beffroi.repositories.shapes import WITHDRAWAL_REASONS, is_looked_into

MAX_HISTORY = 20
SIBLINGS = 4


def index(request: HttpRequest) -> HttpResponse:
    """Show the repositories that the address asks for, with facets."""
    found = answer(request, kind="repository")
    uids = found.uids("repository")
    scored = score.scores(uids) if found.query.sort == "-score" else {}
    shown = rows.repository_rows(uids, found.text, first_fact=scored)
    context = {
        "answer": found,
        "rows": found.in_order(shown),
        "heading": gettext("Code"),
        "lead": gettext("Repositories of source code that public bodies publish."),
        "search_label": gettext("Search the repositories"),
        "sort_note": gettext(
            "The score says how well a repository is prepared for reuse, by the criteria of the "
            "French catalogue; the page of each explains its own."
        )
        if scored
        else "",
        "fills": ("beffroi import repositories FILE", "beffroi harvest --account URL"),
    }
    return render(request, "portal/list.html", context)


def latest(request: HttpRequest) -> HttpResponse:
    """Show the newest repositories of the catalogue, by day."""
    page = news.latest(request)
    return render(request, "repositories/latest.html", {"page": page, "number": page.number})


def changed(request: HttpRequest) -> HttpResponse:
    """Show what changed lately in the catalogue, by day."""
    page, choices = news.changed(request)
    context = {"page": page, "choices": choices, "number": page.number}
    return render(request, "repositories/changed.html", context)


def reusable(request: HttpRequest) -> HttpResponse:
    """Show the repositories that describe themselves for reuse."""
    found = reusable_list.answer(request)
    shown = reusable_list.reusable_rows(found.uids("repository"), found.text)
    context = {
        "answer": found,
        "rows": found.in_order(shown),
        "heading": gettext("Code to reuse"),
        "lead": gettext(
            "Repositories that describe themselves for whoever may reuse them, in a publiccode.yml."
        ),
        "search_label": gettext("Search the code to reuse"),
        "fills": ("beffroi harvest --account URL",),
    }
    return render(request, "portal/list.html", context)


def publiccode(_request: HttpRequest, uid: str, form: str) -> HttpResponse:
    """Send one record in the shape of publiccode.yml, as YAML or JSON."""
    found = Repository.objects.listed().shown().filter(uid=uid).first()
    if found is None:
        raise Http404(gettext("No repository of the catalogue has this name."))
    if form == "json":
        return JsonResponse(records.record(found), json_dumps_params={"ensure_ascii": False})
    kind = "application/yaml; charset=utf-8"
    return HttpResponse(records.as_yaml(found), content_type=kind)


def detail(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one repository; a withdrawn one answers 410 with its reason."""
    found = get_object_or_404(Repository.objects.shown(), uid=uid)
    if found.withdrawn_at:
        reasons = WITHDRAWAL_REASONS.get(found.withdrawn_reason, {})
        reason = reasons.get(current_language(), found.withdrawn_reason)
        context = {"repository": found, "reason": reason, "acts": _history(found)}
        return render(request, "repositories/withdrawn.html", context, status=410)
    return render(request, "repositories/detail.html", _context(found))


def by_address(request: HttpRequest) -> HttpResponse:
    """Lead from any address of a repository, a former one too, to its permanent page."""
    address = request.GET.get("url", "").strip()
    key = comparison_form(address) if address else ""
    uid = Repository.objects.filter(url_key=key).values_list("uid", flat=True).first()
    if uid is None:
        alias = Alias.objects.filter(url_key=key).select_related("repository").first()
        uid = alias.repository.uid if alias else None
    if uid is None:
        raise Http404(gettext("No repository of the catalogue has this address."))
    return HttpResponsePermanentRedirect(reverse("repositories:detail", args=[uid]))


def _context(repository: Repository) -> dict[str, Any]:
    elsewhere = life.known_elsewhere([repository.uid]).get(repository.uid, {})
    language = current_language()
    words, words_language = rows.description(repository, language)
    body = repository.account.organisation
    by = str(repository.sources.get("*", {}).get("by", ""))
    return {
        "repository": repository,
        "is_readable": is_readable(repository.account),
        "is_looked_into": is_looked_into(repository),
        "command": reading_command(repository.account),
        "is_listed": by.startswith("import"),
        "account": repository.account,
        "body": body,
        "body_name": name_of(body),
        "above": [(one.uid, name_of(one)) for one in bodies_above(body)],
        "description": words,
        "description_language": words_language,
        "line": life.line(repository, elsewhere),
        "step": steps.next_step(repository),
        "what": facts.what(repository),
        "at_forge": [*facts.at_forge(repository), *activity.forked(repository)],
        "activity": activity.activity(repository),
        "counted_on": activity.counted_on(repository),
        "withheld_url": web_link(repository.withheld_url),
        "silent_since": silent_since(repository, at=timezone.now()),
        "score": score.score(repository),
        "by_score": score.by_score(),
        "reuse": reuse.reuse_of(repository),
        "reuse_source": provenance(repository.sources, "publiccode"),
        "new_file": _new_file(repository),
        "siblings": _siblings(repository),
        "files": facts.files(repository),
        "aliases": repository.aliases.order_by("since", "pk"),
        "acts": _history(repository),
        "forge_link": steps.open_at_forge(repository),
        "data": _data(repository),
    }


def _new_file(repository: Repository) -> str:
    """Return where ten questions about it are asked, "" where no page asks them."""
    page = reverse_or_none("portal:publiccode_new")
    return f"{page}?{urlencode({'repository': repository.uid})}" if page else ""


def _siblings(repository: Repository) -> tuple[list[Any], str]:
    """Return the liveliest other repositories of the same body, and the address of all."""
    uid = repository.account.organisation.uid
    others = Repository.objects.listed().of_body([uid]).exclude(pk=repository.pk)
    order = F("last_activity_at").desc(nulls_last=True)
    uids = list(others.order_by(order, "pk").values_list("uid", flat=True)[:SIBLINGS])
    shown = rows.repository_rows(uids, "")
    found = [shown["repository", one] for one in uids if ("repository", one) in shown]
    return found, f"{reverse('repositories:list')}?{urlencode({'organisation': uid})}"


def _history(repository: Repository) -> list[Any]:
    acts = Act.objects.about("repository", repository.uid)[:MAX_HISTORY]
    return history(acts)


def _data(repository: Repository) -> list[tuple[str, str]]:
    """Return this record in other forms: words and addresses."""
    found = [
        ("JSON", f"{reverse('api-v1:api-root')}repositories/{repository.uid}"),
        ("publiccode.yml", reverse("repositories:publiccode_yml", args=[repository.uid])),
        (
            gettext("publiccode as JSON"),
            reverse("repositories:publiccode_json", args=[repository.uid]),
        ),
    ]
    feed = reverse_or_none("repositories:atom")
    if feed:
        uid = repository.account.organisation.uid
        found.append(
            (gettext("Atom feed of its organisation"), f"{feed}?{urlencode({'organisation': uid})}")
        )
    return found
