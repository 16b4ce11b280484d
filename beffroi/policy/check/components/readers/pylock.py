"""Read poetry.lock, uv.lock, pdm.lock and pylock.toml.

Sources: python-poetry.org (lock file 1.1 to 2.1), docs.astral.sh/uv, pdm-project.org, and PEP 751.
"""

import re
from collections.abc import Iterable, Iterator

from beffroi.policy.check.components import tables
from beffroi.policy.check.components.digests import hexadecimal, marked
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.purls import normalised
from beffroi.policy.check.components.reach import scoped
from beffroi.policy.check.components.shapes import Component, Hash, Scope
from beffroi.policy.check.components.sources import Source, linked
from beffroi.policy.check.components.tables import Table

_PACKAGE = frozenset({"package", "packages"})
_HASH = re.compile(r"\b(?:sha256|sha384|sha512):[0-9a-f]{64,128}\b")
_PLAIN = re.compile(r"\b(sha256|sha384|sha512)\s*=\s*\"([0-9a-f]{64,128})\"")
_NAME = re.compile(r"^[A-Za-z0-9._-]+")
_OWN = re.compile(r"\b(?:editable|virtual|directory)\s*=|\btype\s*=\s*\"directory\"")


def read(source: Source) -> Iterator[Component]:
    """Yield the packages of a lock file of Python; the work itself is none of them."""
    found = list(tables.read(source.text))
    if not any(table.name or table.values for table in found):
        raise UnreadableError("no table: no lock file of Python", 1)
    own, packages = _packages(found)
    asked = _asked(own)
    files = _old_files(found)
    rows = ((_component(source, parts, files), _wants(parts)) for parts in packages)
    components = list(linked(rows))
    yield from scoped(
        components, {one.purl: asked[one.name] for one in components if one.name in asked}
    )


def _packages(found: list[Table]) -> tuple[list[list[Table]], list[list[Table]]]:
    """Return the work's own packages and the others, each with the tables that belong to it."""
    own: list[list[Table]] = []
    others: list[list[Table]] = []
    here: list[Table] | None = None
    for table in found:
        if table.name in _PACKAGE:
            here = [table]
            (own if _is_own(table) else others).append(here)
        elif here is not None and table.name.split(".")[0] in _PACKAGE:
            here.append(table)
            if table.name.endswith(".source") and table.text("type") == "directory":
                others[:] = [one for one in others if one is not here]
                own.append(here) if here not in own else None
        else:
            here = None
    return own, others


def _is_own(table: Table) -> bool:
    return bool(_OWN.search(table.values.get("source", "") + table.values.get("directory", "")))


def _component(source: Source, parts: list[Table], files: dict[str, str]) -> Component:
    table = parts[0]
    name = normalised("pypi", table.text("name"))
    return source.component(
        "pypi", name, table.text("version"), table.line,
        scope=_scope(table), hashes=_hashes(table, files.get(name, "")),
    )  # fmt: skip


def _hashes(table: Table, further: str) -> tuple[Hash, ...]:
    """Return the digests of all files of a package, wherever its tool writes them."""
    keys = ("files", "wheels", "sdist", "archive", "wheel")
    text = "\n".join((*(table.values.get(key, "") for key in keys), further))
    plain = (f"{name}:{value}" for name, value in _PLAIN.findall(text))
    return marked((*_HASH.findall(text), *plain))


def _scope(table: Table) -> Scope:
    """Return what poetry and PDM say by category, groups or option."""
    groups = set(table.texts("groups"))
    stated = table.text("category")
    if stated == "dev" or (groups and not groups & {"main", "default"}):
        return "development"
    return "optional" if table.values.get("optional", "").startswith("true") else "required"


def _wants(parts: list[Table]) -> Iterator[str]:
    """Yield the names that a package asks for: tables of uv, texts of PDM, keys of poetry."""
    first = parts[0]
    listed = first.values.get("dependencies", "")
    yield from tables.fields(listed, "name")
    if "{" not in listed:
        named = (_NAME.match(text) for text in first.texts("dependencies"))
        yield from (found[0] for found in named if found)
    for table in parts[1:]:
        if table.name.endswith(".dependencies"):
            yield from table.values


def _asked(own: Iterable[list[Table]]) -> dict[str, Scope]:
    """Return what the work itself asks for, as uv writes it, and for what."""
    found: dict[str, Scope] = {}
    for parts in own:
        for table in parts:
            for key in table.values:
                scope = _scope_of(table.name, key)
                if scope is not None:
                    for name in tables.fields(table.values[key], "name"):
                        proper = normalised("pypi", name)
                        found[proper] = (
                            "required" if scope == "required" else found.get(proper, scope)
                        )
    return found


def _scope_of(table: str, key: str) -> Scope | None:
    if table == "package" and key == "dependencies":
        return "required"
    if table == "package.optional-dependencies":
        return "optional"
    return (
        "development"
        if table in {"package.dev-dependencies", "package.dependency-groups"}
        else None
    )


def _old_files(found: list[Table]) -> dict[str, str]:
    """Return the digests of poetry before 1.3, which stand in a table at the end."""
    files: dict[str, str] = {}
    for table in found:
        if table.name == "metadata.files":
            files |= {normalised("pypi", name): value for name, value in table.values.items()}
        elif table.name == "metadata.hashes":
            files |= {
                normalised("pypi", name): " ".join(
                    f"sha256:{one}" for one in table.texts(name) if hexadecimal("sha256", one)
                )
                for name in table.values
            }
    return files
