"""Scan what a subject holds: its files as they are, and on request every version ever committed.

A version is read once, by the id of its content, however many commits hold it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from beffroi.policy.check.history import History
from beffroi.policy.check.secrets.allowances import Allowances, allowances_of, without
from beffroi.policy.check.secrets.scanning import is_skipped, scan_bytes
from beffroi.policy.check.secrets.shapes import Found, Scan
from beffroi.policy.check.subject import Subject

LARGEST: Final = 5_000_000
_MOST: Final = 1000
"""Findings kept of one scan; more say nothing new, and a hostile file could make millions."""


def allowed_in(subject: Subject) -> Allowances:
    """Return what ``[secrets]`` of ``.beffroi.toml`` allows."""
    return allowances_of(subject.declarations.table("secrets"))


def scan_tree(subject: Subject) -> Scan:
    """Scan the files of the working copy; ``left_out`` names those over 5 MB, read that far."""
    counting = _Counting(subject.once(allowed_in))
    for path, file in subject.tree.files.items():
        if file.is_link or is_skipped(path):
            continue
        if file.size > LARGEST:
            counting.left_out.append(path)
        counting.add(path, subject.tree.data(path, LARGEST))
    return counting.scan()


def scan_history(subject: Subject) -> Scan | None:
    """Scan every version of every file that any ref reaches; None where there is no history.

    A finding names the commit that brought it first.
    """
    history = subject.history
    if history is None:
        return None
    paths = dict[str, str]()
    counting = _Counting(subject.once(allowed_in))
    counting.left_out.extend(_sizes(history, paths))
    for blob, data in history.read_blobs(paths, LARGEST):
        counting.add(paths[blob], data, blob)
    scan = counting.scan(is_partial=not history.is_whole or history.is_partial)
    return replace(scan, found=tuple(_dated(history, scan.found)))


def _sizes(history: History, paths: dict[str, str]) -> Iterator[str]:
    """Fill ``paths`` by blob with what is to be read; yield the paths of what is too large."""
    for blob, path, size in history.blobs():
        if size > LARGEST:
            yield path
        elif size and not is_skipped(path):
            paths[blob] = path


def _dated(history: History, found: tuple[Found, ...]) -> Iterator[Found]:
    commits = history.introduced_by({one.blob for one in found}) if found else {}
    for one in found:
        yield replace(one, commit=commits.get(one.blob, ""))


@dataclass(slots=True)
class _Counting:
    """A scan while it goes on."""

    allowances: Allowances
    found: list[Found] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    allowed: int = 0
    files: int = 0
    size_bytes: int = 0

    def add(self, path: str, data: bytes, blob: str = "") -> None:
        self.files += 1
        self.size_bytes += len(data)
        if len(self.found) >= _MOST:
            return
        kept, allowed = without(scan_bytes(path, data), self.allowances)
        self.allowed += allowed
        self.found.extend(replace(one, blob=blob) if blob else one for one in kept)

    def scan(self, *, is_partial: bool = False) -> Scan:
        found = tuple(self.found[:_MOST])
        left_out = tuple(self.left_out)
        return Scan(found, self.allowed, self.files, self.size_bytes, is_partial, left_out)
