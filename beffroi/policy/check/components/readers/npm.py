"""Read package-lock.json and npm-shrinkwrap.json, of all three versions of the format.

Source: npm documentation, "package-lock.json" (v11).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from beffroi.policy.check.components import documents, purls
from beffroi.policy.check.components.digests import integrity
from beffroi.policy.check.components.shapes import Component, Scope
from beffroi.policy.check.components.sources import Source, objects, texts

_MODULES = "node_modules/"
_WANTED = ("dependencies", "optionalDependencies", "peerDependencies")
_ROOT = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_DEEPEST = 50


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of a lock file of npm; a link to a workspace is the work itself."""
    found = documents.read(source.text)
    if "packages" in found:
        yield from _flat(source, objects(found["packages"]))
    else:
        yield from _nested(source, objects(found.get("dependencies")), 0)


def _flat(source: Source, packages: Mapping[str, dict[str, Any]]) -> Iterator[Component]:
    """Read version 2 and 3: each place in node_modules with its package."""
    direct = _direct(packages)
    places = {place: _named(place, row) for place, row in packages.items()}
    for place, row in packages.items():
        line = source.line_of(f'"{place}"')
        name, version = places[place]
        if _MODULES not in place or row.get("link") is True or not name:
            continue
        yield source.component(
            "npm", name, version, line,
            licence=_licence(row), scope=_scope(row), direct=place in direct,
            hashes=integrity(texts(row).get("integrity", "")),
            needs=tuple(sorted(_needs(place, row, places))),
        )  # fmt: skip


def _named(place: str, row: Mapping[str, Any]) -> tuple[str, str]:
    """Return name and version; an alias states its true name itself."""
    stated = texts(row)
    return stated.get("name") or place.rpartition(_MODULES)[2], stated.get("version", "")


def _direct(packages: Mapping[str, dict[str, Any]]) -> set[str]:
    """Return the places of what the work and its workspaces ask for themselves."""
    found = set()
    for place, row in packages.items():
        if _MODULES in place:
            continue
        for name in (name for key in _ROOT for name in texts(row.get(key))):
            near = f"{place}/{_MODULES}{name}"
            found.add(near if near in packages else _MODULES + name)
    return found


def _needs(
    place: str, row: Mapping[str, Any], places: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """Yield what Node would find for each wish: the nearest node_modules above."""
    for name in {name for key in _WANTED for name in texts(row.get(key))}:
        here = place
        for _ in range(_DEEPEST):
            near = f"{here}/{_MODULES}{name}" if here else _MODULES + name
            if near in places:
                yield purls.purl("npm", *places[near])
                break
            if not here:
                break
            here = here.rpartition("/" + _MODULES)[0] if "/" + _MODULES in here else ""


def _scope(row: Mapping[str, Any]) -> Scope:
    if row.get("dev") is True or row.get("devOptional") is True:
        return "development"
    return "optional" if row.get("optional") is True else "required"


def _licence(row: Mapping[str, Any]) -> str | None:
    """Return the field as it is written; what it means is decided elsewhere."""
    stated = row.get("license")
    if isinstance(stated, dict):
        stated = stated.get("type")
    return stated if isinstance(stated, str) else None


def _nested(source: Source, rows: Mapping[str, dict[str, Any]], depth: int) -> Iterator[Component]:
    """Read version 1: packages within packages, of which the first level is not all asked for."""
    if depth > _DEEPEST:
        return
    for name, row in rows.items():
        stated = texts(row)
        version = stated.get("version", "")
        true_name, version = _aliased(name, version)
        yield source.component(
            "npm", true_name, version, source.line_of(f'"{name}"'),
            scope=_scope(row), hashes=integrity(stated.get("integrity", "")),
            direct=None if depth == 0 else False,
        )  # fmt: skip
        yield from _nested(source, objects(row.get("dependencies")), depth + 1)


def _aliased(name: str, version: str) -> tuple[str, str]:
    """Return the true name of ``npm:other@1.2``; an address as version is none."""
    if version.startswith("npm:"):
        other, _, number = version.removeprefix("npm:").rpartition("@")
        return other or name, number
    return name, "" if ":" in version else version
