"""Read a bill of materials that stands in the repository: CycloneDX and SPDX, in JSON.

Sources: CycloneDX 1.2 to 1.7 (ECMA-424); SPDX 2.2 and 2.3.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from beffroi.policy.check.components import documents, purls
from beffroi.policy.check.components.digests import hexadecimal
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component, Hash, Scope
from beffroi.policy.check.components.sources import Source, is_name, is_version, rows, texts

_SCOPES: dict[str, Scope] = {"optional": "optional", "excluded": "development"}
_NOTHING = frozenset({"", "NOASSERTION", "NONE"})
_DEEPEST = 20


def read(source: Source) -> Iterator[Component]:
    """Yield the components of a bill that have a purl; what has none cannot be compared."""
    found = documents.read(source.text)
    if found.get("bomFormat") == "CycloneDX":
        yield from _cyclonedx(source, found)
    elif str(found.get("spdxVersion", "")).startswith("SPDX-2"):
        yield from _spdx(source, found)
    else:
        raise UnreadableError("neither CycloneDX nor SPDX 2: no bill of materials", 1)


def _cyclonedx(source: Source, found: Mapping[str, Any]) -> Iterator[Component]:
    for row in _all(found.get("components"), 0):
        stated = texts(row)
        address = stated.get("purl", "")
        if purls.kind_of(address):
            yield from _component(
                source, address, stated,
                licence=licence_of(row.get("licenses")),
                scope=_SCOPES.get(stated.get("scope", ""), "required"),
                hashes=_digests(row.get("hashes"), "alg", "content"),
            )  # fmt: skip


def _all(found: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth < _DEEPEST:
        for row in rows(found):
            yield row
            yield from _all(row.get("components"), depth + 1)


def licence_of(stated: Any) -> str | None:
    """Return the licences of a component of CycloneDX as one expression: all of them hold."""
    parts = []
    for row in rows(stated)[:20]:
        inner = texts(row.get("license"))
        said = texts(row).get("expression") or inner.get("id") or inner.get("name") or ""
        parts.append(f"({said})" if " OR " in said and len(stated) > 1 else said)
    return " AND ".join(parts) if parts and all(parts) else None


def _spdx(source: Source, found: Mapping[str, Any]) -> Iterator[Component]:
    for row in rows(found.get("packages")):
        stated = texts(row)
        addresses = (
            texts(one).get("referenceLocator", "")
            for one in rows(row.get("externalRefs"))
            if texts(one).get("referenceType") == "purl"
        )
        address = next((one for one in addresses if purls.kind_of(one)), "")
        said = (stated.get("licenseConcluded", ""), stated.get("licenseDeclared", ""))
        if address:
            version = {"version": stated.get("versionInfo", "")}
            yield from _component(
                source, address, version,
                licence=next((one for one in said if one not in _NOTHING), None),
                hashes=_digests(row.get("checksums"), "algorithm", "checksumValue"),
            )  # fmt: skip


def _component(
    source: Source, address: str, stated: Mapping[str, str], **known: Any
) -> Iterator[Component]:
    """Yield the component that a purl of the bill names, written as ours are."""
    line = source.line_of(f'"{address}"')
    kind, name, version = purls.parts(address)
    version = version or stated.get("version", "")
    if not is_name(name) or not is_version(version):
        raise UnreadableError("a purl that names no package", line)
    yield source.component(kind, name, version, line, **known)


def _digests(found: Any, algorithm: str, content: str) -> tuple[Hash, ...]:
    stated = [texts(row) for row in rows(found)[:20]]
    return tuple(
        digest
        for one in stated
        for digest in hexadecimal(one.get(algorithm, ""), one.get(content, ""))
    )
