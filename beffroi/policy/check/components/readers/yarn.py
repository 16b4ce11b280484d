"""Read yarn.lock, of Yarn 1 (its own notation) and of Yarn 2 and later (YAML).

Source: yarnpkg.com, "yarn.lock" (classic) and "Lockfile" (berry).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from beffroi.policy.check.components import documents, purls
from beffroi.policy.check.components.digests import hexadecimal, integrity
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.indented import unquoted
from beffroi.policy.check.components.reach import scoped
from beffroi.policy.check.components.shapes import Component, Hash, Scope
from beffroi.policy.check.components.sources import Source, texts

_PAIR = re.compile(r'^(?:"([^"]+)"|([^\s":]+)):?(?:\s+(.*))?$')
_SHA1 = re.compile(r"#([0-9a-f]{40})$")
_OWN = ("workspace:", "link:", "portal:", "file:")
_GROUPS: tuple[tuple[str, Scope], ...] = (
    ("devDependencies", "development"), ("optionalDependencies", "optional"),
    ("peerDependencies", "required"), ("dependencies", "required"),
)  # fmt: skip
_WANTED = frozenset({"dependencies", "optionalDependencies"})


@dataclass(slots=True)
class _Entry:
    line: int
    asked: tuple[str, ...]
    fields: dict[str, str] = field(default_factory=dict)
    wants: list[tuple[str, str]] = field(default_factory=list)


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of a yarn.lock; those of the work's own folders are none."""
    asked = _wished(source.beside("package.json"))
    entries = [one for one in list(_entries(source.lines)) if "version" in one.fields]
    known = {asked: _address(entry) for entry in entries for asked in entry.asked}
    scopes = {known[one]: scope for one, scope in asked.items() if known.get(one)}
    yield from scoped(_components(source, entries, known), scopes)


def _components(
    source: Source, entries: list[_Entry], known: Mapping[str, str]
) -> Iterator[Component]:
    for entry in entries:
        name, version, own = _named(entry)
        if own or not name:
            continue
        needs = {known[wish] for wish in _wishes(entry) if known.get(wish)}
        digests = integrity(entry.fields.get("integrity", "")) or _sha1(entry)
        yield source.component(
            "npm", name, version, entry.line, hashes=digests, needs=tuple(sorted(needs)),
        )  # fmt: skip


def _entries(lines: list[str]) -> Iterator[_Entry]:
    """Yield each entry with its fields and wishes; only the first two levels count."""
    here: _Entry | None = None
    group = ""
    for number, raw in enumerate(lines, 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        depth = len(raw) - len(raw.lstrip(" "))
        if depth == 0:
            if not line.endswith(":"):
                raise UnreadableError("a line that belongs to no entry", number)
            here, group = _Entry(number, tuple(_asked(line[:-1]))), ""
            yield here
        elif here is not None and (pair := _PAIR.match(line)):
            key, value = pair[1] or pair[2], unquoted(pair[3] or "")
            if depth <= 2:  # noqa: PLR2004 (Yarn indents by two)
                group = key
                here.fields[key] = value
            elif group in _WANTED:
                here.wants.append((key, value))


def _asked(header: str) -> Iterator[str]:
    """Yield the wishes that an entry answers: ``"a@^1", a@^2`` or ``"a@npm:^1, a@npm:^2"``."""
    for one in header.split(","):
        yield one.strip().strip('"').strip()


def _named(entry: _Entry) -> tuple[str, str, bool]:
    """Return name, version and whether it is a folder of the work itself."""
    asked = entry.asked[0]
    resolved = entry.fields.get("resolution", "")
    name, _, reference = _split(resolved or asked)
    if not resolved and reference.startswith("npm:"):  # an alias of Yarn 1
        name = _split(reference.removeprefix("npm:"))[0] or name
    version = entry.fields["version"]
    return name, version, reference.startswith(_OWN)


def _split(text: str) -> tuple[str, str, str]:
    """Return the name before the ``@`` that follows it; a scope begins with one of its own."""
    place = text.find("@", 1)
    return (text, "", "") if place < 0 else (text[:place], "@", text[place + 1 :])


def _address(entry: _Entry) -> str:
    name, version, own = _named(entry)
    return "" if own or not name else purls.purl("npm", name, version)


def _wished(manifest: str) -> dict[str, Scope]:
    """Return what package.json asks for, as the keys of yarn.lock write it."""
    try:
        found = documents.read(manifest) if manifest else {}
    except UnreadableError:
        return {}
    wishes: dict[str, Scope] = {}
    for group, scope in _GROUPS:
        for name, wish in texts(found.get(group)).items():
            wishes |= {f"{name}@{wish}": scope, f"{name}@npm:{wish}": scope}
    return wishes


def _wishes(entry: _Entry) -> Iterator[str]:
    for name, wish in entry.wants:
        yield f"{name}@{wish}"
        yield f"{name}@npm:{wish}"


def _sha1(entry: _Entry) -> tuple[Hash, ...]:
    found = _SHA1.search(entry.fields.get("resolved", ""))
    return hexadecimal("sha1", found[1]) if found else ()
