"""The list of public bodies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from beffroi.organisations.pages.answers import answer
from beffroi.organisations.pages.rows import body_rows


def index(request: HttpRequest) -> HttpResponse:
    """Show the bodies that the address asks for, with facets."""
    found = answer(request, kind="organisation")
    rows = body_rows(found.uids("organisation"), found.text)
    context = {
        "answer": found,
        "rows": found.in_order(rows),
        "heading": gettext("Organisations"),
        "lead": gettext("Public bodies that publish source code, and their accounts on forges."),
        "search_label": gettext("Search the organisations"),
        "fills": ("beffroi import organisations FILE", "beffroi import accounts FILE"),
    }
    return render(request, "portal/list.html", context)
