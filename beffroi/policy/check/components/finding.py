"""Find the lock files of a working copy and read all components that they name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from itertools import islice
from typing import Any

from beffroi.policy.check.components.errors import UnreadableError
from beffroi.policy.check.components.licences import with_licences
from beffroi.policy.check.components.lists import settings
from beffroi.policy.check.components.shapes import Component, Components, Fault, Scope
from beffroi.policy.check.components.sources import Source
from beffroi.policy.check.components.table import Kind, kind_of
from beffroi.policy.check.subject import Subject
from beffroi.policy.licence.walk import VENDORED

MOST_BYTES = 10_000_000
"""A larger lock file is refused: no tool writes one."""
MOST_TOGETHER = 100_000_000
"""So many bytes are read of all lock files; what comes after is named, not read."""
MOST_COMPONENTS = 100_000
_RANKS: Mapping[Scope, int] = {"required": 0, "optional": 1, "development": 2}
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def components_of(subject: Subject) -> Components:
    """Return every component that lock files name; ask through ``subject.once(components_of)``."""
    found: dict[str, Component] = {}
    files: list[str] = []
    faults: list[Fault] = []
    left = MOST_TOGETHER
    for path, kind in _lock_files(subject):
        size = subject.tree.files[path].size
        if why := _refused(size, left, len(found)):
            faults.append(Fault(path, 0, why))
            continue
        left -= size
        if kind.is_lock:
            files.append(path)
        source = Source(path, _content(subject, path), partial(_beside, subject, path))
        for one in _read(source, kind):
            if isinstance(one, Fault):
                faults.append(one)
            else:
                known = found.get(one.purl)
                found[one.purl] = _merged(known, one) if known else one
    ordered = [found[address] for address in sorted(found)]
    return Components(tuple(with_licences(subject, ordered)), tuple(files), tuple(faults))


def _lock_files(subject: Subject) -> Iterator[tuple[str, Kind]]:
    """Yield what is read, in the order of paths; no folder of others or of samples."""
    files = subject.tree.files
    for path in files:
        kind = kind_of(path)
        if kind is None or _is_aside(path):
            continue
        folder = path.rpartition("/")[0]
        beside = (f"{folder}/{name}" if folder else name for name in kind.instead)
        if not any(name in files for name in beside):
            yield path, kind


def _is_aside(path: str) -> bool:
    aside = _aside()
    return any(folder in aside for folder in path.split("/")[:-1])


@cache
def _aside() -> frozenset[str]:
    return VENDORED | frozenset(settings()["aside"])


def _refused(size: int, left: int, count: int) -> str:
    """Return why a file is not read, else nothing."""
    if size > MOST_BYTES:
        return f"larger than {MOST_BYTES // 1_000_000} MB: no tool writes such a lock file"
    if size > left:
        return f"the lock files together are larger than {MOST_TOGETHER // 1_000_000} MB"
    if count >= MOST_COMPONENTS:
        return f"there are already {MOST_COMPONENTS} components"
    return ""


def _beside(subject: Subject, path: str, name: str) -> str:
    folder = path.rpartition("/")[0]
    return _content(subject, f"{folder}/{name}" if folder else name)


def _content(subject: Subject, path: str) -> str:
    """Return the text of a file; a list of requirements that PowerShell wrote is UTF-16."""
    data = subject.tree.data(path, MOST_BYTES)
    return data.decode("utf-16" if data.startswith(_WIDE) else "utf-8-sig", "replace")


def _read(source: Source, kind: Kind) -> Iterator[Component | Fault]:
    """Yield what a file names, and then the fault that stopped its reading."""
    try:
        yield from islice(kind.read(source), MOST_COMPONENTS)
    except UnreadableError as error:
        yield Fault(source.path, error.line, error.message)


def _merged(one: Component, other: Component) -> Component:
    """Return one component of two places: its nearest use and where that is, all that is known."""
    near, far = sorted((one, other), key=lambda each: _RANKS[each.scope])
    return replace(
        near,
        direct=True if True in {near.direct, far.direct} else near.direct,
        licence=near.licence or far.licence,
        hashes=_union(near.hashes, far.hashes),
        needs=_union(near.needs, far.needs),
    )


def _union(one: Iterable[Any], other: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*one, *other)))
