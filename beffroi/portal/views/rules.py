"""The page that explains every rule of a contribution policy."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from beffroi.lib.parameters import Parameter, refuse_unknown
from beffroi.portal.rules import PARAMETERS, explained


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules that the address asks for, each with an anchor of its own."""
    refuse_unknown(request.GET, [Parameter(name, "") for name in PARAMETERS])
    given = {name: request.GET.get(name, "") for name in PARAMETERS}
    context = {"rules": explained(given, get_language() or "en"), "given": given}
    return render(request, "portal/rules.html", context)
