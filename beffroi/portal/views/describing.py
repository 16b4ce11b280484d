"""The description of the data for portals of data, in the form that the asker prefers."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from beffroi.portal import dcat


@require_safe
def catalogue(request: HttpRequest, form: str = "") -> HttpResponse:
    """Send the description: ``ttl``, ``jsonld``, or by ``Accept``; JSON-LD is the first choice."""
    types = {"ttl": dcat.TURTLE, "jsonld": dcat.JSON_LD}
    wanted = request.get_preferred_type(["application/ld+json", "text/turtle"])
    chosen = form or ("ttl" if wanted == "text/turtle" else "jsonld")
    write = dcat.as_turtle if chosen == "ttl" else dcat.as_json_ld
    response = HttpResponse(write(dcat.catalogue()), content_type=types[chosen])
    response["Access-Control-Allow-Origin"] = "*"
    if not form:
        response["Content-Location"] = f"/data/catalog.{chosen}"
        patch_vary_headers(response, ["Accept"])
    return response
