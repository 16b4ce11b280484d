"""Pages for publishers: what we know of you and how to mend it; the same as files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from beffroi.organisations.models import AccountQuerySet, ForgeAccount, Organisation
from beffroi.organisations.pages import files
from beffroi.organisations.pages.labels import name_of
from beffroi.organisations.shapes import Lineage
from beffroi.portal.mending.faults import COLUMNS, faults, rows
from beffroi.portal.mending.records import held_of_account, held_of_body
from beffroi.portal.publishing import Publishing
from beffroi.repositories.models import Failure, Repository, RepositoryQuerySet

OF_BODY, OF_ACCOUNT = "organisations:mend", "organisations:account-mend"


@require_safe
def body(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a public body everything that is known of it, and what is wrong or missing."""
    known = Organisation.objects.select_related("parent", "successor")
    found = get_object_or_404(known, uid=uid)
    if found.withdrawn_at or found.successor_id:
        return redirect("organisations:detail", found.uid)
    repositories, accounts = _of_body(found)
    publishing = Publishing({"organisation": found.uid}, repositories)
    context = {
        "name": name_of(found),
        "page_url": reverse("organisations:detail", args=[found.uid]),
        "held": held_of_body(found),
        "is_body": True,
        **_shared(publishing, repositories, accounts, OF_BODY, found.uid),
    }
    return render(request, "organisations/mend.html", context)


@require_safe
def account(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the owner of an account the same for this account alone."""
    found = get_object_or_404(ForgeAccount.objects.select_related("forge", "organisation"), uid=uid)
    if found.withdrawn_at:
        return redirect("organisations:account", found.uid)
    repositories, accounts = _of_account(found)
    publishing = Publishing({"account": found.uid}, repositories)
    context = {
        "name": f"{found.forge.host}/{found.full_path}".rstrip("/"),
        "page_url": reverse("organisations:account", args=[found.uid]),
        "above": (name_of(found.organisation), found.organisation.uid),
        "held": held_of_account(found),
        "is_body": False,
        **_shared(publishing, repositories, accounts, OF_ACCOUNT, found.uid),
    }
    return render(request, "organisations/mend.html", context)


@require_safe
def body_file(request: HttpRequest, uid: str, form: str) -> HttpResponseBase:
    """Send all faults of a body, of those below it and of their accounts as a file."""
    found = get_object_or_404(Organisation.objects.listed(), uid=uid)
    return _send(request, form, f"mend-{uid}", *_of_body(found))


@require_safe
def account_file(request: HttpRequest, uid: str, form: str) -> HttpResponseBase:
    """Send all faults of an account as a file."""
    found = get_object_or_404(ForgeAccount.objects.listed(), uid=uid)
    return _send(request, form, f"mend-{uid}", *_of_account(found))


def _of_body(found: Organisation) -> tuple[RepositoryQuerySet, AccountQuerySet]:
    below = Lineage.of_all().below([found.pk])
    return (
        Repository.objects.listed().filter(account__organisation__in=below),
        ForgeAccount.objects.listed().filter(organisation__in=below),
    )


def _of_account(found: ForgeAccount) -> tuple[RepositoryQuerySet, AccountQuerySet]:
    return (
        Repository.objects.listed().filter(account=found),
        ForgeAccount.objects.listed().filter(pk=found.pk),
    )


def _shared(
    publishing: Publishing,
    repositories: RepositoryQuerySet,
    accounts: AccountQuerySet,
    name: str,
    uid: str,
) -> dict[str, Any]:
    found = faults(publishing, repositories, accounts)
    standing = Failure.objects.standing().filter(account__in=accounts.values("pk"))
    return {
        "publishing": publishing,
        "faults": [fault for fault in found if fault.is_telling],
        "remarks": [fault for fault in found if not fault.is_telling],
        "unread": standing.count(),
        "files": [
            ("CSV", reverse(f"{name}-csv", args=[uid]), "text/csv"),
            ("JSON", reverse(f"{name}-json", args=[uid]), "application/json"),
        ],
    }


def _send(
    request: HttpRequest,
    form: str,
    name: str,
    repositories: RepositoryQuerySet,
    accounts: AccountQuerySet,
) -> HttpResponseBase:
    made = files.Table(name, COLUMNS, rows(repositories, accounts))
    return files.send(request, form, made)
