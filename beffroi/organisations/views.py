"""The list of public bodies, and the same bodies in their hierarchy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from beffroi.organisations.pages import hierarchy
from beffroi.organisations.pages.accounts import offices_of
from beffroi.organisations.pages.answers import answer
from beffroi.organisations.pages.rows import body_rows
from beffroi.search import parameters


def index(request: HttpRequest) -> HttpResponse:
    """Show the bodies that the address asks for, with facets."""
    found = answer(request, kind="organisation")
    rows = body_rows(found.uids("organisation"), found.text)
    context = {
        "answer": found,
        "rows": found.in_order(rows),
        "heading": gettext("Organisations"),
        "lead": gettext("Public bodies that publish source code, and their accounts on forges."),
        "also": [
            (gettext("Hierarchy"), reverse("organisations:tree")),
            (gettext("Forges"), reverse("organisations:forges")),
            (gettext("Open-source offices"), reverse("organisations:offices")),
        ],
        "search_label": gettext("Search the organisations"),
        "fills": ("beffroi import organisations FILE", "beffroi import accounts FILE"),
    }
    return render(request, "portal/list.html", context)


def tree(request: HttpRequest) -> HttpResponse:
    """Show which body stands under which; ``?ministry=`` shows one branch, ``?country=`` one state.

    A body of any kind may be named as the top of the branch.
    """
    asked = parameters.parse(dict(request.GET.lists()), today=timezone.now().date()).filters
    tops = (*asked.get("ministry", ()), *asked.get("organisation", ()))
    country = next(iter(asked.get("country", ())), "")
    found = hierarchy.hierarchy(tops=tops, country=country)
    ministries = hierarchy.ministries(country)
    context = {
        "found": found,
        "tops": tops,
        "country": country,
        "ministries": [(uid, name, uid in tops) for uid, name in ministries],
        "chosen": ", ".join(branch.name for branch in found.branches) if tops else "",
    }
    return render(request, "organisations/tree.html", context)


def offices(request: HttpRequest) -> HttpResponse:
    """Show the open-source offices that lists name, with the bodies that each serves."""
    context = {"offices": offices_of("ospo_url"), "policies": offices_of("floss_policy")}
    return render(request, "organisations/offices.html", context)
