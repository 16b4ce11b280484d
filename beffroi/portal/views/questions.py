"""One question of a harvest, and its two buttons for whoever holds its link."""

from contextlib import suppress
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beffroi.accounts.actions import QUESTION
from beffroi.portal.harvesting import questions
from beffroi.portal.harvesting.guests import guest_of
from beffroi.repositories.actions.questions import settle
from beffroi.repositories.errors import RepositoryError
from beffroi.repositories.models import Question

ANSWERS = {"confirm": True, "refuse": False}
SOURCE = "manual:link"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a question; settle it by the button of its holder."""
    found = Question.objects.select_related("account__forge", "account__organisation")
    one = found.filter(uid=uid).first()
    if one is None:
        raise Http404(gettext("There is no such question."))
    at = timezone.now()
    guest = guest_of(request, QUESTION, at=at)
    may = guest is not None and guest.about in {"", uid}
    if request.method == "POST":
        answer = ANSWERS.get(request.POST.get("answer", ""))
        if not may:
            return _page(request, one, status=HTTPStatus.FORBIDDEN)
        if answer is None:
            return _page(request, one, key=guest.key if guest else "", may=True, status=400)
        with suppress(RepositoryError):  # a second click: the page says how it was settled
            settle(one, is_confirmed=answer, source=SOURCE, at=at)
        return redirect("portal:question", uid)
    return _page(request, one, key=guest.key if guest else "", may=may)


def _page(
    request: HttpRequest,
    one: Question,
    *,
    key: str = "",
    may: bool = False,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "asked": questions.asked(one),
        "repositories": questions.repositories_of(one),
        "more": max(one.count - questions.NAMES_SHOWN, 0),
        "may": may and one.settled_at is None,
        "key": key,
        "is_refused": status == HTTPStatus.FORBIDDEN,
    }
    return render(request, "portal/question.html", context, status=status)
