"""The living page of components: the product's own parts, in every state."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from beffroi.portal import exhibits


def components(request: HttpRequest) -> HttpResponse:
    """Show every component."""
    context = {
        "icons": exhibits.ICONS,
        "line": exhibits.line(),
        "steps": exhibits.steps(),
        "rows": exhibits.rows(),
        "facts": exhibits.facts(),
        "answers": exhibits.answers(),
        "pages": exhibits.pages(),
        "bars": exhibits.bars(),
        "failures": exhibits.failures(),
        "acts": exhibits.events(),
        "fills": ("beffroi import repositories FILE",),
    }
    return render(request, "portal/components.html", context)
