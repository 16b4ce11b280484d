"""Runs of harvests for programs."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Router, Schema
from pydantic import Field

from beffroi.lib.parameters import Parameter, refuse_unknown
from beffroi.lib.tables import plain
from beffroi.organisations.formats.exports import Instant
from beffroi.organisations.pages import files, paging
from beffroi.portal.harvesting import runs
from beffroi.portal.harvesting.runs import HostLine
from beffroi.repositories.models import Failure, HarvestRun, HarvestTask

router = Router(tags=["harvests"])
PARAMETERS: Sequence[Parameter] = tuple(
    one for one in paging.PLACE if one.name in {"cursor", "size"}
)
MOST = 1000
"""Failures and accounts that one run names."""


class Run(Schema):
    """One reading of forges."""

    uid: str
    url: str = Field(description="Address of its page")
    state: str = Field(description="waiting, running, done, partly (done, with failures)")
    asked: dict[str, Any] = Field(description="What was asked: account, organisation, timer …")
    is_full: bool = Field(description="Everything was to be read anew")
    started: Instant
    finished: Instant | None = Field(description="Null while it runs")
    accounts: int = Field(description="How many accounts it reads")
    accounts_done: int
    counts: dict[str, int] = Field(description="Repositories by outcome: new, changed, same …")


class RunPage(Schema):
    """One page of the list."""

    results: list[Run]
    next: str | None = Field(description="Address of the next page, null on the last")


class Host(Schema):
    """One host in a run."""

    host: str
    accounts: int
    accounts_done: int
    accounts_failed: int
    met: int = Field(description="Repositories met so far")
    declared: int | None = Field(description="Repositories that the host says there are")
    looked: int = Field(description="Repositories looked into")
    to_look: int = Field(description="Repositories to look into")
    pages: int
    pages_unchanged: int
    waits_until: Instant | None = Field(description="The host asked to wait")


class Task(Schema):
    """One account in a run."""

    account: str = Field(description="uid of the account")
    state: str = Field(description="waiting, listing, looking, done, failed")
    met: int
    declared: int | None
    code: str | None = Field(description="Why it failed, explained at /errors/<code>")


class Unread(Schema):
    """What could not be read."""

    address: str
    code: str = Field(description="Explained at /errors/<code>")
    message: str
    at: Instant
    mended: Instant | None = Field(description="When a later harvest read it")


class WholeRun(Run):
    """One run with its hosts, accounts and failures."""

    hosts: list[Host]
    tasks: list[Task] = Field(description="Its accounts, at most a thousand")
    failures: list[Unread] = Field(description="What it could not read, at most a thousand")
    failures_count: int


@router.get(
    "",
    response=RunPage,
    operation_id="harvests_listed",
    summary=_("List runs of harvests"),
    openapi_extra=paging.as_openapi(PARAMETERS),
)
def listed(request: HttpRequest) -> dict[str, Any]:
    """Return runs in the order in which they began, a page at a time."""
    page, cursor = paging.Asked(request, PARAMETERS).page(HarvestRun.objects.all())
    failures = runs.failures_of_runs(page)
    return {"results": [_run(run, failures.get(run.pk, 0)) for run in page], "next": cursor}


@router.get(
    "/{slug:uid}",
    response=WholeRun,
    operation_id="harvests_detail",
    summary=_("Read one run of a harvest"),
)
def detail(request: HttpRequest, uid: str) -> dict[str, Any]:
    """Return how far a run is, what it brought and what it could not read."""
    refuse_unknown(request.GET, ())
    run = HarvestRun.objects.filter(uid=uid).first()
    if run is None:
        raise Http404(f"There is no run ‘{uid}’; /api/v1/harvests lists all.")
    failures = Failure.objects.filter(run=run).order_by("pk")
    count = failures.count()
    tasks = HarvestTask.objects.filter(run=run).select_related("account").order_by("pk")
    return {
        **_run(run, count),
        "hosts": [_host(one) for one in runs.hosts_of(run, at=timezone.now())],
        "tasks": [_task(one) for one in tasks[:MOST]],
        "failures": [_failure(one) for one in failures[:MOST]],
        "failures_count": count,
    }


def _run(run: HarvestRun, failures: int) -> dict[str, Any]:
    line = runs.line_of(run, failures)
    return {
        "uid": run.uid,
        "url": files.site(reverse("portal:harvest", args=[run.uid])),
        "state": line.state,
        "asked": run.scope,
        "is_full": run.is_full,
        "started": plain(run.started_at),
        "finished": plain(run.finished_at),
        "accounts": line.total,
        "accounts_done": line.done,
        "counts": dict(line.counts),
    }


def _host(line: HostLine) -> dict[str, Any]:
    return {
        "host": line.host,
        "accounts": line.accounts,
        "accounts_done": line.done,
        "accounts_failed": line.failed,
        "met": line.met,
        "declared": line.declared,
        "looked": line.looked,
        "to_look": line.to_look,
        "pages": line.pages,
        "pages_unchanged": line.pages_unchanged,
        "waits_until": plain(line.resume_at),
    }


def _task(task: HarvestTask) -> dict[str, Any]:
    return {
        "account": task.account.uid,
        "state": task.state,
        "met": task.met,
        "declared": task.declared,
        "code": task.error_code or None,
    }


def _failure(one: Failure) -> dict[str, Any]:
    return {
        "address": one.url,
        "code": one.code,
        "message": one.message,
        "at": plain(one.at),
        "mended": plain(one.mended_at),
    }
