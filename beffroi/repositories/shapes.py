"""What crosses the catalogue's border."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What recording one repository did; ``code``, ``field`` and ``message`` when refused.

    ``remarks``: (field, code, message) of what was taken although it is doubtful.
    """

    state: str
    uid: str = ""
    field: str = ""
    code: str = ""
    message: str = ""
    remarks: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What an export of Beffroi remembers of a repository, kept when it is read back as new.

    ``facts``: columns that no forge tells: first sight, last change, provenance, licence in SPDX.
    """

    uid: str
    facts: Mapping[str, Any]


WITHDRAWAL_REASONS: Mapping[str, Mapping[str, str]] = {
    "deleted": {
        "fr": "Le dépôt n’existe plus sur sa forge.",
        "en": "The repository is no longer on its forge.",
    },
    "private": {
        "fr": "Le dépôt a été refermé : il n’est plus public.",
        "en": "The repository was closed again: it is no longer public.",
    },
    "gone": {
        "fr": "La forge dit que le dépôt est parti pour de bon.",
        "en": "The forge says that the repository is gone for good.",
    },
    "out-of-scope": {
        "fr": "Le compte n’est plus celui d’un organisme public.",
        "en": "The account is no longer that of a public body.",
    },
    "legal": {
        "fr": "Le dépôt a été retiré pour une raison légale.",
        "en": "The repository was withdrawn for a legal reason.",
    },
    "duplicate": {
        "fr": "Le dépôt est déjà au catalogue sous une autre adresse.",
        "en": "The repository is in the catalogue already, under another address.",
    },
}
"""Why a repository is no longer shown: code → language → sentence (code-catalogue §5)."""

REVIVABLE = frozenset({"deleted", "private", "gone"})
"""Reasons that a new sight proves wrong; the others are decisions of a person and stand."""
