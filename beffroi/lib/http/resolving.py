"""Which IP addresses a host name has, and a connection to one that may be called."""

import socket  # noqa: TID251 - the door itself
from collections.abc import Callable
from typing import TypeAlias

from beffroi.lib.http.addresses import Networks, refuse_peer
from beffroi.lib.http.errors import AddressRefused, DoorError

Resolve: TypeAlias = Callable[[str], list[str]]
"""Host name → IP addresses; raises OSError when it has none."""


def resolve_host(host: str) -> list[str]:
    """Ask the machine's resolver."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def family_of(peer: str) -> socket.AddressFamily:
    """Return the family of an IP address."""
    return socket.AF_INET6 if ":" in peer else socket.AF_INET


def connect(peers: list[str], port: int, allowed: Networks, seconds: float) -> socket.socket:
    """Connect to the first address that may be called and answers.

    Raises AddressRefused when none may be called, DoorError ``unreachable`` when none answers.
    """
    refusal: AddressRefused | None = None
    is_any_allowed = False
    for peer in peers:
        try:
            refuse_peer(peer, port, allowed)
        except AddressRefused as error:
            refusal = error
            continue
        is_any_allowed = True
        try:
            return socket.create_connection((peer, port), timeout=seconds)
        except OSError:
            continue
    if refusal and not is_any_allowed:
        raise refusal
    raise DoorError("unreachable", "The server does not answer; try again later.")
