"""Lists of bodies and accounts: they are no software, and another command takes them."""

from collections.abc import Mapping
from typing import Any

from beffroi.lib.errors import UsageError
from beffroi.lib.files import FileRefusedError, yaml_of

_ACCOUNTS = (
    "This is a list of accounts of public bodies, not of software: nothing to convert. "
    "Take it in with: beffroi import accounts FILE"
)
_BODIES = (
    "This is a list of public bodies, not of software: nothing to convert. "
    "Take it in with: beffroi import organisations FILE"
)


def refuse(document: Any) -> None:
    """Raise UsageError for a list of bodies or publishers; its words say which import takes it."""
    if _is_of_bodies(document):
        raise UsageError(_BODIES)
    if _is_of_publishers(document):
        raise UsageError(_ACCOUNTS)


def refuse_yaml(data: bytes) -> None:
    """Raise UsageError for a list of accounts in YAML; its words say which import takes it."""
    try:
        document = yaml_of(data.decode("utf-8-sig", "replace")).value
    except FileRefusedError:
        return
    if _is_of_accounts(document):
        raise UsageError(_ACCOUNTS)


def _is_of_bodies(document: Any) -> bool:
    """Tell whether it is a list of addresses of bodies with their names by language."""
    first = document[0] if isinstance(document, list) and document else None
    return isinstance(first, Mapping) and {"uri", "label"} <= set(first)


def _is_of_publishers(document: Any) -> bool:
    """Tell whether it is a page of publishers, each with the places of its code."""
    data = document.get("data") if isinstance(document, Mapping) else None
    return isinstance(data, list) and any(
        isinstance(one, Mapping) and "codeHosting" in one and "publiccodeYml" not in one
        for one in data
    )


def _is_of_accounts(document: Any) -> bool:
    """Tell whether it is countries or forges, each with the names of accounts there."""
    if not isinstance(document, Mapping) or not document:
        return False
    parts = document.values()
    is_of_names = all(
        isinstance(one, list) and one and all(isinstance(name, str) for name in one)
        for one in parts
    )
    return is_of_names or any(
        isinstance(one, Mapping) and {"forge", "owners"} <= set(one) for one in parts
    )
