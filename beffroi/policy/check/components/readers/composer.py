"""Read composer.lock.

Source: getcomposer.org, "composer.lock" and the schema of packages.
"""

from collections.abc import Iterator
from typing import Any

from beffroi.policy.check.components import documents
from beffroi.policy.check.components.digests import hexadecimal
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component, Scope
from beffroi.policy.check.components.sources import Source, linked, objects, rows, texts

_GROUPS: tuple[tuple[str, Scope], ...] = (
    ("packages", "required"), ("packages-dev", "development"),
)  # fmt: skip


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of a composer.lock; several licences of one are a choice."""
    found = documents.read(source.text)
    if not any(group in found for group, _ in _GROUPS):
        raise UnreadableError("no packages: no composer.lock", 1)
    yield from linked(_packages(source, found))


def _packages(source: Source, found: dict[str, Any]) -> Iterator[tuple[Component, list[str]]]:
    for group, scope in _GROUPS:
        for row in rows(found.get(group)):
            stated = texts(row)
            name = stated.get("name", "")
            line = source.line_of(f'"name": "{name}"')
            digest = texts(objects(row).get("dist")).get("shasum", "")
            component = source.component(
                "composer", name, stated.get("version", ""), line, scope=scope,
                licence=licence_of(row.get("license")), hashes=hexadecimal("sha1", digest),
            )  # fmt: skip
            yield component, list(texts(row.get("require")))


def licence_of(stated: Any) -> str | None:
    """Return the field ``license``: Composer holds that several are a choice."""
    if isinstance(stated, str):
        return stated
    if not isinstance(stated, list):
        return None
    return " OR ".join(one for one in stated[:20] if isinstance(one, str)) or None
