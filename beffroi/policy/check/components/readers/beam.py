"""Read mix.lock of Elixir and Erlang.

Source: hexdocs.pm, "mix deps", and hexpm/hex for the order of the fields.
"""

import re
from collections.abc import Iterator

from beffroi.policy.check.components.digests import hexadecimal
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import Source, linked

_HEX = re.compile(
    r'^\s*"[^"]+":\s*\{:hex,\s*:"?([a-z0-9_]+)"?,\s*"([^"]+)"(?:,\s*"([0-9a-f]*)")?(.*)$'
)
_WISH = re.compile(r"\{:([a-z0-9_]+), \"[^\"]*\", \[")
_OUTER = re.compile(r'"([0-9a-f]{64})"\s*\},?\s*$')


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of a mix.lock that come from Hex; one from git has no purl of Hex."""
    if source.text.strip() and "%{" not in source.text:
        raise UnreadableError("no map: no mix.lock", 1)
    yield from linked(_packages(source))


def _packages(source: Source) -> Iterator[tuple[Component, list[str]]]:
    for number, line in enumerate(source.lines, 1):
        found = _HEX.match(line)
        if found is None:
            continue
        outer = _OUTER.search(found[4])
        digest = hexadecimal("sha256", outer[1]) if outer else ()
        component = source.component("hex", found[1], found[2], number, hashes=digest)
        yield component, _WISH.findall(found[4])
