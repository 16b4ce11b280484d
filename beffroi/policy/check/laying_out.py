"""Lay the files of a commit out in a folder of ours: of a bare repository, nothing lies there.

Git does not check out: it would ask attributes and filters. Each file is written here, new, below
folders made here; no link is made, and a name that a folder cannot hold safely is left out.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from beffroi.policy.check.objects import next_object
from beffroi.policy.check.plumbing import Plumbing

MOST_FILES: Final = 500_000
MOST_BYTES: Final = 4_000_000_000
MOST_OF_ONE: Final = 200_000_000
LINK: Final = 0o120000
SUBMODULE: Final = 0o160000
_LONGEST_NAME: Final = 255
_DEEPEST: Final = 200
_REFUSED: Final = {b"", b".", b"..", b".git"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a commit's or an index's list: path as bytes, git's mode, the object."""

    path: bytes
    mode: int
    id: str


@dataclass(slots=True)
class LaidOut:
    """What was written: entries, links with what they point to, and paths left out."""

    entries: list[Entry] = field(default_factory=list)
    links: dict[str, bytes] = field(default_factory=dict)
    left_out: list[bytes] = field(default_factory=list)


def is_safe(path: bytes) -> bool:
    """Say whether a path from a list leads to a file below a root, and nowhere else."""
    names = path.split(b"/")
    if len(names) > _DEEPEST or b"\0" in path:
        return False
    return not any(name.lower() in _REFUSED or len(name) > _LONGEST_NAME for name in names)


def listed(plumbing: Plumbing, commit: str) -> Iterator[Entry]:
    """Yield what a commit holds, in git's order."""
    for record in plumbing.ask("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
        facts, _, path = record.partition(b"\t")
        if path:
            mode, _kind, at = facts.split(b" ")
            yield Entry(path, int(mode, 8), at.decode("ascii"))


def lay_out(plumbing: Plumbing, commit: str, root: Path) -> LaidOut:
    """Write the files of a commit below ``root``, an empty folder."""
    found = LaidOut()
    wanted = list[Entry]()
    for entry in listed(plumbing, commit):
        if not is_safe(entry.path) or len(wanted) >= MOST_FILES:
            found.left_out.append(entry.path)
        elif entry.mode == SUBMODULE:
            found.entries.append(entry)
        else:
            wanted.append(entry)
    left = MOST_BYTES
    with plumbing.objects(entry.id for entry in wanted) as stream:
        for entry in wanted:
            _at, _kind, content = next_object(stream, min(left, MOST_OF_ONE)) or ("", b"", None)
            left -= len(content or b"")
            _put(entry, content, root, found)
    return found


def _put(entry: Entry, content: bytes | None, root: Path, found: LaidOut) -> None:
    if content is None:
        found.left_out.append(entry.path)
        return
    if entry.mode == LINK:
        found.links[os.fsdecode(entry.path)] = content
        found.entries.append(entry)
        return
    try:
        path = root / os.fsdecode(entry.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
        path.chmod(0o700 if entry.mode & 0o100 else 0o600)
    except (OSError, ValueError):
        found.left_out.append(entry.path)
        return
    found.entries.append(entry)
