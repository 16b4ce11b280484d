"""Which addresses may be called: the form of a URL, and the IP address behind a name."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias
from urllib.parse import SplitResult, quote, urlsplit

import idna

from beffroi.lib.http.errors import AddressRefused

Network: TypeAlias = IPv4Network | IPv6Network
Networks: TypeAlias = tuple[Network, ...]

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
LONGEST_ADDRESS: Final = 2000

# Refused whatever the operator allows: keys of the machine itself, and groups of machines.
NEVER: Final = tuple(
    ip_network(text)
    for text in (
        "169.254.169.254/32",  # metadata of Amazon, Google, Microsoft, OpenStack, OVHcloud
        "169.254.170.2/32",  # Amazon's task metadata
        "168.63.129.16/32",  # Microsoft's, a public address
        "100.100.100.200/32",  # Alibaba's
        "192.0.0.192/32",  # Oracle's
        "fd00:ec2::254/128",  # Amazon's over IPv6
        "224.0.0.0/4",
        "ff00::/8",
    )
)
# Python 3.11 calls some of these global.
NOT_PUBLIC: Final = tuple(
    ip_network(text)
    for text in (
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.88.99.0/24",  # relays of 6to4, RFC 7526
        "2001::/23",  # IETF protocol assignments: Teredo, ORCHID
        "2002::/16",  # 6to4: an IPv4 address inside, RFC 3056
        "3fff::/20",  # documentation, RFC 9637
    )
)
GLOBAL_UNICAST: Final = IPv6Network("2000::/3")
NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052; 64:ff9b:1::/48 (RFC 8215) is local use

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_BRACKETS = re.compile(r"\[[0-9a-fA-F:.]+\](:[0-9]+)?")
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address in its plain form.

    ``host`` is lower-case ASCII or an IP address without brackets, ``path`` begins with ``/``.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    @property
    def origin(self) -> str:
        """Return scheme, host and port, the port only when it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """Return the whole address."""
        return f"{self.origin}{self.path}" + (f"?{self.query}" if self.query else "")


def parse_networks(texts: Iterable[str]) -> Networks:
    """Read networks such as ``127.0.0.0/8`` or one address; raises ValueError on nonsense."""
    return tuple(ip_network(text.strip()) for text in texts if text.strip())


def parse_address(url: str) -> Address:
    """Read a web address that a stranger gave; raises AddressRefused ``bad-address``."""
    _refuse_odd_characters(url)
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise _bad("An address may not hold a user name or a password; leave them out.")
    try:
        parts = urlsplit(url)
        port = parts.port
        literal = _ipv6_literal(parts)
    except ValueError as error:
        raise _bad("This is not a web address.") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise _bad("Only addresses that begin with https:// or http:// are called.")
    if port == 0 or parts.netloc.endswith(":"):
        raise _bad("The port of this address is not a number between 1 and 65535.")
    return Address(
        scheme=parts.scheme,
        host=literal or _parse_host(parts),
        port=port or DEFAULT_PORTS[parts.scheme],
        path=quote(parts.path or "/", safe="/%:@!$&'()*+,;=~"),
        query=quote(parts.query, safe="/%:@!$&'()*+,;=~?"),
    )


def refuse_peer(peer: str, port: int, allowed: Networks = ()) -> None:
    """Refuse a connection to an IP address; raises AddressRefused ``refused-address``.

    ``allowed`` are networks that may be called although they are not public, on any port;
    elsewhere only the ports 80 and 443 are.
    """
    if "%" in peer:
        raise _refused("An address of one network card is not called.")
    address = ip_address(peer)
    if any(address in network for network in NEVER):
        raise _refused("This address belongs to machines themselves and is never called.")
    if any(address in network for network in allowed):
        return
    if not is_public(address):
        raise _refused(
            "This address leads into a private network. If that is meant, an operator adds it to "
            "BEFFROI_ALLOWED_NETWORKS."
        )
    if port not in DEFAULT_PORTS.values():
        raise _refused("Only the ports 80 and 443 are called on public addresses.")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Say whether everybody on the internet means the same machine by this address."""
    if isinstance(address, IPv6Address):
        if address in NAT64:  # IPv6-only networks reach every IPv4 host by these
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in GLOBAL_UNICAST:  # also leaves out IPv4-mapped and -compatible forms
            return False
    is_special = any(address in network for network in (*NEVER, *NOT_PUBLIC))
    return address.is_global and not is_special


def _refuse_odd_characters(url: str) -> None:
    if not url or url.startswith("-"):
        raise _bad("This is not a web address.")
    if len(url) > LONGEST_ADDRESS:
        raise _bad(f"An address has at most {LONGEST_ADDRESS} characters.")
    for character in url:
        if character == "\\" or unicodedata.category(character)[0] in "CZ":
            raise _bad("An address may not hold spaces, backslashes or invisible characters.")


def _ipv6_literal(parts: SplitResult) -> str:
    """Return the plain form of an IPv6 address in brackets, "" without; raises ValueError."""
    if "[" not in parts.netloc:
        return ""
    if not _BRACKETS.fullmatch(parts.netloc):
        raise ValueError
    return str(IPv6Address(parts.hostname))


def _parse_host(parts: SplitResult) -> str:
    host = _to_ascii(parts.hostname or "")
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(IPv4Address(host))
        except ValueError as error:
            raise _bad("Write an IPv4 address as four decimal numbers.") from error
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004 - RFC 1035
        raise _bad("This address has no valid host name.")
    return host


def _to_ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except idna.IDNAError as error:
        raise _bad("This address has no valid host name.") from error


def _bad(message: str) -> AddressRefused:
    return AddressRefused("bad-address", message)


def _refused(message: str) -> AddressRefused:
    return AddressRefused("refused-address", message)
