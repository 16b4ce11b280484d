"""Read Cargo.lock, versions 1 to 4.

Source: doc.rust-lang.org, The Cargo Book, "Cargo.toml vs Cargo.lock".
"""

import re
from collections.abc import Iterator

from beffroi.policy.check.components import tables
from beffroi.policy.check.components.digests import hexadecimal
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import Source, linked
from beffroi.policy.check.components.tables import Table

_CHECKSUM = re.compile(r"^checksum (\S+) (\S+) ")


def read(source: Source) -> Iterator[Component]:
    """Yield the crates of a Cargo.lock; one without source belongs to the work itself."""
    found = list(tables.read(source.text))
    packages = [table for table in found if table.name == "package"]
    if not packages and not any(table.values for table in found):
        raise UnreadableError("no package: no Cargo.lock", 1)
    sums = _old_sums(found)
    own = [table for table in packages if not table.text("source")]
    asked = {_plain(wish) for table in own for wish in table.texts("dependencies")}
    asked |= {wish.split(" ")[0] for wish in asked if " " not in wish}
    rows = (table for table in packages if table.text("source"))
    yield from linked(
        (_component(source, table, asked, sums), map(_plain, table.texts("dependencies")))
        for table in rows
    )


def _component(
    source: Source, table: Table, asked: set[str], sums: dict[tuple[str, str], str]
) -> Component:
    name, version = table.text("name"), table.text("version")
    digest = table.text("checksum") or sums.get((name, version), "")
    return source.component(
        "cargo", name, version, table.line, hashes=hexadecimal("sha256", digest),
        direct=name in asked or f"{name} {version}" in asked,
    )  # fmt: skip


def _plain(wish: str) -> str:
    """Return name, and version where two crates have that name."""
    return " ".join(wish.split(" ")[:2])


def _old_sums(found: list[Table]) -> dict[tuple[str, str], str]:
    """Return the digests of version 1, which stand in a table at the end."""
    sums = {}
    for table in found:
        if table.name == "metadata":
            for key in table.values:
                if named := _CHECKSUM.match(key):
                    sums[named[1], named[2]] = table.text(key)
    return sums
