"""Read pnpm-lock.yaml, versions 5 to 9.

Source: pnpm/spec, lockfile (5.2, 6.0, 9.0).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from beffroi.policy.check.components import indented, purls
from beffroi.policy.check.components.digests import integrity
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.reach import reached
from beffroi.policy.check.components.shapes import Component, Scope
from beffroi.policy.check.components.sources import Source

_GROUPS: dict[str, Scope] = {
    "dependencies": "required", "optionalDependencies": "optional",
    "devDependencies": "development",
}  # fmt: skip
_NAMED = re.compile(r"^/?((?:@[^/@]+/)?[^/@]+)[@/]([^/_(]+)")
_OWN = ("link:", "file:", "workspace:")
_Package: TypeAlias = tuple[str, str]
"""Name and version."""


@dataclass(slots=True)
class _Lock:
    version: str = ""
    lines: dict[_Package, int] = field(default_factory=dict)
    facts: dict[_Package, dict[str, str]] = field(default_factory=dict)
    wants: dict[_Package, set[_Package]] = field(default_factory=dict)
    asked: dict[Scope, set[_Package]] = field(default_factory=dict)


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of a lock file of pnpm."""
    lock = _Lock()
    for row in indented.read(source.text):
        _note(lock, row.path, row.value, row.line)
    if not lock.version:
        raise UnreadableError("no lockfileVersion: no lock file of pnpm", 1)
    direct = {one for group in lock.asked.values() for one in group}
    required, optional = (reached(lock.wants, lock.asked.get(one, ())) for one in _RANKED)
    for package, line in lock.lines.items():
        facts = lock.facts.get(package, {})
        stated = indented.flow(facts.get("resolution", ""))
        yield source.component(
            "npm", *package, line,
            scope=_scope(package, facts, required, optional), direct=package in direct,
            hashes=integrity(stated.get("integrity", "")),
            needs=tuple(sorted(purls.purl("npm", *one) for one in lock.wants.get(package, ()))),
        )  # fmt: skip


_RANKED: tuple[Scope, Scope] = ("required", "optional")


def _note(lock: _Lock, path: tuple[str, ...], value: str, line: int) -> None:
    """Keep what one line says: a package, a fact of it, a wish of it or of the work itself."""
    match path:
        case ("lockfileVersion",):
            lock.version = value
        case ("packages", key) if package := _named(key):
            lock.lines.setdefault(package, line)
        case ("packages", key, fact) if package := _named(key):
            lock.facts.setdefault(package, {})[fact] = value
        case ("packages" | "snapshots", key, group, name) if group in _GROUPS:
            package, wanted = _named(key), _wanted(name, value)
            if package and wanted:
                lock.wants.setdefault(package, set()).add(wanted)
        case ("importers", _, *rest) if rest:
            _note_asked(lock, rest, value)
        case _:
            _note_asked(lock, list(path), value)


def _note_asked(lock: _Lock, path: list[str], value: str) -> None:
    """Keep a wish of the work: ``name: version``, or from version 6 a field of that name."""
    if path[0] not in _GROUPS or not path[1:]:
        return
    if path[2:] in ([], ["version"]) and (wanted := _wanted(path[1], value)):
        lock.asked.setdefault(_GROUPS[path[0]], set()).add(wanted)


def _named(key: str) -> _Package | None:
    """Return what a key names: ``/a/1.0_peer``, ``/a@1.0(peer)`` or ``a@1.0``."""
    found = _NAMED.match(key)
    return (found[1], found[2]) if found and ":" not in found[2] else None


def _wanted(name: str, version: str) -> _Package | None:
    """Return the package that a wish got; a link to the work's own folders is none."""
    if not version or version.startswith(_OWN):
        return None
    if version[:1].isdigit():
        return name, re.split(r"[_(]", version, maxsplit=1)[0]
    return _named(version)


def _scope(
    package: _Package, facts: dict[str, str], required: set[_Package], optional: set[_Package]
) -> Scope:
    if facts.get("dev") == "true":
        return "development"
    if package in required:
        return "required"
    if package in optional or facts.get("optional") == "true":
        return "optional"
    return "required" if facts.get("dev") == "false" else "development"
