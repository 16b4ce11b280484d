"""Ask for an account of a forge: address, preview, confirmation; each without a script."""

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from beffroi.accounts.actions import HARVEST
from beffroi.accounts.shapes import Guest
from beffroi.forges.addresses import (
    SOFTWARE_BY_HOST,
    AccountAddress,
    AccountAddressError,
    parse_account,
)
from beffroi.lib.errors import ShownError
from beffroi.organisations.actions.tokens import token_of
from beffroi.organisations.errors import OrganisationError
from beffroi.organisations.models import Forge, Organisation
from beffroi.organisations.pages.labels import current_language, name_of
from beffroi.portal import meanings
from beffroi.portal.harvesting import previews
from beffroi.portal.harvesting.asking import ask
from beffroi.portal.harvesting.guests import guest_of
from beffroi.portal.harvesting.limits import Doorman
from beffroi.repositories.clients.previewing import Preview, preview

PREVIEW = "beffroi.preview"
KEPT_SECONDS = 600
"""A preview is shown again for so long without calling the forge again."""

SEEN_SECONDS = 86_400
LONGEST = 2000
_doorman = Doorman()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take the address, show the preview, take the confirmation."""
    guest = guest_of(request, HARVEST, at=timezone.now())
    if request.method == "POST":
        return _posted(request, guest)
    seen = request.GET.get("preview", "")
    if not seen:
        return _form(request, guest, request.GET.get("address", ""))
    address = _signed(seen)
    if address is None or guest is None:
        return _form(request, guest, address.url if address else "", status=_refused(guest))
    return _preview(request, guest, address)


def _posted(request: HttpRequest, guest: Guest | None) -> HttpResponse:
    typed = request.POST.get("address", "")[:LONGEST]
    if guest is None:
        return _form(request, None, typed, status=HTTPStatus.FORBIDDEN)
    if seen := request.POST.get("preview", ""):
        address = _signed(seen)
        if address is None:
            return _form(request, guest, typed, status=HTTPStatus.BAD_REQUEST)
        run = ask(address, _organisation(guest), at=timezone.now())
        return redirect("portal:harvest", run.uid)
    try:
        found = _account(typed)
    except AccountAddressError as error:
        status = HTTPStatus.BAD_REQUEST
        return _form(request, guest, typed, status=status, error=_words(error))
    seen = signing.dumps(found.url, salt=PREVIEW)
    return HttpResponseRedirect(_address(preview=seen, key=guest.key))


def _form(
    request: HttpRequest,
    guest: Guest | None,
    typed: str,
    *,
    status: int = HTTPStatus.OK,
    error: str = "",
) -> HttpResponse:
    organisation = _organisation(guest) if guest else None
    context = {
        "may": guest is not None,
        "key": guest.key if guest else "",
        "until": guest.until if guest else None,
        "had_key": bool(request.POST.get("key") or request.GET.get("key")),
        "body_name": name_of(organisation) if organisation else "",
        "typed": typed[:LONGEST],
        "error": error,
        "is_refused": status == HTTPStatus.FORBIDDEN,
    }
    return render(request, "portal/harvest_new.html", context, status=status)


def _preview(request: HttpRequest, guest: Guest, address: AccountAddress) -> HttpResponse:
    organisation = _organisation(guest)
    context: dict[str, Any] = {
        "key": guest.key,
        "seen": request.GET["preview"],
        "address": address.url,
        "again": _address(address=address.url, key=guest.key),
    }
    try:
        found = _look(request, guest, address)
    except ShownError as error:
        context["busy"] = _busy() if error.code == "previews-busy" else error.message
        context["retry"] = request.get_full_path()
        answer = render(request, "portal/harvest_preview.html", context, status=error.status)
        answer["Retry-After"] = "60"
        return answer
    context["shown"] = previews.shown(address, found, organisation)
    return render(request, "portal/harvest_preview.html", context)


def _look(request: HttpRequest, guest: Guest, address: AccountAddress) -> Preview:
    """Return a preview, kept for a while; raises ShownError when too many are wanted."""
    kept_as = f"preview:{signing.Signer(salt=PREVIEW).signature(address.url)}"
    found: Preview | None = cache.get(kept_as)
    if found is None:
        caller = f"{guest.key[-40:]} {request.META.get('REMOTE_ADDR', '')}"
        if not _doorman.admits(caller):
            raise ShownError("previews-busy", "Too many previews.", HTTPStatus.TOO_MANY_REQUESTS)
        forge = Forge.objects.filter(host=address.host).first()
        found = preview(
            address,
            token=_token(forge),
            software=forge.software if forge else "",
        )
        if not found.failures:  # what failed is mended meanwhile, perhaps
            cache.set(kept_as, found, KEPT_SECONDS)
    return found


def _busy() -> str:
    return gettext("Many previews are wanted just now. Wait a minute, then look again.")


def _token(forge: Forge | None) -> str:
    """Return the token of a forge; without it where it cannot be opened: a preview needs none."""
    try:
        return token_of(forge) if forge else ""
    except OrganisationError:
        return ""


def _account(typed: str) -> AccountAddress:
    """Read what was typed; raises AccountAddressError."""
    found = parse_account(typed)
    if not found.full_path and found.host in SOFTWARE_BY_HOST:
        text = f"All of {found.host} is not one account; add the account's name."
        raise AccountAddressError("whole-forge", text)
    return found


def _signed(seen: str) -> AccountAddress | None:
    """Return the address that this site has looked at for whoever comes back with it."""
    try:
        url = signing.loads(seen, salt=PREVIEW, max_age=SEEN_SECONDS)
        return parse_account(str(url))
    except (signing.BadSignature, AccountAddressError):
        return None


def _organisation(guest: Guest) -> Organisation | None:
    if not guest.about:
        return None
    return Organisation.objects.listed().filter(uid=guest.about).first()


def _refused(guest: Guest | None) -> int:
    return HTTPStatus.FORBIDDEN if guest is None else HTTPStatus.BAD_REQUEST


def _address(**parameters: str) -> str:
    """Return the address of the form with what is not empty."""
    given = {name: value for name, value in parameters.items() if value}
    return f"{reverse('portal:harvest_new')}?{urlencode(given)}"


def _words(error: AccountAddressError) -> str:
    """Return what is wrong with an address in the reader's language."""
    if error.code == "repository-address":
        words = gettext("This is a repository. Give the address of the account: %(address)s")
        return words % {"address": error.message.rpartition(": ")[2]}
    if current_language() == "en":
        return error.message
    known = meanings.meaning(error.code)
    return known.words[current_language()] if known else error.message
