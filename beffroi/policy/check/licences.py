"""Which licence a working copy declares, where, what its files say, and where they disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from beffroi.policy.check.reuse.coverage import coverage_of
from beffroi.policy.check.reuse.sources import sources_of
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence import repository, spdx
from beffroi.policy.licence.errors import ExpressionError
from beffroi.policy.licence.expressions import Expression, join, leaves, parse
from beffroi.policy.licence.repository import Conflict
from beffroi.policy.licence.shapes import FileAnswer
from beffroi.policy.licence.walk import LICENCE_NAME, NAMED_BYTES, VENDORED

MOST_FILES = 400
"""So many files that may carry a licence are read, those nearest to the root first."""
MANIFESTS = (
    "package.json", "pyproject.toml", "setup.cfg", "cargo.toml", "composer.json", "pom.xml",
    "description", "codemeta.json", "publiccode.yml", "publiccode.yaml", "meta.json",
)  # fmt: skip
_MOST_PARTS = 50
_ENDINGS = (".gemspec", ".nuspec", ".cabal", ".podspec")


@dataclass(frozen=True, slots=True)
class Licences:
    """What the files say: ``declared`` is an SPDX expression, None when nothing declares one.

    ``path`` and ``line`` are where it was read. ``texts`` are the licence files at the root, even
    those whose text no licence has. ``detected`` holds an answer for each file that can carry a
    licence and does: licence texts, manifests, the README.
    """

    declared: str | None = None
    path: str = ""
    line: int = 0
    texts: tuple[FileAnswer, ...] = ()
    detected: Mapping[str, FileAnswer] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()

    @property
    def expression(self) -> Expression | None:
        """The declared licence as a tree; None when there is none that can be read."""
        try:
            return parse(self.declared) if self.declared else None
        except ExpressionError:
            return None


def licences_of(subject: Subject) -> Licences:
    """Return what the files declare; ask through ``subject.once(licences_of)``."""
    answers = list(_answers(subject))
    found = repository.decide("", answers)
    texts = tuple(one for one in answers if repository.is_licence_file(one.path))
    declared = found.declared
    if declared is not None and not any(one.expression and one.band == "exact" for one in texts):
        declared = _of_sources(subject, declared) or _of_manifest(answers, declared) or declared
    where = _where(declared, answers)
    return Licences(
        declared=declared,
        path=where.path if where else "",
        line=where.matches[0].start_line if where and where.matches else 0,
        texts=texts,
        detected={one.path: one for one in answers if one.matches},
        conflicts=tuple(found.conflicts),
    )


def _answers(subject: Subject) -> Iterator[FileAnswer]:
    """Yield what each file that can carry a licence says."""
    # The licence index takes a fifth of a second to open: not for a command that only starts.
    from beffroi.policy.licence.detect import detect  # noqa: PLC0415

    wanted = [path for path, file in subject.tree.files.items() if file.size and _may_carry(path)]
    wanted.sort(key=lambda path: (path.count("/"), not path.startswith("LICENSES/"), path))
    for path in wanted[:MOST_FILES]:
        data = subject.tree.data(path, NAMED_BYTES)
        if data:
            yield detect(data, path)


def _may_carry(path: str) -> bool:
    """Tell whether a file is a licence text, a manifest or the README of the whole."""
    *folders, name = path.split("/")
    if not VENDORED.isdisjoint(folders):
        return False
    if LICENCE_NAME.search(name) or folders[:1] == ["LICENSES"]:
        return not name.endswith(_SOURCES)
    low = name.lower()
    is_manifest = low in MANIFESTS or low.endswith(_ENDINGS)
    return not folders and (is_manifest or low.startswith("readme"))


_SOURCES = (
    ".py", ".js", ".ts", ".jsx", ".tsx", ".java", ".c", ".h", ".go", ".rs", ".rb", ".php", ".css",
    ".svg", ".png", ".json", ".license",
)  # fmt: skip


def _of_sources(subject: Subject, declared: str) -> str | None:
    """Return the licences of the source files where ``LICENSES/`` holds those of all parts.

    None when a source file says nothing, or something that was not declared.
    """
    coverage = subject.once(coverage_of)
    said = {
        expression
        for path in sources_of(subject)
        for expression in coverage.files[path].expressions or ("",)
    }
    if not coverage.texts or not said or len(said) > _MOST_PARTS:
        return None
    try:
        joined = str(join("AND", [parse(one) for one in sorted(said)]))
    except ExpressionError:
        return None
    return joined if _families(joined) <= _families(declared) else None


def _of_manifest(answers: list[FileAnswer], declared: str) -> str | None:
    """Return what a manifest at the root says when it says no more than the folder of texts."""
    for one in answers:
        name = one.path.lower()
        if one.expression and (name in MANIFESTS or name.endswith(_ENDINGS)) and "/" not in name:
            return one.expression if _families(one.expression) <= _families(declared) else None
    return None


def _where(declared: str | None, answers: list[FileAnswer]) -> FileAnswer | None:
    """Return the file that says it: a licence text at the root before all others."""
    if declared is None:
        return None
    wanted = _families(declared)
    saying = [one for one in answers if one.expression and _families(one.expression) & wanted]
    saying.sort(key=lambda one: (_rank(one.path), one.path.count("/")))
    return saying[0] if saying else None


def _rank(path: str) -> int:
    if repository.is_licence_file(path):
        return 0
    return 1 if path.startswith("LICENSES/") else 2


def _families(expression: str) -> set[str]:
    try:
        found = list(leaves(parse(expression)))
    except ExpressionError:
        return {expression}
    return {spdx.family(leaf.licence) for leaf in found}
