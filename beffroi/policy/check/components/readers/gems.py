"""Read Gemfile.lock.

Source: bundler.io, and rubygems/bundler ``lockfile_parser.rb`` for the indentation.
"""

import re
from collections.abc import Iterator

from beffroi.policy.check.components.digests import hexadecimal
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component, Hash
from beffroi.policy.check.components.sources import Source, linked

_SPEC = re.compile(r"^    ([^\s(]+) \(([^)]+)\)$")
_WISH = re.compile(r"^      ([^\s(!]+)")
_ASKED = re.compile(r"^  ([^\s(!]+)")
_SUM = re.compile(r"^  (\S+) \(([^)]+)\) sha256=([0-9a-f]{64})$")
_SECTION = re.compile(r"^[A-Z][A-Z ]+$")
_OTHER = frozenset({"PATH"})


def read(source: Source) -> Iterator[Component]:
    """Yield the gems of a Gemfile.lock; those of a folder (PATH) are the work itself."""
    section = ""
    specs: list[tuple[int, str, str]] = []
    wants: dict[str, list[str]] = {}
    asked: set[str] = set()
    sums: dict[tuple[str, str], tuple[Hash, ...]] = {}
    for number, line in enumerate(source.lines, 1):
        if _SECTION.match(line):
            section = line
        elif found := _SUM.match(line):
            sums[found[1], found[2]] = hexadecimal("sha256", found[3])
        elif section == "DEPENDENCIES" and (found := _ASKED.match(line)):
            asked.add(found[1])
        elif section not in _OTHER and (found := _SPEC.match(line)):
            specs.append((number, found[1], found[2]))
        elif specs and (found := _WISH.match(line)):
            wants.setdefault(specs[-1][1], []).append(found[1])
    if not section and source.text.strip():
        raise UnreadableError("no section: no Gemfile.lock", 1)
    yield from linked(
        (
            source.component(
                "gem",
                name,
                version,
                line,
                direct=name in asked,
                hashes=sums.get((name, version), ()),
            ),
            wants.get(name, []),
        )
        for line, name, version in specs
    )
