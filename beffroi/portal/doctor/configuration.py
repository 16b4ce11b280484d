"""The settings: what was given, what was misspelt, what is unwise in public."""

import difflib
import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

from beffroi.lib.version import ROOT
from beffroi.portal.doctor.shapes import Finding, note, ok, wrong

NAMED = re.compile(r"^### `(BEFFROI_\w+)`", re.MULTILINE)
WIDE = 1 << 16
"""An allowed network with more addresses than this is hardly one forge."""


def examine(_at: datetime) -> Iterator[Finding]:
    """Look at the environment this program was started with."""
    yield from misspelt(os.environ)
    yield from address(settings.BEFFROI_URL)
    yield from _networks()
    yield from _debug()


def misspelt(given: Mapping[str, str]) -> Iterator[Finding]:
    """Name variables that nothing reads; docs/settings.md is the list (a test keeps it whole)."""
    manual = ROOT / "docs" / "settings.md"
    if not manual.is_file():
        return
    known = NAMED.findall(manual.read_text("utf-8"))
    mine = sorted(name for name in given if name.startswith("BEFFROI_"))
    lost = [name for name in mine if name.removesuffix("_FILE") not in known]
    for name in lost:
        plain = name.removesuffix("_FILE")
        near = difflib.get_close_matches(plain, known, n=1)
        remedy = f"Did you mean {near[0]}?" if near else "docs/settings.md lists them all."
        yield wrong("settings", f"Nothing reads {name}.", remedy)
    if not lost:
        yield ok("settings", f"{len(mine)} given, each of them known")


def address(url: str) -> Iterator[Finding]:
    """Look at the public address."""
    parts = urlsplit(url)
    is_local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if is_local:
        yield note(
            "address", f"The public address is {url}: links in feeds and exports lead there.",
            "Set BEFFROI_URL to the public address before you serve others.",
        )  # fmt: skip
    elif parts.scheme != "https":
        yield wrong("address", f"{url} is public without TLS.", "Put a proxy with TLS before it.")
    else:
        yield ok("address", url)
        if not settings.BEFFROI_TRUSTED_PROXIES:
            yield note(
                "proxies", "No proxy is trusted: every visitor seems to come from the proxy.",
                "Name its network in BEFFROI_TRUSTED_PROXIES.",
            )  # fmt: skip


def _networks() -> Iterator[Finding]:
    wide = [network for network in settings.BEFFROI_ALLOWED_NETWORKS if _size(network) > WIDE]
    if wide:
        yield note(
            "networks", f"{wide[0]} is wide open to addresses that strangers may name.",
            "Name the forge alone in BEFFROI_ALLOWED_NETWORKS, as in 10.20.0.7/32.",
        )  # fmt: skip


def _size(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> int:
    return int(network.num_addresses)


def _debug() -> Iterator[Finding]:
    if settings.DEBUG:
        yield note("debug", "Faults are shown in full.", "Unset BEFFROI_DEBUG before others come.")
