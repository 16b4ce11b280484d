"""Harvests: all runs, one run with its progress, and the pages that ask for an account."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from beffroi.portal.harvesting import outcome, runs
from beffroi.portal.harvesting.questions import asked_of
from beffroi.portal.unread import failures_of
from beffroi.repositories.models import HarvestRun, Question
from beffroi.repositories.pages.rows import repository_rows

ROWS = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show all runs, those that run first."""
    page = runs.listed(request)
    answer = render(
        request,
        "portal/harvests.html",
        {
            "page": page,
            "files": _files(),
            "questions": [] if page.number > 1 else asked_of(Question.objects.all()),
        },
    )
    if page.running:
        answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def detail(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one run: its progress while it runs, then what it brought."""
    run = HarvestRun.objects.filter(uid=uid).first()
    if run is None:
        raise Http404(gettext("There is no such run."))
    is_over = run.finished_at is not None
    answer = render(request, "portal/harvest.html", _context(run))
    if "HX-Request" in request.headers:
        if is_over:
            answer["HX-Refresh"] = "true"
        answer["Cache-Control"] = "no-store"
    elif not is_over:
        answer["Cache-Control"] = "no-store"
    return answer


def _context(run: HarvestRun) -> dict[str, Any]:
    at = timezone.now()
    hosts = runs.hosts_of(run, at=at)
    kinds = outcome.kinds_of(run)
    failed = sum(kind.count for kind in kinds)
    uids = outcome.first_of(run, ROWS)
    rows = repository_rows(uids, "")
    return {
        "run": run,
        "line": runs.line_of(run, failed),
        "is_over": run.finished_at is not None,
        "progress": runs.progress_of(run, hosts, at=at),
        "hosts": hosts[: runs.HOSTS_SHOWN],
        "more_hosts": max(len(hosts) - runs.HOSTS_SHOWN, 0),
        "kinds": kinds,
        "failed": failed,
        "failures": failures_of(run.failures.select_related("account__forge").order_by("pk")),
        "changes": outcome.changes_of(run),
        "accounts": outcome.accounts_of(run),
        "rows": [rows["repository", one] for one in uids if ("repository", one) in rows],
        "json": f"{reverse('api-v1:api-root')}harvests/{run.uid}",
    }


def _files() -> list[tuple[str, str, str]]:
    return [
        ("Atom", reverse("portal:harvests_atom"), "application/atom+xml"),
        ("JSON", f"{reverse('api-v1:api-root')}harvests", "application/json"),
    ]
