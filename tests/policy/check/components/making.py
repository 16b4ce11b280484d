"""Make sources and components for tests."""

from collections.abc import Mapping
from pathlib import Path

from beffroi.policy.check.components import purls
from beffroi.policy.check.components.shapes import Component
from beffroi.policy.check.components.sources import Source
from beffroi.policy.check.components.table import kind_of


def read(path: str, text: str, **beside: str) -> list[Component]:
    """Return what the reader of that file name finds; ``beside`` are files of its folder."""
    kind = kind_of(path)
    assert kind is not None
    named = {name.replace("_", "."): content for name, content in beside.items()}
    return list(kind.read(Source(path, text, lambda name: named.get(name, ""))))


def by_name(found: list[Component]) -> dict[str, Component]:
    """Return components by name."""
    return {one.name: one for one in found}


def make_component(
    name: str = "npm/left-pad", version: str = "1.0.0", **known: object
) -> Component:
    """Make a valid component; ``name`` begins with its ecosystem."""
    kind, _, plain = name.partition("/")
    facts = {"licence": None, "path": "lock", "line": 1, **known}
    return Component(
        plain, version, kind, purls.purl(kind, plain, version), **facts,  # type: ignore[arg-type]
    )  # fmt: skip


def make_tree(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files into a folder and return it."""
    for name, text in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return folder
