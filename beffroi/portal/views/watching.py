"""Addresses for machines that watch: is it alive, is it ready, how much waits."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from beffroi.journal.models import Lease, Outbox
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.organisations.pages.asking import open_now
from beffroi.portal.harvesting.metrics import metrics as harvests
from beffroi.repositories.models import Failure, Repository
from beffroi.search.errors import SearchError

METRICS = "text/plain; version=0.0.4; charset=utf-8"


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer as long as the process answers at all; asks nothing."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=_fresh())


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Say whether pages can be served: database, migrations, index; 503 when not."""
    checks = {"database": _database(), "migrations": "unknown", "index": "unknown"}
    if checks["database"] == "ok":
        checks["migrations"] = _migrations()
        checks["index"] = _index()
    is_ready = checks["database"] == checks["migrations"] == "ok"
    body = {"ready": is_ready, "checks": checks, "outbox": None, "timers": {}}
    if is_ready:
        body["outbox"] = Outbox.objects.count()
        body["timers"] = {name: round(lag, 1) for name, lag in _lags()}
    return JsonResponse(body, status=200 if is_ready else 503, headers=_fresh())


@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    """Give the figures of this instance in Prometheus' text format."""
    return HttpResponse("".join(_metrics()), content_type=METRICS, headers=_fresh())


def _fresh() -> dict[str, str]:
    return {"Cache-Control": "no-store"}


def _database() -> str:
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, ImproperlyConfigured):
        return "does not answer"
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(plan)} to run: beffroi manage migrate" if plan else "ok"


def _index() -> str:
    """Return the generation that answers, or why none does; lists then say so."""
    try:
        index = open_now()
    except SearchError as error:
        return f"{error.code}: beffroi reindex"
    return index.generation if index else "absent: beffroi reindex"


def _lags() -> Iterator[tuple[str, float]]:
    """Give each timer with the seconds that it is late; 0 when it is not due."""
    now = timezone.now()
    for name, due_at in Lease.objects.order_by("name").values_list("name", "due_at"):
        yield name, max((now - due_at).total_seconds(), 0.0)


def _metrics() -> Iterator[str]:
    counts = {
        "beffroi_repositories": Repository.objects.listed().count(),
        "beffroi_organisations": Organisation.objects.listed().count(),
        "beffroi_accounts": ForgeAccount.objects.listed().count(),
        "beffroi_failures_standing": Failure.objects.standing().count(),
        "beffroi_index_outbox": Outbox.objects.count(),
    }
    for name, count in counts.items():
        yield f"# TYPE {name} gauge\n{name} {count}\n"
    yield "# TYPE beffroi_timer_lag_seconds gauge\n"
    for name, lag in _lags():
        yield f'beffroi_timer_lag_seconds{{timer="{name}"}} {lag:.1f}\n'
    yield "# TYPE beffroi_timer_failures gauge\n"
    for name, failures in Lease.objects.order_by("name").values_list("name", "failures"):
        yield f'beffroi_timer_failures{{timer="{name}"}} {failures}\n'
    yield from harvests(timezone.now())
    country = settings.BEFFROI_COUNTRY.code
    yield f'# TYPE beffroi_info gauge\nbeffroi_info{{country="{country}"}} 1\n'
