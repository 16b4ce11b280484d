"""Lock files in TOML as tools write them, read line by line: quickly, bounded, with lines.

A tool writes ``[[package]]``, a key at the start of each line, lists over several lines. What a
person could write besides (dotted keys, tables in tables) these files do not hold; for such a line
``tomllib`` needs time that grows with its square, and it tells no line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from beffroi.policy.check.components.errors import UnreadableError

_HEADER = re.compile(r"^\[{1,2}\s*([A-Za-z0-9_.\"' -]{1,200}?)\s*\]{1,2}\s*(?:#.*)?$")
_PAIR = re.compile(
    r"""^(?:"([^"\n]{1,500})"|'([^'\n]{1,500})'|([A-Za-z0-9_-]{1,200}))\s*=\s*(.*)$"""
)
_TEXT = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'([^'\n]*)'")
_CLOSED = re.compile(r"[\]}]\s*(?:#[^\"']{0,500})?$")
_FIELD = re.compile(r"([A-Za-z0-9_-]{1,60})\s*=\s*(?:\"([^\"\n]*)\"|'([^'\n]*)')")


@dataclass(slots=True)
class Table:
    """A table: its name, its line, and its keys with their values as they are written."""

    name: str
    line: int
    values: dict[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return the text that a key holds; empty when it holds something else."""
        found = _TEXT.match(self.values.get(key, ""))
        return (found[1] or found[2] or "") if found else ""

    def texts(self, key: str) -> list[str]:
        """Return all texts of a list."""
        return [one or other for one, other in _TEXT.findall(self.values.get(key, ""))]

    def fields(self, key: str, name: str) -> list[str]:
        """Return one field of each inline table of a list: ``{name = "x", …}``."""
        return fields(self.values.get(key, ""), name)


def fields(text: str, name: str) -> list[str]:
    """Return what a field says wherever it stands in a text of inline tables."""
    return [one or other for key, one, other in _FIELD.findall(text) if key == name]


def read(text: str) -> Iterator[Table]:
    """Yield the tables of a file in their order; the first, without name, is its head.

    Raises UnreadableError for a list that does not end.
    """
    here = Table("", 0)
    lines = iter(enumerate(text.split("\n"), 1))
    for number, raw in lines:
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if header := _HEADER.match(line):
            yield here
            here = Table(header[1], number)
        elif pair := _PAIR.match(line):
            key = pair[1] or pair[2] or pair[3]
            here.values[key] = _whole(pair[4], number, lines)
    yield here


def _whole(value: str, start: int, lines: Iterator[tuple[int, str]]) -> str:
    """Return a value, with its further lines when it is a list or a long text."""
    mark = value[:3]
    if mark in {'"""', "'''"}:
        closed = value.count(mark) > 1
        return value if closed else _until(lambda line: mark in line, value, start, lines)
    if value.startswith(("[", "{")) and not _CLOSED.search(value):
        closing = "]" if value.startswith("[") else "}"
        return _until(lambda line: line.startswith(closing), value, start, lines)
    return value


def _until(
    ends: Callable[[str], bool], value: str, start: int, lines: Iterator[tuple[int, str]]
) -> str:
    kept = [value]
    for _, line in lines:
        kept.append(line)
        if ends(line.strip()):
            return "\n".join(kept)
    raise UnreadableError("a list that does not end", start)
