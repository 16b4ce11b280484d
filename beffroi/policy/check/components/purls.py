"""Package URLs: one spelling for one component, as the purl specification (ECMA-427) asks."""

import re
from collections.abc import Mapping
from urllib.parse import quote, unquote

LOWERED = frozenset({"pypi", "npm", "golang", "composer", "hex", "github", "bitbucket", "pub"})
"""Types whose namespace and name are written in small letters."""
MOST = 500
"""A longer name or version is none."""
_PYPI = re.compile(r"[-_.]+")
_SCHEME = re.compile(r"^pkg:/*([A-Za-z][A-Za-z0-9.+-]*)/(.+)$", re.DOTALL)


def purl(
    kind: str, name: str, version: str = "", qualifiers: Mapping[str, str] | None = None
) -> str:
    """Return the purl of a component; ``name`` holds its namespace before a ``/``."""
    *namespace, last = normalised(kind, name).strip("/").split("/")
    parts = [quote(part, safe="") for part in (*namespace, last) if part]
    address = "/".join(("pkg:" + kind, *parts))
    stated = f"@{quote(version, safe=':')}" if version else ""
    asked = "&".join(
        f"{key}={quote(value, safe=':/')}" for key, value in sorted((qualifiers or {}).items())
    )
    return f"{address}{stated}?{asked}" if asked else address + stated


def normalised(kind: str, name: str) -> str:
    """Return a name as its type writes it: PyPI's by PEP 503, others in small letters."""
    if kind == "pypi":
        return _PYPI.sub("-", name).lower()
    return name.lower() if kind in LOWERED else name


def bare(address: str) -> str:
    """Return a purl without version, qualifiers and subpath: the key of all its versions."""
    plain = address.partition("#")[0].partition("?")[0]
    head, at, _version = plain.rpartition("@")
    return head if at and "/" in head else plain


def kind_of(address: str) -> str:
    """Return the type of a purl; empty when it is none."""
    found = _SCHEME.match(address)
    return found[1].lower() if found else ""


def parts(address: str) -> tuple[str, str, str]:
    """Return type, name with its namespace, and version of a purl; empty texts when it is none."""
    found = _SCHEME.match(address)
    if found is None:
        return "", "", ""
    plain = found[2].partition("#")[0].partition("?")[0]
    head, at, version = plain.rpartition("@")
    name = head if at else plain
    return found[1].lower(), unquote(name), unquote(version if at else "")
