"""The search over everything."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from beffroi.organisations.pages.answers import answer
from beffroi.organisations.pages.rows import body_rows
from beffroi.repositories.pages.rows import repository_rows


def search(request: HttpRequest) -> HttpResponse:
    """Show what the address asks for, of every kind, with facets."""
    found = answer(request)
    rows = {
        **repository_rows(found.uids("repository"), found.text),
        **body_rows(found.uids("organisation"), found.text),
    }
    context = {
        "answer": found,
        "rows": found.in_order(rows),
        "heading": gettext("Everything"),
        "search_label": gettext("Search the whole portal"),
        "fills": (
            "beffroi import accounts FILE",
            "beffroi import repositories FILE",
            "beffroi harvest --account URL",
        ),
    }
    return render(request, "portal/list.html", context)
