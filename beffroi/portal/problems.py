"""What goes wrong, as a page or as problem details (RFC 9457); chosen by ``Accept``."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext, gettext_lazy

from beffroi.search.errors import SearchError

PAGE = "text/html"
PROBLEM = "application/problem+json"
MACHINES = ("/api/", "/open-catalog/", "/metrics", "/healthz", "/readyz")
"""Beginnings of addresses whose callers are programs: a problem is their first choice."""

TITLES = {
    "bad-request": gettext_lazy("This address cannot be read"),
    "forbidden": gettext_lazy("This is not for you"),
    "foreign-form": gettext_lazy("This form did not come from here"),
    "not-found": gettext_lazy("This page has moved or never was"),
    "not-allowed": gettext_lazy("This address does not do that"),
    "too-long": gettext_lazy("This address is too long"),
    "fault": gettext_lazy("We could not make this page"),
    "database": gettext_lazy("The database does not answer"),
}
"""Code → title; another code has the title of a search that cannot be carried out."""

DETAILS = {
    "bad-request": gettext_lazy("Something in it is malformed. Start again from the home page."),
    "forbidden": gettext_lazy("You may not do that here."),
    "foreign-form": gettext_lazy("Open the page of the form again, then send it from there."),
    "not-found": gettext_lazy("Search for what you were looking for, or see the whole list."),
    "not-allowed": gettext_lazy("Go back to the page and follow its links and forms."),
    "too-long": gettext_lazy("At most 8,000 characters are read. Use fewer words or filters."),
    "fault": gettext_lazy(
        "The fault is ours, recorded as %(number)s. Nothing you sent is lost. Try again in a "
        "minute; if it stays, tell who runs this site that number."
    ),
    "database": gettext_lazy(
        "Nothing is lost. Try again in a minute. Who runs this site: is the database up, and was "
        "“beffroi manage migrate” run?"
    ),
    "bad-page": gettext_lazy("The number of a page is a whole number from 1."),
    "bad-size": gettext_lazy("A page has between 1 and 100 results."),
    "bad-exact": gettext_lazy("The parameter “exact” is 1 or 0."),
    "too-deep": gettext_lazy(
        "Only the first 10,000 results can be paged through. Narrow the search, or take the "
        "export for everything."
    ),
    "unknown-sort": gettext_lazy("There is no such order. Choose one in the list of results."),
    "unknown-news": gettext_lazy("There are no such news. Choose above the list what to see."),
    "unknown-expanded": gettext_lazy("There is no such filter. Choose one beside the results."),
    "too-many-values": gettext_lazy("A filter takes at most 50 values. Remove some."),
    "bad-cursor": gettext_lazy("This place in the list is not known. Start from the first page."),
    "stale-cursor": gettext_lazy("The list changed meanwhile. Start from the first page."),
    "page-and-cursor": gettext_lazy("Give either “page” or “cursor”, not both."),
}
"""Code → what happened and the way out, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong; ``detail`` replaces the words known for its code.

    ``number``: under which the log has a fault.
    """

    code: str
    status: int
    detail: str = ""
    number: str = ""

    @property
    def title(self) -> str:
        """Return the title in the reader's language."""
        return str(TITLES.get(self.code) or gettext("This cannot be done as asked"))

    @property
    def words(self) -> str:
        """Return what happened and the way out, in the reader's language."""
        known = DETAILS.get(self.code)
        text = self.detail if known is None or self.detail else str(known)
        return text % {"number": self.number} if self.number else text


def of_nothing(error: Exception | None = None) -> Problem:
    """Return the problem of an address where nothing is, with what the error says of it."""
    words = error.args[0] if error and error.args else ""
    return Problem("not-found", HTTPStatus.NOT_FOUND, words if isinstance(words, str) else "")


def of_search(error: SearchError) -> Problem:
    """Return the problem of a question that cannot be carried out."""
    detail = "" if error.code in DETAILS else error.message
    return Problem(error.code, HTTPStatus.BAD_REQUEST, detail)


def answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer as page or as problem details, whichever the asker prefers."""
    is_machine = request.path.startswith(MACHINES)
    order = [PROBLEM, PAGE] if is_machine else [PAGE, PROBLEM]
    wanted = request.get_preferred_type(order)
    if wanted == PROBLEM or (wanted is None and is_machine):
        response: HttpResponse = JsonResponse(
            {
                "type": f"/errors/{problem.code}",
                "title": problem.title,
                "status": int(problem.status),
                "detail": problem.words,
                "instance": request.path,
            },
            status=problem.status,
            content_type=PROBLEM,
        )
    else:
        response = HttpResponse(_page(request, problem), status=problem.status)
    response["Cache-Control"] = "no-store"
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = "30"
    patch_vary_headers(response, ["Accept"])
    return response


def _page(request: HttpRequest, problem: Problem) -> str:
    context = {
        "problem": problem,
        "typed": request.GET.get("q", "")[:500],
        "is_ours": problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR,
    }
    return render_to_string("portal/problem.html", context, request)
