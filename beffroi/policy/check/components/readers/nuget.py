"""Read packages.lock.json of NuGet.

Source: learn.microsoft.com, "NuGet package references in project files", lock file.
"""

import base64
import binascii
from collections.abc import Iterator

from beffroi.policy.check.components import documents
from beffroi.policy.check.components.digests import hexadecimal
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component, Hash
from beffroi.policy.check.components.sources import Source, linked, objects, texts


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of each framework; a project of the solution is the work itself."""
    found = documents.read(source.text)
    if "dependencies" not in found:
        raise UnreadableError("no dependencies: no packages.lock.json of NuGet", 1)
    for framework in objects(found["dependencies"]).values():
        yield from linked(
            (
                source.component(
                    "nuget", name, texts(row).get("resolved", ""), source.line_of(f'"{name}"'),
                    direct=row.get("type") == "Direct",
                    hashes=_digest(texts(row).get("contentHash", "")),
                ),
                list(texts(row.get("dependencies"))),
            )
            for name, row in objects(framework).items()
            if row.get("type") != "Project"
        )  # fmt: skip


def _digest(content: str) -> tuple[Hash, ...]:
    try:
        return hexadecimal("sha512", base64.b64decode(content[:200], validate=True).hex())
    except (binascii.Error, ValueError):
        return ()
