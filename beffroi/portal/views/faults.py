"""Answers that are no page: what happened, what is safe, where to go; or problem details."""

import logging
import secrets
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from beffroi.portal.problems import Problem, answer, of_nothing

LOG = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 to what no page can read."""
    del exception
    return answer(request, Problem("bad-request", HTTPStatus.BAD_REQUEST))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403."""
    del exception
    return answer(request, Problem("forbidden", HTTPStatus.FORBIDDEN))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, with a search."""
    return answer(request, of_nothing(exception))


def fault(request: HttpRequest) -> HttpResponse:
    """Answer 500 with the number under which the log has the details."""
    number = f"{secrets.token_hex(2)}-{secrets.token_hex(1)}".upper()
    LOG.error("fault=%s path=%s", number, request.path)
    return answer(request, Problem("fault", HTTPStatus.INTERNAL_SERVER_ERROR, number=number))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form that did not come from this site."""
    del reason
    return answer(request, Problem("foreign-form", HTTPStatus.FORBIDDEN))
