"""Read the field of the licence in manifests of packages: JSON, TOML, XML and R's DESCRIPTION.

Fields of one line, such as "License: MIT" of a spec file, are read as notices; here are those
whose value has a grammar of its own or stands deeper in a file.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from beffroi.policy.licence import references, spdx
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import Expression, Leaf, join, parse
from beffroi.policy.licence.tags import Tag
from beffroi.policy.licence.words import Text

MAX_CHARACTERS = 1_000_000
MAX_VALUE = 200
_CPAN = {
    "perl_5": "Artistic-1.0-Perl OR GPL-1.0-or-later", "apache_2_0": "Apache-2.0",
    "apache_1_1": "Apache-1.1", "artistic_1": "Artistic-1.0", "artistic_2": "Artistic-2.0",
    "agpl_3": "AGPL-3.0-only", "bsd": "BSD-3-Clause", "freebsd": "BSD-2-Clause", "mit": "MIT",
    "gfdl_1_2": "GFDL-1.2-only", "gfdl_1_3": "GFDL-1.3-only", "gpl_1": "GPL-1.0-only",
    "gpl_2": "GPL-2.0-only", "gpl_3": "GPL-3.0-only", "lgpl_2_1": "LGPL-2.1-only",
    "lgpl_3_0": "LGPL-3.0-only", "mozilla_1_0": "MPL-1.0", "mozilla_1_1": "MPL-1.1",
    "openssl": "OpenSSL", "qpl_1_0": "QPL-1.0", "zlib": "Zlib", "sun": "SISSL",
}  # fmt: skip
_R_VERSION = re.compile(r"^([A-Za-z]+)[ -]*\(\s*(>=|>|==)?\s*(\d+(?:\.\d+)*)\s*\)$")
_R_NUMBER = re.compile(r"^(A?L?GPL)[ -]?(\d+(?:\.\d+)*)$")
_R_NAMES = {"BSD_3_clause": "BSD-3-Clause", "BSD_2_clause": "BSD-2-Clause", "LGPL": "LGPL-2.0",
            "GPL": "GPL-1.0", "MIT": "MIT", "Unlimited": "", "ACM": ""}  # fmt: skip
_POM = re.compile(r"<license>(?P<inner>.{0,2000}?)</license>", re.DOTALL)
_POM_FIELD = re.compile(r"<(?P<key>name|url)>(?P<value>[^<]{1,300})</(?:name|url)>")
_NUSPEC = re.compile(r"<license\s+type=[\"']expression[\"']\s*>(?P<value>[^<]{1,300})<")


def find(name: str, text: Text) -> Iterator[Tag]:
    """Yield what the manifest of that file name declares; nothing for any other file."""
    reader = _reader(name)
    if reader is None:
        return
    content = "\n".join(text.lines)[:MAX_CHARACTERS]
    try:
        found = list(reader(content))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return
    for expression, word in found:
        yield Tag(expression, _line_of(text, word))


def _reader(name: str) -> Callable[[str], Iterable[tuple[Expression, str]]] | None:
    low = name.lower()
    for ending, reader in _ENDINGS:
        if low.endswith(ending):
            return reader
    return _NAMED.get(low)


def _line_of(text: Text, word: str) -> int:
    """Return the line on which a value stands, or the first."""
    for number, line in enumerate(text.lines, 1):
        if word in line and "licen" in line.lower():
            return number
    return next((number for number, line in enumerate(text.lines, 1) if word in line), 1)


def read_value(value: str) -> Expression | None:
    """Return the licence that a value of a field means: an expression, a name or an address."""
    bare = value.strip()
    if bare.lower() in _CPAN:
        return parse(_CPAN[bare.lower()])
    if bare.startswith(("http://", "https://")):
        licence = references.licence_of(bare)
        return parse(licence) if licence else None
    try:
        return parse(bare)
    except ExpressionError:
        return None


def _json(content: str) -> Iterator[tuple[Expression, str]]:
    found = json.loads(content)
    if not isinstance(found, dict):
        return
    for key in ("license", "licence", "licenses", "spdx"):
        if key in found:
            yield from _values(found[key], "OR")
            return


def _values(value: Any, operator: str) -> Iterator[tuple[Expression, str]]:
    """Yield what a JSON value says: a text, {"type"} or {"name"}, or a list of them."""
    if isinstance(value, str):
        expression = read_value(value)
        if expression is not None:
            yield expression, value
    elif isinstance(value, dict):
        inner = value.get("type") or value.get("name") or value.get("url") or value.get("@id")
        if isinstance(inner, str):
            yield from _values(inner, operator)
    elif isinstance(value, list):
        parts = [part for one in value[:50] for part in _values(one, operator)]
        if parts:
            yield join(operator, [part for part, _ in parts]), parts[0][1]


def _toml(content: str) -> Iterator[tuple[Expression, str]]:
    found = tomllib.loads(content)
    for table in ("package", "project"):
        value = found.get(table, {}).get("license")
        if isinstance(value, dict):
            value = value.get("text")
        if isinstance(value, str) and len(value) < MAX_VALUE:
            yield from _values(value, "OR")
    poetry = found.get("tool", {}).get("poetry", {}).get("license")
    if isinstance(poetry, str):
        yield from _values(poetry, "OR")


def _pom(content: str) -> Iterator[tuple[Expression, str]]:
    """Yield the licences of a POM; Maven holds that several are a choice."""
    parts: list[tuple[Expression, str]] = []
    for found in _POM.finditer(content):
        fields = {one["key"]: one["value"].strip() for one in _POM_FIELD.finditer(found["inner"])}
        for key in ("name", "url"):
            expression = read_value(fields.get(key, ""))
            if expression is not None:
                parts.append((expression, fields[key]))
                break
    if parts:
        yield join("OR", [part for part, _ in parts]), parts[0][1]


def _nuspec(content: str) -> Iterator[tuple[Expression, str]]:
    for found in _NUSPEC.finditer(content):
        yield from _values(found["value"], "OR")


def _description(content: str) -> Iterator[tuple[Expression, str]]:
    """Read R's DESCRIPTION: "GPL (>= 2) | MIT + file LICENSE"; | is a choice."""
    found = re.search(r"^License:\s*(.{1,500}?)$", content, re.MULTILINE)
    if not found:
        return
    parts = [_r_licence(one.split("+")[0].strip()) for one in found[1].split("|")]
    known = [part for part in parts if part is not None]
    if known:
        yield join("OR", known), found[1]


def _r_licence(name: str) -> Expression | None:
    if name in _R_NAMES:
        licence = _R_NAMES[name]
        is_any = licence.startswith(("GPL", "LGPL"))
        return Leaf(spdx.or_later(licence) if is_any else licence) if licence else None
    versioned = _R_VERSION.match(name)
    if versioned:
        number = versioned[3] if "." in versioned[3] else f"{versioned[3]}.0"
        expression = read_value(f"{versioned[1]}-{number}")
        if versioned[2] in {">=", ">"} and isinstance(expression, Leaf):
            return Leaf(spdx.or_later(expression.licence))
        return expression
    plain = _R_NUMBER.match(name)
    if plain:
        number = plain[2] if "." in plain[2] else f"{plain[2]}.0"
        return read_value(f"{plain[1]}-{number}")
    return read_value(name)


_NAMED: dict[str, Callable[[str], Iterable[tuple[Expression, str]]]] = {
    "package.json": _json, "bower.json": _json, "composer.json": _json, "meta.json": _json,
    "codemeta.json": _json, "component.json": _json, "elm.json": _json, "cargo.toml": _toml,
    "pyproject.toml": _toml, "pom.xml": _pom, "description": _description,
}  # fmt: skip
_ENDINGS: tuple[tuple[str, Callable[[str], Iterable[tuple[Expression, str]]]], ...] = (
    (".pom", _pom), (".nuspec", _nuspec), ("-package.json", _json),
)  # fmt: skip
