"""Files that speak for others: ``REUSE.toml`` in any folder, and the deprecated ``.reuse/dep5``."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast

from beffroi.policy.check.reuse.globs import Glob, debian_glob, reuse_glob
from beffroi.policy.check.shapes import Evidence

Precedence: TypeAlias = Literal["closest", "aggregate", "override"]
NAME = "REUSE.toml"
DEP5 = ".reuse/dep5"
_MOST = 2000
"""More tables than that nobody wrote."""
_TABLE = re.compile(r"^[ \t]*\[\[\s*annotations\s*\]\]", re.MULTILINE)
_FIELD = re.compile(r"^(?P<key>[A-Za-z-]+):[ \t]*(?P<value>.*(?:\n[ \t]+.*)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Annotation:
    """One table: the files it speaks for, what it says of them, and against whom it wins."""

    globs: tuple[Glob, ...]
    precedence: Precedence
    expressions: tuple[str, ...]
    is_held: bool
    path: str
    line: int

    def fits(self, path: str) -> bool:
        """Tell whether it speaks for a path, given from the folder of its own file."""
        return any(glob.fits(path) for glob in self.globs)


class FaultyAnnotationsError(ValueError):
    """A file of annotations that cannot be read; ``evidence`` says where and why."""

    def __init__(self, evidence: Evidence) -> None:
        super().__init__(evidence.text)
        self.evidence = evidence


def read_toml(text: str, path: str) -> list[Annotation]:
    """Return the tables of one ``REUSE.toml``; raises FaultyAnnotationsError."""
    try:
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise FaultyAnnotationsError(Evidence(path, 1, f"TOML: {error}")) from error
    tables = found.get("annotations", [])
    lines = [text.count("\n", 0, one.start()) + 1 for one in _TABLE.finditer(text)]
    if not isinstance(tables, list) or len(tables) > _MOST:
        raise FaultyAnnotationsError(Evidence(path, 1, "annotations"))
    padded = lines + [1] * (len(tables) - len(lines))
    return [_annotation(table, path, line) for table, line in zip(tables, padded, strict=False)]


def read_dep5(text: str, path: str = DEP5) -> list[Annotation]:
    """Return the paragraphs ``Files`` of a Debian copyright file: the last that fits counts."""
    found: list[Annotation] = []
    place = 0
    for paragraph in re.split(r"\n[ \t]*\n", text):
        line = text.count("\n", 0, text.find(paragraph, place)) + 1
        place = text.find(paragraph, place) + len(paragraph)
        fields = {one["key"].lower(): one["value"].strip() for one in _FIELD.finditer(paragraph)}
        if fields.get("files") and len(found) < _MOST:
            licence = fields.get("license", "").partition("\n")[0].strip()
            found.append(
                Annotation(
                    tuple(map(debian_glob, fields["files"].split())),
                    "aggregate",
                    (licence,) if licence else (),
                    bool(fields.get("copyright")),
                    path,
                    line,
                )
            )
    return found


def matching(annotations: Sequence[Annotation], path: str) -> Annotation | None:
    """Return the last annotation that speaks for a path."""
    return next((one for one in reversed(annotations) if one.fits(path)), None)


def _annotation(table: Any, path: str, line: int) -> Annotation:
    where = Evidence(path, line)
    if not isinstance(table, dict):
        raise FaultyAnnotationsError(where)
    precedence = table.get("precedence", "closest")
    if precedence not in {"closest", "aggregate", "override"}:
        raise FaultyAnnotationsError(Evidence(path, line, f"precedence = {precedence!r}"))
    paths = _texts(table.get("path"), where)
    if not paths:
        raise FaultyAnnotationsError(Evidence(path, line, "path"))
    return Annotation(
        tuple(map(reuse_glob, paths)),
        cast("Precedence", precedence),
        tuple(_texts(table.get("SPDX-License-Identifier"), where)),
        bool(_texts(table.get("SPDX-FileCopyrightText"), where)),
        path,
        line,
    )


def _texts(value: Any, where: Evidence) -> list[str]:
    """Return a text or a list of texts as a list."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(one, str) for one in values):
        raise FaultyAnnotationsError(Evidence(where.path, where.line, repr(value)[:80]))
    return [one for one in values if one.strip()]
