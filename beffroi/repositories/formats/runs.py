"""The report of a harvest run: what came, how fast, what failed and what to do, what changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, QuerySet, Sum

from beffroi.lib.dates import write_instant
from beffroi.lib.slots import REMEDIES
from beffroi.repositories.models import Failure, HarvestRun

COUNTS = ("new", "changed", "same", "refused", "missing", "withdrawn", "held", "failed")
"""Always in a report; others only when there are any."""
TOLD = ("new", "changed", "renamed", "returned", "missing", "withdrawn", "held")


def report(run: HarvestRun) -> dict[str, Any]:
    """Return the whole report; a failure that stood before and still stands is in it."""
    standing = _standing(run)
    return {
        "run": run.uid,
        "started_at": write_instant(run.started_at),
        "finished_at": _instant(run.finished_at),
        "accounts": run.total,
        "done": run.done,
        "counts": dict.fromkeys(COUNTS, 0) | run.counts,
        "hosts": list(_hosts(run)),
        "changes": list(_changes(run)),
        "failures": list(_kinds(standing)),
        "failed": [
            {"address": row.url, "code": row.code, "message": row.message}
            for row in standing.iterator()
        ],
    }


def lines(said: dict[str, Any]) -> Iterator[str]:
    """Return a report as lines for a person."""
    counts = " ".join(f"{name}={count}" for name, count in said["counts"].items())
    yield f"run={said['run']} accounts={said['accounts']} {counts}"
    for host in said["hosts"]:
        yield f"  {host['host']}: " + " ".join(
            f"{name}={value}"
            for name, value in host.items()
            if name != "host" and value is not None
        )
    for row in said["changes"]:
        counts = " ".join(f"{name}={count}" for name, count in row["counts"].items())
        yield f"  {row['account']}: {counts}"
    for kind in said["failures"]:
        yield f"  {kind['count']} × {kind['code']}: {kind['remedy']}".rstrip(": ")
    for row in said["failed"]:
        yield f"  {row['code']}: {row['address']}: {row['message']}"
    if said["finished_at"] is None:
        yield "The run is not finished; the same command goes on where it stopped."


def _standing(run: HarvestRun) -> QuerySet[Failure]:
    accounts = run.tasks.values("account")
    return Failure.objects.filter(account__in=accounts, mended_at=None).order_by("pk")


def _hosts(run: HarvestRun) -> Iterator[dict[str, Any]]:
    forge = "account__forge"
    rows = run.tasks.values(host=F(f"{forge}__host")).annotate(
        accounts=Count("pk"),
        repositories=Sum("met"),
        read=Sum("pages"),
        unchanged=Sum("pages_unchanged"),
        inside=Sum("looked"),
        rested=Sum("waited"),
        first=Min("started_at"),
        last=Max("finished_at"),
        limit=Max(f"{forge}__rate_limit"),
        remaining=Max(f"{forge}__rate_remaining"),
        reset_at=Max(f"{forge}__rate_reset_at"),
        resume_at=Max("resume_at"),
    )
    for row in rows.order_by("host").iterator():
        seconds = _seconds(row["first"], row["last"])
        yield {
            "host": row["host"],
            "accounts": row["accounts"],
            "repositories": row["repositories"],
            "pages": row["read"],
            "pages_unchanged": row["unchanged"],
            "looked": row["inside"],
            "seconds": seconds,
            "per_second": round(row["repositories"] / seconds, 1) if seconds else None,
            "waited": row["rested"],
            "limit": row["limit"],
            "remaining": row["remaining"],
            "reset_at": _instant(row["reset_at"]),
            "resume_at": _instant(row["resume_at"]),
        }


def _changes(run: HarvestRun) -> Iterator[dict[str, Any]]:
    """Return the accounts in which something changed, with what."""
    rows = run.tasks.order_by("pk").values_list("account__url", "counts")
    for url, counts in rows.iterator():
        told = {name: counts[name] for name in TOLD if counts.get(name)}
        if told:
            yield {"account": url, "counts": told}


def _kinds(standing: QuerySet[Failure]) -> Iterator[dict[str, Any]]:
    rows = standing.order_by("code").values("code").annotate(count=Count("pk"))
    remedy = REMEDIES.get("portal")
    for row in rows:
        yield {**row, "remedy": remedy(row["code"], "en") if remedy else ""}


def _seconds(first: datetime | None, last: datetime | None) -> float | None:
    return round((last - first).total_seconds(), 1) if first and last else None


def _instant(at: datetime | None) -> str | None:
    return write_instant(at) if at else None
