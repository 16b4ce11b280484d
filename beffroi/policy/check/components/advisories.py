"""Read the files of vulnerabilities that a person gives: by an option, or in ``.beffroi.toml``."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beffroi.policy.check.components import documents, vulnerabilities
from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.shapes import Fault
from beffroi.policy.check.components.vulnerabilities import Vulnerability
from beffroi.policy.check.subject import Subject

MOST_BYTES = 40_000_000
"""A larger file is refused; a larger set of data is a folder of files, as OSV hands it out."""
MOST_FILES = 300_000
TABLE = "vulnerabilities"
"""The table of ``.beffroi.toml``: ``[vulnerabilities] files = ["osv.json"]``, inside the tree."""


@dataclass(frozen=True, slots=True)
class Advisories:
    """What is known, the files that say it, and what of them could not be read."""

    known: tuple[Vulnerability, ...] = ()
    files: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def advisories_of(subject: Subject) -> Advisories:
    """Return all that the given files say; ask through ``subject.once(advisories_of)``."""
    known: list[Vulnerability] = []
    files: list[str] = []
    faults: list[Fault] = []
    for name, data in (*_declared(subject), *_given(subject.vulnerabilities)):
        try:
            known += vulnerabilities.read(_parsed(data))
            files.append(name)
        except UnreadableError as error:
            faults.append(Fault(name, error.line, error.message))
    return Advisories(tuple(known), tuple(files), tuple(faults))


def _declared(subject: Subject) -> Iterator[tuple[str, bytes]]:
    listed = subject.declarations.table(TABLE).get("files")
    for name in listed if isinstance(listed, list) else [listed]:
        if isinstance(name, str):
            yield name, subject.tree.data(name, MOST_BYTES + 1)


def _given(path: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield the file that a person named, or every JSON file of the folder."""
    if path is None:
        return
    files = sorted(path.rglob("*.json"))[:MOST_FILES] if path.is_dir() else [path]
    for file in files:
        try:
            with file.open("rb") as opened:
                yield file.name, opened.read(MOST_BYTES + 1)
        except OSError:
            yield file.name, b""


def _parsed(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        raise UnreadableError(f"larger than {MOST_BYTES // 1_000_000} MB")
    if not data:
        raise UnreadableError("not there, empty, or not readable")
    return documents.parse(data)
