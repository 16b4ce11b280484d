"""Read pubspec.lock of Dart and Flutter.

Source: dart.dev, "Package versioning" and dart-lang/pub for the fields.
"""

from collections.abc import Iterator

from beffroi.policy.check.components import indented
from beffroi.policy.check.components.digests import hexadecimal
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component, Scope
from beffroi.policy.check.components.sources import Source

_FIELDS = {
    ("dependency",): "dependency", ("version",): "version", ("source",): "source",
    ("description", "sha256"): "sha256",
}  # fmt: skip


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of a pubspec.lock; those of a folder or of the SDK are none."""
    lines: dict[str, int] = {}
    facts: dict[str, dict[str, str]] = {}
    heads = set()
    for row in indented.read(source.text):
        heads.add(row.path[0])
        if row.path[0] != "packages" or row.depth == 1:
            continue
        name = row.path[1]
        lines.setdefault(name, row.line)
        if known := _FIELDS.get(row.path[2:]):
            facts.setdefault(name, {})[known] = row.value
    if not heads & {"packages", "sdks"} and source.text.strip():
        raise UnreadableError("no packages: no pubspec.lock", 1)
    for name, line in lines.items():
        stated = facts.get(name, {})
        if stated.get("source") in {"path", "sdk"}:
            continue
        wish = stated.get("dependency", "")
        scope: Scope = "development" if wish == "direct dev" else "required"
        digest = hexadecimal("sha256", stated.get("sha256", ""))
        yield source.component(
            "pub", name, stated.get("version", ""), line, scope=scope,
            direct=wish.startswith("direct"), hashes=digest,
        )  # fmt: skip
