"""Write a bill of materials: CycloneDX 1.6 in JSON, the same bytes for the same components.

Source: CycloneDX 1.6 (ECMA-424), bom-1.6.schema.json. There is no instant in it, and the serial
number comes from the content.
"""

import json
import uuid
from collections import Counter
from collections.abc import Iterator
from typing import Any

from beffroi.policy.check.components.shapes import Component, Components, Scope
from beffroi.policy.licence.walk import shown

_SCOPES: dict[Scope, str] = {
    "required": "required", "optional": "optional", "development": "excluded",
}  # fmt: skip
_ROOT = "beffroi:subject"
_NAMESPACE = uuid.UUID("0b1f4b8e-6c0e-5d57-9d2f-8a3c4f1e7a60")


def cyclonedx(found: Components, name: str, version: str = "", licence: str = "") -> str:
    """Return the bill of a work; ``licence`` is the expression that the work itself declares."""
    root: dict[str, Any] = {"type": "application", "bom-ref": _ROOT, "name": name or "unnamed"}
    if version:
        root["version"] = version
    if licence:
        root["licenses"] = _licences(licence)
    tool = {"type": "application", "name": "beffroi"}
    content = {
        "metadata": {"tools": {"components": [tool]}, "component": root},
        "components": [_component(one) for one in found.components],
        "dependencies": list(_dependencies(found)),
        "compositions": [{"aggregate": _completeness(found), "assemblies": [_ROOT]}],
    }
    serial = uuid.uuid5(_NAMESPACE, json.dumps(content, sort_keys=True))
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        **content,
    }
    return json.dumps(bill, indent=2, ensure_ascii=False) + "\n"


def _component(one: Component) -> dict[str, Any]:
    group, _, name = one.name.rpartition("/")
    row: dict[str, Any] = {"type": "library", "bom-ref": one.purl}
    if group:
        row["group"] = group
    row |= {"name": name, "version": one.version, "scope": _SCOPES[one.scope]}
    if one.licence:
        row["licenses"] = _licences(one.licence)
    return row | _digests(one) | {"purl": one.purl, "evidence": _evidence(one)}


def _licences(expression: str) -> list[dict[str, str]]:
    return [{"expression": expression, "acknowledgement": "declared"}]


def _evidence(one: Component) -> dict[str, Any]:
    place: dict[str, Any] = {"location": shown(one.path)}
    if one.line:
        place["line"] = one.line
    return {"occurrences": [place]}


def _digests(one: Component) -> dict[str, Any]:
    """Return the digest of the component, or of each of its files when it has several."""
    count = Counter(digest.algorithm for digest in one.hashes)
    rows = [{"alg": digest.algorithm, "content": digest.content} for digest in one.hashes]
    if not rows:
        return {}
    if max(count.values()) == 1:
        return {"hashes": rows}
    files = [{"type": "distribution", "url": one.purl, "hashes": [row]} for row in rows]
    return {"externalReferences": files}


def _dependencies(found: Components) -> Iterator[dict[str, Any]]:
    """Yield who needs whom, where a lock file says it; who is not listed is left out."""
    listed = {one.purl for one in found.components}
    direct = [one.purl for one in found.components if one.direct]
    yield {"ref": _ROOT, "dependsOn": direct} if direct else {"ref": _ROOT}
    for one in found.components:
        needs = sorted(listed.intersection(one.needs) - {one.purl})
        if needs:
            yield {"ref": one.purl, "dependsOn": needs}


def _completeness(found: Components) -> str:
    """Return how whole the bill is; a file that could not be read makes it incomplete."""
    if found.faults:
        return "incomplete"
    return "complete" if found.files and all(one.version for one in found.components) else "unknown"
