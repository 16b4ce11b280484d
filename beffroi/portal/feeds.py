"""The search as files and as a subscription, and what is new, from the journal."""

from collections.abc import Iterator, Sequence

from django.db.models import Case, Q, TextField, Value, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from beffroi.journal.models import Act
from beffroi.lib import atom
from beffroi.lib.privacy import without_addresses
from beffroi.organisations.forms import body_q
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages import files
from beffroi.organisations.pages.subscriptions import Subscription, permanent_id, send_feed
from beffroi.portal import found
from beffroi.portal.harvesting import runs as harvests
from beffroi.repositories.models import HarvestRun, Repository

PLACES = {
    "repository": "repositories",
    "organisation": "organisations",
    "account": "accounts",
}
"""Kind of a thing → its word in addresses."""

NEWS = {
    "recorded": gettext_noop("New: %(name)s"),
    "moved": gettext_noop("Now of another organisation: %(name)s"),
    "renamed": gettext_noop("Renamed: %(name)s"),
    "withdrawn": gettext_noop("Withdrawn: %(name)s"),
    "returned": gettext_noop("There again: %(name)s"),
}
"""Verb of an act → its title; other acts are no news."""


@require_safe
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send everything that the search finds, in its order."""
    query = files.question(request)
    hits, state = files.hits(query)
    made = files.Table("search", found.COLUMNS, found.rows(hits), state, found.KINDS)
    return files.send(request, form, made)


@require_safe
def feed(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the newest things that the search finds."""
    query = files.question(request)
    title = gettext("Search: %(words)s") % {"words": query.text} if query.text else gettext("New")
    entries = [
        atom.Entry(
            id=permanent_id(PLACES[one["kind"]], one["id"]),
            title=one["name"],
            url=one["url"],
            updated=one["changed"],
            published=one["first_seen"],
            author=one["organisation"],
            summary=one["description"],
            terms=[one["kind"], *filter(None, [one["language"]]), *one["topics"]],
        )
        for one in found.records(files.newest(query))
    ]
    return send_feed(request, form, Subscription(title, reverse("portal:search"), entries))


@require_safe
def news(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send what happened last to repositories, bodies and accounts, from the journal.

    ``organisation``: only to these bodies, those below them, and what is theirs.
    """
    acts = Act.objects.newest().filter(verb__in=NEWS, object_kind__in=PLACES)
    uids = files.question(request).filters.get("organisation", ())
    if uids:
        bodies = list(Organisation.objects.filter(body_q(uids)).values_list("uid", flat=True))
        acts = acts.filter(Q(body_uid__in=bodies) | Q(object_uid__in=bodies))
    entries = list(_entries(list(acts[: atom.NEWEST])))
    found = Subscription(gettext("What is new"), reverse("portal:search"), entries)
    return send_feed(request, form, found)


@require_safe
def runs(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the last harvests that are over: what was asked, what came, what failed."""
    newest = HarvestRun.objects.exclude(finished_at=None).order_by("-pk")[: atom.NEWEST]
    found = list(newest)
    failures = harvests.failures_of_runs(found)
    entries = [
        atom.Entry(
            id=permanent_id("harvests", run.uid),
            title=gettext("Harvest of %(asked)s") % {"asked": line.asked},
            url=files.site(line.url),
            updated=run.finished_at or run.started_at,
            author="Beffroi",
            summary=", ".join(
                [*(f"{words} {count}" for words, count in line.told), str(line.state_words)]
            ),
            terms=[line.state],
        )
        for run, line in ((run, harvests.line_of(run, failures.get(run.pk, 0))) for run in found)
    ]
    page = Subscription(gettext("Harvests"), reverse("portal:harvests"), entries)
    return send_feed(request, form, page)


def _entries(acts: Sequence[Act]) -> Iterator[atom.Entry]:
    names = _names(acts)
    for act in acts:
        kind, uid = act.object_kind, act.object_uid
        name, summary = names.get((kind, uid), (uid, ""))
        place = PLACES[kind]
        yield atom.Entry(
            id=permanent_id(place, uid, f"{act.verb}-{act.digest[:16]}"),
            title=gettext(NEWS[act.verb]) % {"name": name},
            url=files.site(f"{reverse('portal:home')}{place}/{uid}/"),
            updated=act.at,
            author=names.get(("organisation", act.body_uid), ("Beffroi", ""))[0],
            summary=without_addresses(summary),
            terms=[act.verb, kind],
        )


def _names(acts: Sequence[Act]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (kind, uid) → name and description of what acts are about, a query for each kind.

    What was withdrawn keeps its name alone: it may be gone for a reason of law.
    """
    wanted = {kind: {act.object_uid for act in acts if act.object_kind == kind} for kind in PLACES}
    wanted["organisation"] |= {act.body_uid for act in acts}
    kept = When(withdrawn_at=None, then="description")
    shown = Case(kept, default=Value(""), output_field=TextField())
    questions = {
        "repository": Repository.objects.values_list("uid", "name", shown),
        "organisation": Organisation.objects.values_list("uid", "name", shown),
        "account": ForgeAccount.objects.values_list("uid", "full_path", shown),
    }
    return {
        (kind, uid): (name, text)
        for kind, question in questions.items()
        if wanted[kind]
        for uid, name, text in question.filter(uid__in=wanted[kind])
    }
