"""Read gradle.lockfile and pom.xml.

Sources: docs.gradle.org, "Locking dependency versions"; maven.apache.org, "POM Reference".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component, Scope
from beffroi.policy.check.components.sources import Source

_LOCKED = re.compile(r"^([^:=\s]+):([^:=\s]+):([^:=\s]+)(?:=(.*))?$")
_TESTS = re.compile(
    r"test|checkstyle|pmd|spotbugs|annotationprocessor|jacoco|kapt|lint", re.IGNORECASE
)
_PROPERTY = re.compile(r"\$\{([^}]{1,100})\}")
_DEEPEST = 40
_DEPENDENCY = ("project", "dependencies", "dependency")
_MANAGED = ("project", "dependencyManagement", "dependencies", "dependency")
_SCOPES: dict[str, Scope] = {"test": "development", "provided": "optional", "system": "optional"}


def read(source: Source) -> Iterator[Component]:
    """Yield the modules of a gradle.lockfile."""
    for number, raw in enumerate(source.lines, 1):
        line = raw.strip()
        if not line or line.startswith(("#", "empty=")):
            continue
        found = _LOCKED.match(line)
        if found is None:
            raise UnreadableError("a line that names no module", number)
        uses = (found[4] or "").split(",")
        scope: Scope = "development" if all(map(_TESTS.search, uses)) else "required"
        yield source.component("maven", f"{found[1]}/{found[2]}", found[3], number, scope=scope)


@dataclass(slots=True)
class _Pom:
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    found: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = field(default_factory=dict)


def read_pom(source: Source) -> Iterator[Component]:
    """Yield what a POM asks for itself; a version that a parent gives is not known here."""
    pom = _parsed(source.text)
    managed = {
        (row.get("groupId", ""), row.get("artifactId", "")): row
        for _, row in pom.found.get(_MANAGED, [])
    }
    for line, row in pom.found.get(_DEPENDENCY, []):
        group, artifact = row.get("groupId", ""), row.get("artifactId", "")
        known = managed.get((group, artifact), {}) | row
        name = f"{_filled(group, pom.properties)}/{_filled(artifact, pom.properties)}"
        version = _filled(known.get("version", ""), pom.properties)
        scope = _SCOPES.get(known.get("scope", ""), "required")
        optional = known.get("optional") == "true" and scope == "required"
        yield source.component(
            "maven", name, "" if version[:1] in "[($" else version, line,
            scope="optional" if optional else scope, direct=True,
        )  # fmt: skip


def _parsed(text: str) -> _Pom:
    pom = _Pom()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def opens(name: str, _: dict[str, str]) -> None:
        pom.path.append(name.rpartition(":")[2])
        pom.text.clear()
        if len(pom.path) > _DEEPEST:
            raise UnreadableError("XML that nests too deep", parser.CurrentLineNumber)
        place = tuple(pom.path)
        if place in {_DEPENDENCY, _MANAGED}:
            pom.found.setdefault(place, []).append((parser.CurrentLineNumber, {}))

    def closes(_: str) -> None:
        _note(pom, "".join(pom.text).strip())
        pom.path.pop()
        pom.text.clear()

    def declares(*_: object) -> None:
        raise UnreadableError("XML with a DOCTYPE is not read", parser.CurrentLineNumber)

    parser.StartElementHandler, parser.EndElementHandler = opens, closes
    parser.CharacterDataHandler = pom.text.append
    parser.StartDoctypeDeclHandler = declares
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)  # noqa: FBT003
    except (expat.ExpatError, ValueError) as error:
        raise UnreadableError(f"no XML: {error}", parser.CurrentLineNumber) from error
    return pom


def _note(pom: _Pom, text: str) -> None:
    """Keep the text of an element that ends: a property, or a field of a dependency."""
    place = tuple(pom.path)
    if place[:-1] in {_DEPENDENCY, _MANAGED}:
        pom.found[place[:-1]][-1][1].setdefault(place[-1], text)
    elif place[:-1] == ("project", "properties"):
        pom.properties[place[-1]] = text
    elif place in {("project", "version"), ("project", "groupId")}:
        pom.properties[".".join(place)] = text
    elif place in {("project", "parent", "version"), ("project", "parent", "groupId")}:
        pom.properties.setdefault(f"project.{place[-1]}", text)


def _filled(text: str, properties: dict[str, str]) -> str:
    """Return a text with the properties of its own file; a property may name one more."""
    for _ in range(3):
        text = _PROPERTY.sub(lambda found: properties.get(found[1], found[0]), text)[:1000]
    return text
