"""Which licence and holder each file has: its own words, its ``.license``, ``REUSE.toml``.

Held to what ``reuse lint`` 6.2 answers; that program is the oracle of the tests only.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from posixpath import dirname

from beffroi.policy.check.reuse.annotations import (
    DEP5,
    NAME,
    Annotation,
    FaultyAnnotationsError,
    matching,
    read_dep5,
    read_toml,
)
from beffroi.policy.check.reuse.reading import Said, identifiers_in, is_expression, said_in
from beffroi.policy.check.shapes import Evidence
from beffroi.policy.check.subject import Subject

MOST_BYTES = 4_000_000
_FOLDERS = frozenset({".git", ".hg", ".sl", "LICENSES", ".reuse"})
_FILE = re.compile(
    r"LICEN[CS]E(?:[-.].*)?|COPYING(?:[-.].*)?|\.git|\.hgtags|.*\.license|REUSE\.toml"
    r"|CAL-1\.0(?:-Combined-Work-Exception)?(?:\..+)?|SHL-2\.1(?:\..+)?"
    r"|.*\.spdx(?:\.(?:rdf|json|xml|ya?ml))?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One place that speaks for a file; ``expressions`` as they are written there."""

    path: str
    line: int
    expressions: tuple[str, ...]
    is_held: bool


_SILENT = Statement("", 0, (), is_held=False)


@dataclass(frozen=True, slots=True)
class Cover:
    """Everything that counts for one file."""

    statements: tuple[Statement, ...] = ()

    @property
    def expressions(self) -> tuple[str, ...]:
        """The licence expressions, each once; what is none is left out."""
        said = (said for one in self.statements for said in one.expressions)
        return tuple(dict.fromkeys(filter(is_expression, said)))

    @property
    def is_held(self) -> bool:
        """Say whether a holder is named."""
        return any(one.is_held for one in self.statements)

    @property
    def is_whole(self) -> bool:
        """Say whether licence and holder are known."""
        return bool(self.expressions) and self.is_held


@dataclass(slots=True)
class Coverage:
    """The cover of every file that needs one; ``texts``: paths in ``LICENSES/`` by identifier.

    ``faults`` are files of annotations that cannot be read.
    """

    files: Mapping[str, Cover] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    faults: Sequence[Evidence] = ()

    def used(self) -> dict[str, Statement]:
        """Return each licence and exception that files name, with the first place."""
        found: dict[str, Statement] = {}
        for cover in self.files.values():
            for statement in cover.statements:
                for expression in filter(is_expression, statement.expressions):
                    for name in identifiers_in(expression):
                        found.setdefault(name, statement)
        return found

    def missing(self) -> dict[str, Statement]:
        """Return the licences whose text ``LICENSES/`` does not hold."""
        return {
            name: where
            for name, where in self.used().items()
            if name not in self.texts and name.removesuffix("+") not in self.texts
        }

    def unused(self) -> list[str]:
        """Return the identifiers in ``LICENSES/`` that no file names."""
        used = {name for one in self.used() for name in (one, one.removesuffix("+"))}
        return sorted(set(self.texts) - used)


def coverage_of(subject: Subject) -> Coverage:
    """Return what is said for each file; ask through ``subject.once(coverage_of)``."""
    voices = _Voices(subject)
    files = {path: voices.cover(path) for path in covered(subject)}
    return Coverage(files, _texts(subject), voices.faults)


def covered(subject: Subject) -> Iterator[str]:
    """Yield the files that need a licence: no licence texts, links, empty files, submodules."""
    for path, file in subject.tree.files.items():
        folder, _, name = path.rpartition("/")
        if file.size == 0 or file.is_link or _FILE.fullmatch(name):
            continue
        folders = folder.split("/") if folder else []
        is_meson = "subprojects" in folders[:-1]
        if not is_meson and _FOLDERS.isdisjoint(folders):
            yield path


class _Voices:
    """The annotations of a tree, and what each file says."""

    def __init__(self, subject: Subject) -> None:
        self._tree = subject.tree
        self.faults: list[Evidence] = []

    @cached_property
    def _dep5(self) -> list[Annotation]:
        return read_dep5(self._tree.text(DEP5)) if DEP5 in self._tree.files else []

    @cached_property
    def _tomls(self) -> dict[str, list[Annotation]]:
        """The annotations by folder; of the root by the empty text."""
        found = {}
        for path in self._tree.files:
            if path.rpartition("/")[2] == NAME:
                try:
                    found[dirname(path)] = read_toml(self._tree.text(path), path)
                except FaultyAnnotationsError as error:
                    self.faults.append(error.evidence)
        return found

    def cover(self, path: str) -> Cover:
        """Return what counts for one file, by the precedence of each voice."""
        heard = list(self._heard(path))
        kept = [_statement(one) for one in heard if one.precedence != "closest"]
        is_overridden = any(one.precedence == "override" for one in heard)
        own = _SILENT if is_overridden else self._own(path)
        if own.expressions or own.is_held:
            kept.append(own)
        closest = [one for one in heard if one.precedence == "closest"]
        kept += _closest(own, [_statement(one) for one in reversed(closest)])
        return Cover(tuple(kept))

    def _heard(self, path: str) -> Iterator[Annotation]:
        """Yield the annotations for a file, from the root down to the first that overrides."""
        tomls = self._tomls
        if not tomls:
            if found := matching(self._dep5, path):
                yield found
            return
        for folder in _above(path):
            if folder not in tomls:
                continue
            found = matching(tomls[folder], path[len(folder) + 1 :] if folder else path)
            if found:
                yield found
                if found.precedence == "override":
                    return

    def _own(self, path: str) -> Statement:
        """Return what a file says, or the file ``.license`` beside it."""
        beside = f"{path}.license"
        where = beside if beside in self._tree.files else path
        said: Said = said_in(self._tree.data(where, MOST_BYTES))
        return Statement(where, said.line, said.expressions, said.is_held)


def _above(path: str) -> Iterator[str]:
    """Yield the folders above a file, the root first."""
    yield ""
    for place, sign in enumerate(path):
        if sign == "/":
            yield path[:place]


def _closest(own: Statement, nearest_first: Sequence[Statement]) -> list[Statement]:
    """Return what the nearest annotations add: licence and holder apart, if the file lacks them."""
    has_licence, has_holder = bool(own.expressions), own.is_held
    added = []
    for one in nearest_first:
        expressions = () if has_licence else one.expressions
        is_held = one.is_held and not has_holder
        if expressions or is_held:
            added.append(Statement(one.path, one.line, expressions, is_held))
        has_licence, has_holder = has_licence or bool(expressions), has_holder or is_held
    return added


def _statement(one: Annotation) -> Statement:
    return Statement(one.path, one.line, one.expressions, one.is_held)


def _texts(subject: Subject) -> dict[str, str]:
    """Return the licence texts in ``LICENSES/`` by the identifier that their name is."""
    found: dict[str, str] = {}
    for path in subject.tree.files:
        if path.startswith("LICENSES/") and not path.endswith(".license"):
            name = path.rpartition("/")[2]
            stem = name.rpartition(".")[0] if name.endswith((".txt", ".md", ".rst")) else name
            found.setdefault(stem, path)
    return found
