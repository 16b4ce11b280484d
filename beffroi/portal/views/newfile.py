"""Ten questions whose answers make a publiccode.yml; nothing is kept."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beffroi.policy.asking.answers import Answers, make
from beffroi.policy.asking.questions import fields
from beffroi.portal.newfile import found, known, parts
from beffroi.repositories.models import Repository


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def newfile(request: HttpRequest) -> HttpResponse:
    """Show the questions; once they are answered, the file, or what is wrong at its field."""
    language = get_language() or "en"
    if request.method == "POST":
        return _answered(request, language)
    answers, origin, error = _before(request, language)
    context = {"parts": parts(answers, None, language), "origin": origin, "error": error}
    context |= {"address": request.GET.get("address", "")[:1000]}
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return render(request, "portal/newfile.html", context, status=status)


def _answered(request: HttpRequest, language: str) -> HttpResponse:
    answers: Answers = {
        one.id: request.POST.getlist(one.id)[:50]
        if one.kind == "choices"
        else request.POST.get(one.id, "")[:20_000]
        for one in fields()
    }
    made = make(answers)
    if made.is_valid and request.POST.get("do") == "file":
        return as_file(made.text.encode())
    context = {"parts": parts(answers, made, language), "made": made, "language": language}
    context |= {"count": len(made.faults), "others": _others(made, language), "address": ""}
    status = HTTPStatus.OK if made.is_valid else HTTPStatus.BAD_REQUEST
    return render(request, "portal/newfile.html", context, status=status)


def _others(made: object, language: str) -> list[str]:
    """Return what is wrong and belongs to no field."""
    faults = getattr(made, "faults", ())
    return [f"{one.key}: {one.words[language]}" for one in faults if not one.field]


def _before(request: HttpRequest, language: str) -> tuple[Answers, Repository | None, str]:
    """Return what is known before the first answer, of which repository, and what is wrong."""
    empty: Answers = {"language": language}
    uid, address = request.GET.get("repository", ""), request.GET.get("address", "").strip()
    if uid:
        listed = Repository.objects.listed().select_related("account__organisation")
        row = listed.filter(uid=uid[:120].replace("\0", "")).first()
        if row is None:
            return empty, None, gettext("The catalogue lists no repository of this name.")
        return known(row, language), row, ""
    if not address:
        return empty, None, ""
    row = found(address[:700].replace("\0", ""))
    if row is None:
        words = gettext("The catalogue does not know this address; it is filled in as it is.")
        return {**empty, "url": address[:700]}, None, words
    return known(row, language), row, ""


def as_file(data: bytes) -> HttpResponse:
    """Send a publiccode.yml to be saved."""
    answer = HttpResponse(data, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="publiccode.yml"'
    return answer
