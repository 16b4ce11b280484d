"""What a trusted proxy says of the caller; everybody else's headers are not believed."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


class TrustedProxies:
    """Take scheme and address of the caller from a proxy in ``BEFFROI_TRUSTED_PROXIES``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Believe the headers of a trusted proxy, drop those of anybody else."""
        meta, trusted = request.META, settings.BEFFROI_TRUSTED_PROXIES
        said_for = meta.pop("HTTP_X_FORWARDED_FOR", "")
        said_scheme = meta.pop("HTTP_X_FORWARDED_PROTO", "").strip().lower()
        if is_among(meta.get("REMOTE_ADDR", ""), trusted):
            meta["REMOTE_ADDR"] = caller(said_for, trusted) or meta["REMOTE_ADDR"]
            if said_scheme in {"http", "https"}:
                meta["wsgi.url_scheme"] = said_scheme
        return self.get_response(request)


def is_among(address: str, networks: Networks) -> bool:
    """Tell whether an address lies in one of the networks; a text that is none does not."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return False
    return any(found in network for network in networks)


def caller(forwarded: str, trusted: Networks) -> str:
    """Return the last address of ``X-Forwarded-For`` that no trusted proxy has; "" for none.

    Earlier ones are what the caller may have written.
    """
    for part in reversed(forwarded.split(",")):
        address = part.strip()
        try:
            ipaddress.ip_address(address)
        except ValueError:
            return ""
        if not is_among(address, trusted):
            return address
    return ""
