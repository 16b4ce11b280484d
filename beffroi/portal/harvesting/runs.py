"""One run of a harvest and the list of all, in numbers and words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from beffroi.organisations.pages.labels import figure
from beffroi.repositories.models import Failure, HarvestRun, HarvestTask
from beffroi.search import links, parameters
from beffroi.search.shapes import Query, Result

RUNNING_SHOWN = 50
HOSTS_SHOWN = 100
NAMED = 3
"""Accounts or bodies that a line names; the others are counted."""

STATES = {
    "waiting": gettext_lazy("waits for a worker"),
    "running": gettext_lazy("runs"),
    "done": gettext_lazy("done"),
    "partly": gettext_lazy("done, with failures"),
}
"""State of a run → its words."""

OUTCOMES = {
    "new": gettext_lazy("Entered the catalogue"),
    "changed": gettext_lazy("Changed in the catalogue"),
    "moved": gettext_lazy("At a new address"),
    "returned": gettext_lazy("There again"),
    "missing": gettext_lazy("Missing"),
    "held": gettext_lazy("Kept until a person has looked"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "refused": gettext_lazy("Refused"),
    "failed": gettext_lazy("Failed"),
    "same": gettext_lazy("Unchanged"),
    "looked": gettext_lazy("Looked into"),
}
"""Count of a run, as its report names it → its words."""

UNTOLD = frozenset({"same", "failed", "looked"})
"""Counts that tell of no change."""


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in the list."""

    uid: str
    url: str
    asked: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    total: int
    done: int
    failures: int
    counts: Mapping[str, int]

    @property
    def state_words(self) -> str:
        """Return its state in words."""
        return str(STATES[self.state])

    @property
    def told(self) -> tuple[tuple[str, int], ...]:
        """Return what came of it: words and number, nothing that is none."""
        return tuple(
            (str(words), self.counts[name])
            for name, words in OUTCOMES.items()
            if self.counts.get(name) and name not in UNTOLD
        )


@dataclass(frozen=True, slots=True)
class HostLine:
    """One host in a run: how far its accounts are; ``resume_at``: it asked to wait until then."""

    host: str
    url: str
    accounts: int
    done: int
    failed: int
    met: int
    declared: int | None
    looked: int
    to_look: int
    pages: int
    pages_unchanged: int
    resume_at: datetime | None
    rate: tuple[int, int | None] | None

    @property
    def state_words(self) -> str:
        """Return what happens there now."""
        if self.resume_at:
            return gettext("waits, as the host asks")
        if self.done + self.failed == self.accounts:
            return (
                gettext("could not be read")
                if self.failed == self.accounts
                else gettext("all read")
            )
        return gettext("is being read") if self.met or self.pages else gettext("waits its turn")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; ``most`` None when nobody knows the end."""

    value: int
    most: int | None
    words: str
    rate: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; ``running``: on the first page alone."""

    running: tuple[RunLine, ...]
    lines: tuple[RunLine, ...]
    count: int
    number: int
    links: links.Links


def listed(request: HttpRequest) -> Page:
    """Return a page of finished runs, newest first; on the first page those that run too."""
    given = {name: request.GET.getlist(name) for name in ("page", "size")}
    query: Query = parameters.parse(given, today=timezone.now().date())
    finished = HarvestRun.objects.exclude(finished_at=None).order_by("-pk")
    here = list(finished[query.offset : query.offset + query.size])
    open_runs = HarvestRun.objects.unfinished().order_by("-pk")
    running = [] if query.offset else list(open_runs[:RUNNING_SHOWN])
    failures = failures_of_runs([*here, *running])
    count = finished.count()
    return Page(
        running=tuple(line_of(run, failures.get(run.pk, 0)) for run in running),
        lines=tuple(line_of(run, failures.get(run.pk, 0)) for run in here),
        count=count,
        number=query.offset // query.size + 1,
        links=links.links(query, Result(count, ()), request.path, {}),
    )


def failures_of_runs(runs: list[HarvestRun]) -> dict[int, int]:
    """Return key of a run → how much it could not read."""
    rows = Failure.objects.filter(run__in=runs).order_by().values_list("run")
    return dict(rows.annotate(Count("pk")))


def line_of(run: HarvestRun, failures: int) -> RunLine:
    """Return one run as a line."""
    return RunLine(
        uid=run.uid,
        url=reverse("portal:harvest", args=[run.uid]),
        asked=asked(run.scope, run.total),
        state=state_of(run, failures),
        started_at=run.started_at,
        finished_at=run.finished_at,
        total=run.total,
        done=min(run.done, run.total),
        failures=failures,
        counts={name: count for name, count in run.counts.items() if isinstance(count, int)},
    )


def state_of(run: HarvestRun, failures: int) -> str:
    """Return the state of a run: one of ``STATES``."""
    if run.finished_at:
        return "partly" if failures or run.counts.get("failed") else "done"
    is_begun = bool(run.done or run.held_until or run.counts)
    return "running" if is_begun else "waiting"


def asked(scope: Mapping[str, Any], total: int) -> str:
    """Return what a run was asked to read, in words."""
    named = [
        str(word).removeprefix("https://").removeprefix("http://")
        for name in ("account", "organisation")
        for word in scope.get(name) or ()
    ]
    if not named and scope.get("timer"):
        named = [str(scope["timer"])]
    if not named:
        words = ngettext("%(count)s account", "%(count)s accounts", total)
        return words % {"count": figure(total)}
    more = len(named) - NAMED
    words = ", ".join(named[:NAMED])
    if more <= 0:
        return words
    return gettext("%(names)s and %(count)s more") % {"names": words, "count": figure(more)}


def hosts_of(run: HarvestRun, *, at: datetime) -> list[HostLine]:
    """Return the hosts of a run, those that are not done first, at one question."""
    forge = "account__forge__"
    rows = _tasks(run).values(
        f"{forge}host", f"{forge}resume_at", f"{forge}rate_limit", f"{forge}rate_remaining"
    )
    summed = rows.annotate(
        accounts=Count("pk"),
        finished=Count("pk", filter=Q(state=HarvestTask.State.DONE)),
        failed=Count("pk", filter=Q(state=HarvestTask.State.FAILED)),
        **{f"all_{name}": Sum(name) for name in _SUMMED},
    ).order_by(f"{forge}host")
    lines = [_host(row, at, is_open=run.finished_at is None) for row in summed]
    return sorted(lines, key=lambda line: (line.done + line.failed == line.accounts, -line.met))


_SUMMED = ("met", "declared", "looked", "to_look", "pages", "pages_unchanged")


def progress_of(run: HarvestRun, hosts: list[HostLine], *, at: datetime) -> Progress:
    """Return how far a run is: by accounts, or by repositories when it reads one account."""
    met, looked = sum(host.met for host in hosts), sum(host.looked for host in hosts)
    to_look = sum(host.to_look for host in hosts)
    value, most = run.done, run.total or None
    if run.total == 1 and hosts:
        declared = hosts[0].declared
        value = met + looked
        most = max(value, declared + (to_look or declared)) if declared else None
    if run.finished_at:
        value = most = max(value, 1)
    end = run.finished_at or at
    minutes = max((end - run.started_at) / timedelta(minutes=1), 1 / 60)
    words = gettext(
        "Accounts done: %(done)s of %(total)s. Repositories met: %(met)s. "
        "Looked into: %(looked)s of %(wanted)s."
    ) % {
        "done": figure(min(run.done, run.total)),
        "total": figure(run.total),
        "met": figure(met),
        "looked": figure(looked),
        "wanted": figure(max(to_look, looked)),
    }
    rate = gettext("%(count)s repositories a minute") % {"count": figure(round(met / minutes))}
    return Progress(value, most, words, rate if met else "")


def _tasks(run: HarvestRun) -> QuerySet[HarvestTask]:
    return HarvestTask.objects.filter(run=run)


def _host(row: Mapping[str, Any], at: datetime, *, is_open: bool) -> HostLine:
    host = row["account__forge__host"]
    until = row["account__forge__resume_at"]
    remaining = row["account__forge__rate_remaining"]
    is_known = is_open and remaining is not None
    return HostLine(
        host=host,
        url=reverse("organisations:forge", args=[host]),
        accounts=row["accounts"],
        done=row["finished"],
        failed=row["failed"],
        met=row["all_met"] or 0,
        declared=row["all_declared"],
        looked=row["all_looked"] or 0,
        to_look=row["all_to_look"] or 0,
        pages=row["all_pages"] or 0,
        pages_unchanged=row["all_pages_unchanged"] or 0,
        resume_at=until if is_open and until and until > at else None,
        rate=(remaining, row["account__forge__rate_limit"]) if is_known else None,
    )
