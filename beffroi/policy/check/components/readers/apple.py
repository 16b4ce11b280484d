"""Read Podfile.lock of CocoaPods and Package.resolved of Swift.

Sources: guides.cocoapods.org, "Podfile.lock"; swift.org, package manager, resolved file 1 to 3.
"""

import re
from collections.abc import Iterator

from beffroi.policy.check.components import documents
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import Source, objects, rows, texts

_POD = re.compile(r'^  - "?([^\s/("]+)(?:/[^\s(]*)? \(([^)]+)\)"?:?$')
_ASKED = re.compile(r'^  - "?([^\s/("]+)')
_SECTION = re.compile(r"^([A-Z][A-Z ]*):")
_URL = re.compile(r"^(?:https?://|git@|ssh://git@)([^/:]+)[/:](.+?)(?:\.git)?/?$")


def read(source: Source) -> Iterator[Component]:
    """Yield the pods of a Podfile.lock; a part of a pod is the pod."""
    section = ""
    pods: dict[tuple[str, str], int] = {}
    asked = set()
    for number, line in enumerate(source.lines, 1):
        if found := _SECTION.match(line):
            section = found[1]
        elif section == "PODS" and (found := _POD.match(line)):
            pods.setdefault((found[1], found[2]), number)
        elif section == "DEPENDENCIES" and (found := _ASKED.match(line)):
            asked.add(found[1])
    if not section and source.text.strip():
        raise UnreadableError("no section: no Podfile.lock", 1)
    for (name, version), at in pods.items():
        yield source.component("cocoapods", name, version, at, direct=name in asked)


def read_swift(source: Source) -> Iterator[Component]:
    """Yield the packages of a Package.resolved, named by host and path as purl asks."""
    found = documents.read(source.text)
    pins = rows(found.get("pins")) or rows(objects(found).get("object", {}).get("pins"))
    for row in pins:
        stated = texts(row)
        address = stated.get("location") or stated.get("repositoryURL", "")
        line = source.line_of(f'"{address}"')
        place = _URL.match(address)
        state = texts(row.get("state"))
        if place:
            version = state.get("version") or state.get("revision", "")
            yield source.component("swift", f"{place[1].lower()}/{place[2]}", version, line)
