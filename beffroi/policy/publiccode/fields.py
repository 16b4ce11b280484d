"""The fields of publiccode.yml as data: read once from ``data/publiccode.toml``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

_STEP = re.compile(r"\.|(?=\[\])|(?=\{\})")


@dataclass(slots=True)
class Field:
    """One key: ``kind`` and ``rules`` as in the data; ``fields`` of a block, ``item`` of a list."""

    name: str
    kind: str = "block"
    rules: tuple[tuple[str, str], ...] = ()
    fields: dict[str, "Field"] = field(default_factory=dict)
    item: "Field | None" = None


@dataclass(frozen=True, slots=True)
class Standard:
    """All that the standard says."""

    root: Field
    versions: tuple[str, ...]
    newest: str
    without_remark: frozenset[str]
    choices: Mapping[str, tuple[str, ...]]
    messages: Mapping[str, str]
    advice: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, frozenset[str]]
    italian: re.Pattern[str]
    videos: re.Pattern[str]


@cache
def standard() -> Standard:
    """Return the standard as this version of the program knows it."""
    said = tomllib.loads((files("beffroi.policy") / "data/publiccode.toml").read_text("utf-8"))
    singles = [re.escape(code) for code in said["italian"]["single"].split()]
    shapes = [re.escape(shape).replace(r"\*", ".*") for shape in said["video"]["shapes"]]
    return Standard(
        root=_root(said["fields"]),
        versions=tuple(said["versions"]),
        newest=said["newest"],
        without_remark=frozenset(said["without_remark"]),
        choices={name: tuple(values) for name, values in said["choices"].items()},
        messages=said["messages"],
        advice=said["advice"],
        lists={name: frozenset(words.split()) for name, words in said["lists"].items()},
        italian=re.compile("|".join([*said["italian"]["families"], *singles]), re.IGNORECASE),
        videos=re.compile("|".join(shapes)),
    )


def _root(lines: list[str]) -> Field:
    root = Field("")
    for line in lines:
        path, kind, *rules = line.split()
        here, name = _parent(root, path)
        made = Field(name, kind, tuple(_rule(rule) for rule in rules))
        for rule, parameter in made.rules:
            if rule == "as":
                made.fields = root.fields[parameter].fields
        if name in {"[]", "{}"}:
            here.item = made
        else:
            here.fields[name] = made
    return root


def _parent(root: Field, path: str) -> tuple[Field, str]:
    *steps, last = [step for step in _STEP.split(path) if step]
    here = root
    for step in steps:
        following: Any = here.item if step in {"[]", "{}"} else here.fields[step]
        here = following
    return here, last


def _rule(text: str) -> tuple[str, str]:
    name, _, parameter = text.partition(":")
    return name, parameter
