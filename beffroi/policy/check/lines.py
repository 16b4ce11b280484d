"""Where the tables and keys of a TOML text stand, which its parser does not tell."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

_HEADER: Final = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(
    r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART: Final = re.compile(r"[\w-]+|\"[^\"]*\"|'[^']*'")
_FENCES: Final = ('"""', "'''")

Name = tuple[str, ...]


def lines_of(text: str) -> Mapping[Name, int]:
    """Return the line, from 1, of each table and key by its whole name; the first one counts."""
    found: dict[Name, int] = {}
    table: Name = ()
    for number, line in _outside_texts(text):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            name = (*table, *_parts(key[1]))
            for end in range(len(table) + 1, len(name) + 1):
                found.setdefault(name[:end], number)
    return found


def line_of(lines: Mapping[Name, int], *name: str) -> int:
    """Return the line of a name, else that of the nearest table around it, else 1."""
    for end in range(len(name), 0, -1):
        if name[:end] in lines:
            return lines[name[:end]]
    return 1


def _parts(name: str) -> Name:
    return tuple(part.strip("\"'") for part in _PART.findall(name))


def _outside_texts(text: str) -> Iterator[tuple[int, str]]:
    """Give the lines that do not lie inside a text of several lines."""
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        if fence:
            fence = "" if fence in line else fence
            continue
        yield number, line
        fence = next((mark for mark in _FENCES if line.count(mark) == 1), "")
