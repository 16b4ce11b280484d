"""One record in the shape of publiccode.yml: what its own file says, else what the catalogue knows.

Standard: publiccode.yml 0 (docs.italia.it, publiccodeyml/publiccode.yml). Keys that nobody can
fill without asking its maintainers are left out, never guessed; persons are never named.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from beffroi.lib.privacy import without_addresses
from beffroi.policy.licences import OTHER
from beffroi.repositories.models import Repository

VERSION = "0"
MUST = (
    *("name", "url", "platforms", "developmentStatus", "softwareType", "description"),
    *("legal.license", "maintenance.type", "localisation.localisationReady"),
    "localisation.availableLanguages",
)
"""Keys without which a validator refuses the file."""

UNDETERMINED = "und"
"""The tag (BCP 47) of a text whose language nobody says."""

_PERSONS = frozenset({"contacts", "email", "phone"})
_GIVEN = "what the file in the repository says, without persons"
_MADE = (
    "A draft, made by this catalogue from what it knows. Add what is missing, correct what is "
    "wrong, and put it into the root of the repository as publiccode.yml."
)


def record(repository: Repository) -> dict[str, Any]:
    """Return one record; its address stands in it even where its own file forgot it."""
    own = repository.publiccode
    if isinstance(own, Mapping) and own:
        said: dict[str, Any] = without_addresses(_without_persons(own))
        return said if said.get("url") else {**said, "url": repository.url}
    return _made(repository)


def missing(said: Mapping[str, Any]) -> list[str]:
    """Return the keys that a validator asks for and the record does not have."""
    return [key for key in MUST if not _at(said, key)]


def as_yaml(repository: Repository) -> str:
    """Return the record as a file, with a first comment that says what it is."""
    said = record(repository)
    notes = [_GIVEN if repository.publiccode else _MADE]
    if lacking := missing(said):
        notes.append(f"Missing: {', '.join(lacking)}.")
    head = "".join(f"# {note}\n" for note in notes)
    return head + yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100)


def _made(repository: Repository) -> dict[str, Any]:
    known: dict[str, Any] = {
        "publiccodeYmlVersion": VERSION,
        "name": repository.name,
        "url": repository.url,
        "landingURL": repository.homepage,
        "organisation": {"name": repository.account.organisation.name},
        "description": _descriptions(repository),
    }
    if repository.licence and repository.licence != OTHER:
        known["legal"] = {"license": repository.licence}
    return {key: without_addresses(value) for key, value in known.items() if value}


def _descriptions(repository: Repository) -> dict[str, Any]:
    found = {language: str(text) for language, text in repository.descriptions.items() if text}
    if not found and repository.description:
        found = {UNDETERMINED: repository.description}
    return {language: {"shortDescription": text[:150]} for language, text in found.items()}


def _without_persons(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_persons(part) for key, part in value.items() if key not in _PERSONS}
    return [_without_persons(part) for part in value] if isinstance(value, list) else value


def _at(said: Mapping[str, Any], path: str) -> Any:
    value: Any = said
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value is not None and value not in ("", [], {})
