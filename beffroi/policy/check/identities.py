"""What kind of address a commit carries: of a public body, a supplier, a forge, nobody (§6).

Addresses are personal data: a report shows kinds, counts and domains, never whose they are.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from beffroi.policy.check.families import tables
from beffroi.policy.check.packs import Pack
from beffroi.policy.check.registry import Registry, domain_of, within

Kind: TypeAlias = Literal[
    "public", "supplier", "forge-privacy", "generic", "invalid", "bot", "free-mail", "other"
]
KINDS: Final[tuple[Kind, ...]] = (
    "public", "supplier", "other", "free-mail", "forge-privacy", "generic", "invalid", "bot",
)  # fmt: skip
_CONTROL: Final = re.compile(r"[\x00-\x20\x7f-\x9f<>\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_TAGGED: Final = re.compile(r"[+].*$")
_MOST_SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a policy by which an address is told; data of its rules IDENT-01 and IDENT-03.

    ``always_public``: domains that are public without being registered.
    """

    always_public: frozenset[str]
    free_mail: frozenset[str]
    generic_names: frozenset[str]
    invalid_hosts: frozenset[str]
    privacy_hosts: frozenset[str]
    forge_addresses: frozenset[str]

    @classmethod
    def of(cls, pack: Pack | None) -> "Lists":
        """Return the lists of a policy; those of the program when it has no such rule."""
        known: dict[str, Any] = {}
        for name in ("IDENT-01", "IDENT-03"):
            own = next((rule for rule in pack.rules if rule.check == name), None) if pack else None
            known |= own.parameters if own else tables()[name].get("parameters", {})
        return cls(**{key: _lowered(known, key) for key in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a commit says it is of; ``role`` as declared, empty when nobody did."""

    name: str
    address: str
    kind: Kind
    role: str


def identify(name: str, address: str, registry: Registry, lists: Lists) -> Identity:
    """Return the identity of a name and a raw address."""
    kind = classify(name, address, registry, lists)
    return Identity(name, address, kind, "bot" if kind == "bot" else registry.role(address))


def classify(name: str, address: str, registry: Registry, lists: Lists) -> Kind:
    """Return the kind of an address: a program's first, then what makes it nobody's."""
    if is_bot(name, address, registry):
        return "bot"
    local, _, host = address.strip().lower().rpartition("@")
    host = domain_of(host)
    if _is_invalid(address, local, host) or within(host, lists.invalid_hosts):
        return "invalid"
    if within(host, lists.privacy_hosts):
        return "forge-privacy"
    if _TAGGED.sub("", local) in lists.generic_names:
        return "generic"
    return _of_domain(host, registry, lists)


def is_bot(name: str, address: str, registry: Registry) -> bool:
    """Say whether a program was declared by its name or address, or bears the mark of a forge."""
    shown = name.strip().lower()
    return (
        shown.endswith("[bot]")
        or shown in registry.bots
        or address.strip().lower() in registry.bots
        or registry.role(address) == "bot"
    )


def masked(address: str) -> str:
    """Return an address that tells whom to ask, and names nobody: first letter and domain."""
    local, at, host = address.strip().rpartition("@")
    shown = _CONTROL.sub("�", f"{local[:1]}…{at}{host}" if at else f"{address.strip()[:1]}…")
    return shown[:_MOST_SHOWN] if address.strip() else "(empty)"


def _of_domain(host: str, registry: Registry, lists: Lists) -> Kind:
    if within(host, registry.public_domains) or within(host, lists.always_public):
        return "public"
    if within(host, registry.supplier_domains):
        return "supplier"
    if within(host, registry.free_mail) or within(host, lists.free_mail):
        return "free-mail"
    return "other"


def _is_invalid(address: str, local: str, host: str) -> bool:
    labels = host.split(".")
    return (
        not local
        or len(labels) < 2  # noqa: PLR2004 - a host has a dot
        or not all(labels)
        or bool(_CONTROL.search(address.strip()))
    )


def _lowered(known: Mapping[str, Any], key: str) -> frozenset[str]:
    words: Iterable[object] = known.get(key, ())
    return frozenset(str(word).strip().lower() for word in words)
