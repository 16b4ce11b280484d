"""Vulnerabilities of components from a file that a person gives: OSV or CycloneDX (VEX), in JSON.

Nothing is asked of a network. Sources: ossf.github.io/osv-schema (1.7), the output of osv-scanner,
CycloneDX 1.4 to 1.7 (``vulnerabilities`` with ``analysis``).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.policy.check.components import purls
from beffroi.policy.check.components.bounds import is_within
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.severities import score_of
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import rows, texts

_ECOSYSTEMS = {
    "pypi": "pypi", "npm": "npm", "go": "golang", "crates": "cargo", "packagist": "composer",
    "rubygems": "gem", "maven": "maven", "nuget": "nuget", "hex": "hex", "pub": "pub",
    "github actions": "github", "swifturl": "swift",
}  # fmt: skip
_SETTLED = frozenset({"not_affected", "resolved", "resolved_with_pedigree", "false_positive"})
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """What is known against one package: all its versions, or those that ``affected`` says.

    ``package`` is a purl without version; ``version`` is set when one version is meant alone.
    ``score`` is from 0 to 10, None when nobody rated it.
    """

    id: str
    package: str
    version: str = ""
    score: float | None = None
    affected: Mapping[str, Any] | None = None

    def is_in(self, component: Component) -> bool:
        """Tell whether it is known of this component in its version."""
        if purls.bare(component.purl) != self.package or not component.version:
            return False
        if self.version:
            return component.version == self.version
        return self.affected is None or is_within(component.version, self.affected)


def read(found: Any) -> list[Vulnerability]:
    """Return what a document says; raises UnreadableError for one of no known shape."""
    if isinstance(found, dict) and found.get("bomFormat") == "CycloneDX":
        return list(_cyclonedx(found))
    if isinstance(found, dict) and "results" in found:
        return [one for row in rows(found["results"]) for one in _scanned(row)]
    if isinstance(found, dict) and "vulns" in found:
        found = found["vulns"]
    entries = rows(found) if isinstance(found, list) else rows([found])
    if any("id" not in one for one in entries) or (not entries and not isinstance(found, list)):
        raise UnreadableError("neither OSV nor CycloneDX: no list of vulnerabilities")
    return [known for one in entries for known in _osv(one)]


def matched(
    known: Iterable[Vulnerability], components: Iterable[Component]
) -> Iterator[tuple[Component, Vulnerability]]:
    """Yield each component with each vulnerability that is known of it, once."""
    packages: dict[str, list[Vulnerability]] = {}
    for one in known:
        packages.setdefault(one.package, []).append(one)
    for component in components:
        said = set()
        for one in packages.get(purls.bare(component.purl), ()):
            if one.id not in said and one.is_in(component):
                said.add(one.id)
                yield component, one


def _osv(entry: Mapping[str, Any]) -> Iterator[Vulnerability]:
    """Yield one vulnerability for each package that an entry of OSV names; none when withdrawn."""
    if entry.get("withdrawn"):
        return
    for row in rows(entry.get("affected")):
        stated = texts(row.get("package"))
        package = _package(stated)
        if package:
            score = score_of(row) if row.get("severity") else score_of(entry)
            yield Vulnerability(_id(entry), package, score=score, affected=row)


def _package(stated: Mapping[str, str]) -> str:
    kind, name, _ = purls.parts(stated.get("purl", ""))
    if not kind:
        kind = _ECOSYSTEMS.get(_ecosystem(stated), "")
        name = stated.get("name", "")
    name = name.replace(":", "/") if kind == "maven" else name
    return purls.purl(kind, name) if kind and name else ""


def _ecosystem(stated: Mapping[str, str]) -> str:
    """Return the ecosystem without its release (``Debian:12``) and in small letters."""
    return stated.get("ecosystem", "").partition(":")[0].lower().removesuffix(".io")


def _scanned(result: Mapping[str, Any]) -> Iterator[Vulnerability]:
    """Yield what osv-scanner found: it has compared the versions itself."""
    for row in rows(result.get("packages")):
        stated = texts(row.get("package"))
        package = _package(stated)
        worst = {
            one: score_of({"severity": [{"score": texts(group).get("max_severity", "")}]})
            for group in rows(row.get("groups"))
            for one in _texts(group.get("ids"))
        }
        for entry in rows(row.get("vulnerabilities")):
            score = worst.get(_id(entry))
            score = score_of(entry) if score is None else score
            if package and stated.get("version"):
                yield Vulnerability(_id(entry), package, stated["version"], score)


def _texts(found: Any) -> list[str]:
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _cyclonedx(found: Mapping[str, Any]) -> Iterator[Vulnerability]:
    """Yield what a VEX still holds open; refs lead to the components of the same document."""
    known = dict(_refs(found.get("components"), 0))
    for entry in rows(found.get("vulnerabilities")):
        if texts(entry.get("analysis")).get("state") in _SETTLED:
            continue
        ratings = [score_of({"severity": [row]}) for row in rows(entry.get("ratings"))]
        rated = [one for one in ratings if one is not None]
        for row in rows(entry.get("affects")):
            ref = texts(row).get("ref", "")
            kind, name, version = purls.parts(known.get(ref, ref))
            if kind and name:
                package = purls.purl(kind, name)
                yield Vulnerability(_id(entry), package, version, max(rated, default=None))


def _refs(found: Any, depth: int) -> Iterator[tuple[str, str]]:
    for row in rows(found) if depth < _DEEPEST else ():
        stated = texts(row)
        yield stated.get("bom-ref", ""), stated.get("purl", "")
        yield from _refs(row.get("components"), depth + 1)


def _id(entry: Mapping[str, Any]) -> str:
    """Return the identifier; only printable ones are shown."""
    said = entry.get("id")
    return said[:100] if isinstance(said, str) and said.isprintable() else "?"
