"""Harvests in numbers for Prometheus: a bounded number of names, whatever forges do."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from django.db.models import Count, Q, Sum

from beffroi.organisations.models import Forge
from beffroi.portal.harvesting.runs import OUTCOMES
from beffroi.portal.meanings import meaning
from beffroi.repositories.models import Failure, HarvestRun, HarvestTask, Question

WINDOW = timedelta(days=1)
"""Sums are of the runs that began within this time."""

HOSTS = 20
"""Hosts named with what their limits leave, those with the least first."""


def metrics(at: datetime) -> Iterator[str]:
    """Give lines in Prometheus' text format, at eight questions however much there is."""
    since = at - WINDOW
    recent = HarvestRun.objects.filter(started_at__gte=since)
    yield _one("runs_unfinished", HarvestRun.objects.unfinished().count())
    yield _one("runs_day", recent.count())
    tasks = HarvestTask.objects.filter(run__in=recent)
    summed = tasks.aggregate(
        pages=Sum("pages"), unchanged=Sum("pages_unchanged"), met=Sum("met"), looked=Sum("looked")
    )
    for name, words in (
        ("pages", "pages_day"),
        ("unchanged", "pages_unchanged_day"),
        ("met", "repositories_met_day"),
        ("looked", "repositories_looked_day"),
    ):
        yield _one(words, summed[name] or 0)
    yield from _outcomes(recent.values_list("counts", flat=True))
    yield from _failures()
    yield from _hosts(at)
    yield _one("questions_open", Question.objects.open().count())


def _outcomes(found: Iterable[Mapping[str, object]]) -> Iterator[str]:
    sums = dict.fromkeys(OUTCOMES, 0)
    for counts in found:
        for name in OUTCOMES:
            count = counts.get(name, 0)
            sums[name] += count if isinstance(count, int) else 0
    yield "# TYPE beffroi_harvest_repositories_day gauge\n"
    for name, count in sums.items():
        yield f'beffroi_harvest_repositories_day{{outcome="{name}"}} {count}\n'


def _failures() -> Iterator[str]:
    """Give standing failures by code; a code that no page explains counts as another."""
    sums: dict[str, int] = {}
    rows = Failure.objects.filter(mended_at=None).order_by().values_list("code")
    for code, count in rows.annotate(Count("pk")):
        name = code if meaning(code) else "other"
        sums[name] = sums.get(name, 0) + count
    yield "# TYPE beffroi_harvest_failures gauge\n"
    for name, count in sorted(sums.items()):
        yield f'beffroi_harvest_failures{{code="{name}"}} {count}\n'


def _hosts(at: datetime) -> Iterator[str]:
    forges = Forge.objects.filter(ignored_since=None)
    states = forges.aggregate(
        ok=Count("pk", filter=Q(error_code="", last_ok_at__isnull=False)),
        failing=Count("pk", filter=~Q(error_code="")),
        waiting=Count("pk", filter=Q(resume_at__gt=at)),
        unread=Count("pk", filter=Q(error_code="", last_ok_at=None)),
    )
    yield "# TYPE beffroi_harvest_hosts gauge\n"
    for name, count in states.items():
        yield f'beffroi_harvest_hosts{{state="{name}"}} {count}\n'
    limited = forges.exclude(rate_remaining=None).order_by("rate_remaining", "pk")
    yield "# TYPE beffroi_harvest_rate_remaining gauge\n"
    for host, left in limited.values_list("host", "rate_remaining")[:HOSTS]:
        yield f'beffroi_harvest_rate_remaining{{host="{_quoted(host)}"}} {left}\n'


def _one(name: str, count: int) -> str:
    return f"# TYPE beffroi_harvest_{name} gauge\nbeffroi_harvest_{name} {count}\n"


def _quoted(text: str) -> str:
    """Return a text as the value of a label; a host is no more than that, but a row may be."""
    return "".join(sign for sign in text if sign.isalnum() or sign in ".-:_")
