"""Every forge: software, what is read of it, its state in words, what it holds; as files too."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from beffroi.organisations.models import Forge
from beffroi.organisations.pages import files
from beffroi.organisations.pages.accounts import grouped
from beffroi.organisations.pages.forges import ForgeLine, line_of, lines_of
from beffroi.organisations.pages.labels import name_of
from beffroi.portal.publishing import Publishing
from beffroi.portal.reuse import reuse_of
from beffroi.portal.unread import failures_of
from beffroi.repositories.models import Failure, Repository

COLUMNS = (
    *("host", "software", "is_whole", "organisation_uid", "organisation", "state"),
    *("accounts", "accounts_failed", "repositories", "ignored_since", "last_read"),
    *("error_code", "error_at", "page"),
)
"""Columns of the file."""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show all forges, those that fail first."""
    lines = _lines()
    context = {
        "lines": lines,
        "failed": sum(line.state == "failed" for line in lines),
        "repositories": sum(line.repositories for line in lines),
        "files": [
            ("CSV", reverse("organisations:forges-csv"), "text/csv"),
            ("JSON", reverse("organisations:forges-json"), "application/json"),
        ],
    }
    return render(request, "organisations/forges.html", context)


@require_safe
def detail(request: HttpRequest, host: str) -> HttpResponse:
    """Show one forge: how it is read, its accounts, what failed."""
    found = get_object_or_404(Forge.objects.select_related("organisation"), host=host.lower())
    accounts = list(found.accounts.listed().select_related("forge"))
    counts = dict(
        Repository.objects.listed()
        .filter(account__forge=found)
        .values_list("account")
        .annotate(Count("pk"))
        .order_by()
    )
    failed = sum(bool(account.error_code) for account in accounts)
    last = max((account.read_at for account in accounts if account.read_at), default=None)
    listed = Repository.objects.listed().filter(account__forge=found)
    standing = Failure.objects.standing().filter(account__forge=found)
    context = {
        "forge": found,
        "line": line_of(found, (len(accounts), failed, last), sum(counts.values())),
        "body_name": name_of(found.organisation) if found.organisation else "",
        "accounts": grouped(accounts, counts),
        "publishing": Publishing({"forge": found.host}, listed),
        "failures": failures_of(standing.select_related("account__forge")),
        "reuse": reuse_of({"forge": found.host}, f"accounts?forge={found.host}"),
        "share": files.site(reverse("organisations:forge", args=[found.host])),
    }
    return render(request, "organisations/forge.html", context)


@require_safe
def table(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send all forges as a file."""
    return files.send(request, form, files.Table("forges", COLUMNS, _rows(), None))


def _lines() -> list[ForgeLine]:
    """Return all forges with the numbers of their repositories, at three questions."""
    listed = Q(accounts__withdrawn_at=None)
    failing = listed & ~Q(accounts__error_code="")
    found = Forge.objects.select_related("organisation").annotate(
        count=Count("accounts", filter=listed),
        failing=Count("accounts", filter=failing),
        last=Max("accounts__read_at", filter=listed),
    )
    held = Repository.objects.listed().values_list("account__forge").annotate(Count("pk"))
    return lines_of(found, dict(held.order_by()))


def _rows() -> Iterator[Sequence[Any]]:
    for line in sorted(_lines(), key=lambda one: one.host):
        yield (
            line.host, line.software or None, line.is_whole, line.body_uid or None,
            line.body or None, line.state, line.accounts, line.failing, line.repositories,
            line.ignored_since, line.read_at, line.error_code or None, line.error_at,
            files.site(line.url),
        )  # fmt: skip
