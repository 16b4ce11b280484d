"""A publiccode.yml pasted or chosen: its findings, and how the catalogue would present it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beffroi.policy.publiccode.fixing import fixed
from beffroi.portal.publiccode import LONGEST, judged
from beffroi.portal.views.newfile import as_file


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def publiccode(request: HttpRequest) -> HttpResponse:
    """Show the form; after it was sent also the findings. Nothing is kept."""
    context: dict[str, object] = {"longest": LONGEST}
    if request.method != "POST":
        return render(request, "portal/publiccode.html", context)
    text, error = _given(request)
    context |= {"text": text, "error": error}
    if not error:
        context["judged"] = judged(text, get_language() or "en")
    if not error and request.POST.get("do") == "corrected":
        return as_file(fixed(text.encode("utf-8", "replace")))
    status = HTTPStatus.BAD_REQUEST if error else HTTPStatus.OK
    return render(request, "portal/publiccode.html", context, status=status)


def _given(request: HttpRequest) -> tuple[str, str]:
    """Return the text of the chosen file, else of the field, and what is wrong with it."""
    chosen = request.FILES.get("file")
    if chosen is not None and (chosen.size or 0) > LONGEST:
        return "", gettext("This file is larger than one megabyte.")
    if chosen is not None:
        try:
            return chosen.read().decode("utf-8"), ""
        except UnicodeDecodeError:
            return "", gettext("This file is not in UTF-8; save it so, and choose it again.")
    text = request.POST.get("text", "")
    if not text.strip():
        return text, gettext("Paste the text of a publiccode.yml, or choose a file.")
    if len(text) > LONGEST:
        return text, gettext("This text is larger than one megabyte.")
    return text, ""
