"""Who belongs to whom: an organisation's domains, suppliers, programs, persons with their role.

From the file given with ``--domains`` and from the table ``identity`` of ``.beffroi.toml``; where
both speak, the file counts: it is the organisation's, the other is the repository's own.
"""

import csv
import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from beffroi.lib.errors import UsageError
from beffroi.policy.check.answers import day_in
from beffroi.policy.check.declarations import NAME, Declarations

ROLES: Final = ("civil-servant", "supplier", "volunteer", "bot")
MOST_BYTES: Final = 20_000_000
_SETS: Final = {
    "public_domains": "public",
    "supplier_domains": "supplier",
    "free_mail": "free-mail",
}
_LISTS: Final = (*_SETS, "bots", "acronyms", "inventory")
_KEYS: Final = (*_LISTS, "people", "category", "alias", "since")
_DIGEST: Final = "sha256:"


@dataclass(frozen=True, slots=True)
class Registry:
    """What an organisation knows of addresses; all domains and addresses in small letters.

    ``people``: role (see ``ROLES``) by address, or by ``sha256:`` and the digest of the address in
    small letters, so that a public file names nobody. ``category``: State, operator, local…; empty
    when unknown. ``inventory``: addresses of the forge accounts that the catalogue reads.
    """

    public_domains: frozenset[str] = frozenset()
    supplier_domains: frozenset[str] = frozenset()
    free_mail: frozenset[str] = frozenset()
    bots: frozenset[str] = frozenset()
    people: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    acronyms: frozenset[str] = frozenset()
    inventory: frozenset[str] = frozenset()
    alias: str = ""
    """Where an officer gets an address that shows no name."""
    since: date | None = None
    """The day from which commits are judged; None is all of them."""

    def role(self, address: str) -> str:
        """Return the role declared for an address; empty when nobody declared one."""
        address = address.strip().lower()
        return self.people.get(address) or self.people.get(digest(address), "")


def digest(address: str) -> str:
    """Return how a public file may name an address without showing it."""
    return _DIGEST + hashlib.sha256(address.strip().lower().encode()).hexdigest()


def within(domain: str, domains: Iterable[str]) -> bool:
    """Say whether a domain is one of some, or below one of them."""
    known = domains if isinstance(domains, (set, frozenset)) else frozenset(domains)
    labels = domain.split(".")
    return any(".".join(labels[start:]) in known for start in range(len(labels)))


def domain_of(written: str) -> str:
    """Return a domain as domains are compared: small letters, no ``@``, ``*.`` or last dot."""
    domain = written.strip().lower().lstrip("@").removeprefix("*.").strip(".")
    try:
        return domain.encode("idna").decode("ascii") if not domain.isascii() else domain
    except UnicodeError:
        return domain


def open_registry(domains: Path | None, declarations: Declarations) -> Registry:
    """Read ``--domains FILE`` and the repository's own table; raises UsageError.

    The file is TOML or JSON with the names of ``Registry``, a CSV with the columns ``domain`` and
    ``kind`` (or ``address`` and ``role``), or lines with one public domain each.
    """
    own = _checked(declarations.table("identity"), f"{NAME}, table identity")
    given = _checked(_read(domains), str(domains)) if domains else {}
    people = {**_people(own.get("people", {})), **_people(given.get("people", {}))}
    both = {key: {*own.get(key, ()), *given.get(key, ())} for key in _LISTS}
    return Registry(
        public_domains=frozenset(map(domain_of, both["public_domains"])),
        supplier_domains=frozenset(map(domain_of, both["supplier_domains"])),
        free_mail=frozenset(map(domain_of, both["free_mail"])),
        bots=frozenset(name.strip().lower() for name in both["bots"]),
        people=people,
        category=str(given.get("category") or own.get("category") or ""),
        acronyms=frozenset(name.strip().lower() for name in both["acronyms"]),
        inventory=frozenset(map(account_of, both["inventory"])),
        alias=str(given.get("alias") or own.get("alias") or ""),
        since=_day(given) or _day(own),
    )


def _day(given: Mapping[str, Any]) -> date | None:
    return day_in(given["since"]) if "since" in given else None


def account_of(address: str) -> str:
    """Return the address of an account as accounts are compared."""
    return address.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/")


def _read(path: Path) -> Mapping[str, Any]:
    try:
        with path.open("rb") as stream:
            text = stream.read(MOST_BYTES).decode("utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is no text in UTF-8; save it so.") from error
    try:
        return _parsed(path, text)
    except (ValueError, RecursionError, csv.Error) as error:
        raise UsageError(f"{path} cannot be read as {path.suffix or 'lines'}: {error}.") from error


def _parsed(path: Path, text: str) -> Mapping[str, Any]:
    if path.suffix.lower() == ".json":
        found = json.loads(text)
    elif path.suffix.lower() == ".toml":
        found = tomllib.loads(text)
    elif path.suffix.lower() == ".csv":
        return _of_table(path, text)
    else:
        lines = (line.partition("#")[0].strip() for line in text.splitlines())
        return {"public_domains": [line for line in lines if line]}
    if not isinstance(found, Mapping):
        raise UsageError(f"{path} holds a list; an object with {', '.join(_KEYS)} is needed.")
    return found.get("registry", found) if isinstance(found.get("registry", found), Mapping) else {}


def _of_table(path: Path, text: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {"people": {}}
    kinds = {kind: key for key, kind in _SETS.items()}
    for number, row in enumerate(csv.DictReader(text.splitlines()), 2):
        if address := (row.get("address") or "").strip():
            found["people"][address] = (row.get("role") or "").strip()
        elif domain := (row.get("domain") or "").strip():
            kind = (row.get("kind") or "public").strip().lower()
            if kind not in kinds:
                raise UsageError(f"{path}:{number}: “{kind}” is none of {', '.join(kinds)}.")
            found.setdefault(kinds[kind], []).append(domain)
        else:
            raise UsageError(f"{path}:{number}: a column domain (or address) is needed.")
    return found


def _checked(given: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """Return the table when every key is known and of its kind; raises UsageError."""
    faults = [
        f"{where}: {key} is unknown; {', '.join(_KEYS)} are known."
        for key in given
        if key not in _KEYS
    ]
    for key in _LISTS:
        words = given.get(key, [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            faults.append(f"{where}: {key} is a list of texts.")
    faults += [
        f"{where}: people: the role of “{_shown(address)}” is none of {', '.join(ROLES)}."
        for address, role in _pairs(given.get("people", {}))
        if role not in ROLES
    ]
    for key in ("category", "alias"):
        if not isinstance(given.get(key, ""), str):
            faults.append(f"{where}: {key} is a text.")
    if "since" in given and _day(given) is None:
        faults.append(f"{where}: since is a day such as 2026-11-25.")
    if faults:
        raise UsageError("\n".join(faults))
    return given


def _people(given: object) -> dict[str, str]:
    return {address.strip().lower(): str(role) for address, role in _pairs(given)}


def _pairs(given: object) -> list[tuple[str, object]]:
    """Return address and role of each person: from a table, or a list of tables."""
    if isinstance(given, Mapping):
        return [(str(address), role) for address, role in given.items()]
    if isinstance(given, list):
        return [
            (str(one.get("address", "")), one.get("role", ""))
            for one in given
            if isinstance(one, Mapping)
        ]
    return [("", "")]


def _shown(address: str) -> str:
    return address if address.startswith(_DIGEST) else f"…@{address.rpartition('@')[2]}"
