"""The parameters of an address of the API: described for OpenAPI, and no others accepted."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from beffroi.lib.errors import ShownError

ALWAYS = ("lang",)
"""Parameters that every address takes."""

IGNORED = ("utm_",)
"""Beginnings of names that are somebody else's."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``schema`` is JSON Schema; ``is_many``: may be repeated, which means *or*."""

    name: str
    about: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    is_many: bool = False

    def as_openapi(self) -> dict[str, Any]:
        """Return the Parameter Object of OpenAPI 3.1."""
        one = dict(self.schema)
        many = {"type": "array", "items": one}
        return {
            "name": self.name,
            "in": "query",
            "description": self.about,
            "required": False,
            "schema": many if self.is_many else one,
            **({"style": "form", "explode": True} if self.is_many else {}),
        }


def refuse_unknown(given: Iterable[str], known: Sequence[Parameter]) -> None:
    """Refuse names that the address does not know, so that a slip is not an answer to all.

    Raises ShownError ``unknown-parameter`` with the name that is nearest.
    """
    names = [*(parameter.name for parameter in known), *ALWAYS]
    for name in given:
        if name in names or name.startswith(IGNORED):
            continue
        near = difflib.get_close_matches(name[:40], names, n=1)
        advice = f"did you mean ‘{near[0]}’?" if near else f"it knows {', '.join(names)}."
        raise ShownError(
            "unknown-parameter", f"This address has no parameter ‘{name[:40]}’; {advice}"
        )
