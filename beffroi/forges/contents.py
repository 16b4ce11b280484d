"""Read what a repository holds without checking it out: names of all files, text of a few."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from beffroi.forges.copies import Copy, bare_copy
from beffroi.forges.files import find_files
from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.git import Git

MOST_PATHS: Final = 300_000
MOST_FILE_BYTES: Final = 200_000
READ: Final = ("publiccode", "licence", "readme", "codemeta")
"""Kinds of files whose text is read."""
_TOO_LARGE = f"This file is larger than {MOST_FILE_BYTES} bytes and was not read."
_COMMITTER = re.compile(rb"^committer .*> (\d{1,11}) [+-]\d{4}$", re.MULTILINE)
_ENTRY = re.compile(r"(\d{6}) (blob|tree|commit) ([0-9a-f]{40,64})\t(.+)", re.DOTALL)
_LINK_MODE = "120000"
_POINTER: Final = b"version https://git-lfs.github.com/spec/"


@dataclass(frozen=True, slots=True)
class Contents:
    """What HEAD holds.

    ``paths``: of all files; ``files``: kind → path; ``texts``: kind → bytes, for the kinds of
    ``READ``; ``unread``: kind → why its text is missing. The text of a symbolic link, and of a
    file that lies in LFS, is nowhere: it is not in the repository.
    """

    paths: tuple[str, ...]
    files: Mapping[str, str]
    texts: Mapping[str, bytes] = field(default_factory=dict)
    unread: Mapping[str, DoorError] = field(default_factory=dict)
    committed_at: datetime | None = None


def read_contents(git: Git, url: str, head: str) -> Contents:
    """Fetch names and a few texts of the commit ``head`` of ``url``; raises DoorError."""
    with bare_copy(git, url, head) as copy:
        return _Reading(copy, head).contents()


class _Reading:
    """Reads one commit, its trees, few blobs."""

    def __init__(self, copy: Copy, head: str) -> None:
        self._copy = copy
        self._head = head

    def contents(self) -> Contents:
        head = self._head
        self._copy.fetch("--filter=blob:none", "--depth=1", given=head)
        blobs = parse_tree(self._copy.run("ls-tree", "-r", "-z", "--full-tree", head))
        files = find_files(blobs)
        wanted = {kind: blobs[files[kind]] for kind in READ if kind in files}
        texts, unread = self._texts({kind: oid for kind, oid in wanted.items() if oid})
        return Contents(tuple(blobs), files, texts, unread, self._committed_at())

    def _texts(self, wanted: Mapping[str, str]) -> tuple[dict[str, bytes], dict[str, DoorError]]:
        texts: dict[str, bytes] = {}
        unread: dict[str, DoorError] = {}
        sizes = self._sizes_here(list(wanted.values()))
        missing = [oid for oid in wanted.values() if oid not in sizes]
        reasons = self._fetch_blobs(missing) if missing else {}
        sizes |= self._sizes_here(missing)
        for kind, oid in wanted.items():
            if oid not in sizes:
                unread[kind] = reasons.get(oid) or DoorError("broken-answer", "It did not come.")
            elif sizes[oid] > MOST_FILE_BYTES:
                unread[kind] = DoorError("too-large", _TOO_LARGE)
            else:
                texts[kind] = self._copy.run("cat-file", "blob", oid)
        return {kind: text for kind, text in texts.items() if _POINTER not in text[:100]}, unread

    def _fetch_blobs(self, oids: Sequence[str]) -> dict[str, DoorError]:
        """Fetch together; when that fails, one by one. Return object → why it did not come."""
        words = ("--filter=blob:none", "--recurse-submodules=no")
        try:
            self._copy.fetch(*words, given="\n".join(oids))
        except DoorError as error:
            if len(oids) == 1 or error.code in {"timeout", "unreachable"}:
                return dict.fromkeys(oids, error)
            parts = [self._fetch_blobs([oid]) for oid in oids]
            return {oid: reason for part in parts for oid, reason in part.items()}
        return {}

    def _sizes_here(self, oids: Sequence[str]) -> dict[str, int]:
        # All that is here, because git tries to fetch an object that is asked for by name.
        told = self._copy.run("cat-file", "--batch-all-objects", "--batch-check")
        wanted = set(oids)
        rows = (line.split() for line in told.decode("ascii", "replace").splitlines())
        return {row[0]: int(row[2]) for row in rows if row[0] in wanted and row[1] == "blob"}

    def _committed_at(self) -> datetime | None:
        found = _COMMITTER.search(self._copy.run("cat-file", "commit", self._head))
        return datetime.fromtimestamp(int(found[1]), UTC) if found else None


def parse_tree(names: bytes, most: int = MOST_PATHS) -> dict[str, str]:
    """Read ``ls-tree -r -z``: path → blob, "" for a symbolic link, whose text is but a path."""
    blobs: dict[str, str] = {}
    for entry in names.decode("utf-8", "replace").split("\0"):
        found = _ENTRY.fullmatch(entry)
        if found and found[2] == "blob":
            blobs[found[4]] = "" if found[1] == _LINK_MODE else found[3]
    if len(blobs) > most:
        message = f"This repository has more than {most} files; they were not read."
        raise DoorError("too-large", message)
    return blobs
