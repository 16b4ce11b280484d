"""What follows from other values of a publiccode.yml (code-catalogue §6.2, derived values)."""

from collections.abc import Mapping
from typing import Any, Final

from beffroi.policy.publiccode import rules

ITALIAN: Final = "urn:x-italian-pa:"


def completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with those that follow from them; nothing that is there changes.

    ``it`` stands as ``IT`` as well. A body that only its Italian code names is the organisation,
    under the name of ``legal.repoOwner``.
    """
    found = dict(values)
    if found.get("it") is not None:
        found.setdefault("IT", found["it"])
    code = ((found.get("IT") or {}).get("riuso") or {}).get("codiceIPA")
    if code and found.get("organisation") is None and rules.is_italian(code):
        owner = (found.get("legal") or {}).get("repoOwner")
        found["organisation"] = {"uri": f"{ITALIAN}{code}"} | ({"name": owner} if owner else {})
    return found
