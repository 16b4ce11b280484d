"""Read what a repository holds without checking it out: names of all files, text of a few."""

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from beffroi.forges.files import find_files
from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.git import Git

MOST_PATHS: Final = 300_000
MOST_FILE_BYTES: Final = 200_000
READ: Final = ("publiccode", "licence", "readme")
"""Kinds of files whose text is read."""
_CONFIG = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
_SHA256 = "[extensions]\n\tobjectFormat = sha256\n"
_SHA256_DIGITS: Final = 64
_TOO_LARGE = f"This file is larger than {MOST_FILE_BYTES} bytes and was not read."
_COMMITTER = re.compile(rb"^committer .*> (\d{1,11}) [+-]\d{4}$", re.MULTILINE)
_ENTRY = re.compile(r"(\d{6}) (blob|tree|commit) ([0-9a-f]{40,64})\t(.+)", re.DOTALL)
_LINK_MODE = "120000"


@dataclass(frozen=True, slots=True)
class Contents:
    """What HEAD holds.

    ``paths``: of all files; ``files``: kind → path; ``texts``: kind → bytes, for the kinds of
    ``READ``; ``unread``: kind → why its text is missing.
    """

    paths: tuple[str, ...]
    files: Mapping[str, str]
    texts: Mapping[str, bytes] = field(default_factory=dict)
    unread: Mapping[str, DoorError] = field(default_factory=dict)
    committed_at: datetime | None = None


def read_contents(git: Git, url: str, head: str) -> Contents:
    """Fetch names and a few texts of the commit ``head`` of ``url``; raises DoorError."""
    folder = Path(tempfile.mkdtemp(prefix="beffroi-"))
    try:
        return _Copy(git, url, folder, head).contents()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class _Copy:
    """A bare repository in a folder of its own: one commit, its trees, few blobs."""

    def __init__(self, git: Git, url: str, folder: Path, head: str) -> None:
        self._git = git
        self._url = url
        self._folder = folder
        self._head = head
        (folder / "HEAD").write_text("ref: refs/heads/none\n")
        (folder / "objects").mkdir()
        (folder / "refs").mkdir()
        (folder / "config").write_text(_CONFIG + (_SHA256 if len(head) == _SHA256_DIGITS else ""))

    def contents(self) -> Contents:
        head = self._head
        self._fetch("--depth=1", given=head)
        names = self._git.run(self._folder, "ls-tree", "-r", "-z", "--full-tree", head)
        blobs = parse_tree(names)
        files = find_files(blobs)
        wanted = {kind: blobs[files[kind]] for kind in READ if kind in files}
        texts, unread = self._texts({kind: oid for kind, oid in wanted.items() if oid})
        return Contents(tuple(blobs), files, texts, unread, self._committed_at(head))

    def _fetch(self, *words: str, given: str) -> None:
        command = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none"]
        self._git.call(
            self._folder, self._url, [*command, *words, "--stdin", "origin"], given=given.encode()
        )

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
                texts[kind] = self._git.run(self._folder, "cat-file", "blob", oid)
        return texts, unread

    def _fetch_blobs(self, oids: Sequence[str]) -> dict[str, DoorError]:
        """Fetch together; when that fails, one by one. Return object → why it did not come."""
        try:
            self._fetch("--recurse-submodules=no", given="\n".join(oids))
        except DoorError as error:
            if len(oids) == 1 or error.code in {"timeout", "unreachable"}:
                return dict.fromkeys(oids, error)
            parts = [self._fetch_blobs([oid]) for oid in oids]
            return {oid: reason for part in parts for oid, reason in part.items()}
        return {}

    def _sizes_here(self, oids: Sequence[str]) -> dict[str, int]:
        # All that is here, because git tries to fetch an object that is asked for by name.
        told = self._git.run(self._folder, "cat-file", "--batch-all-objects", "--batch-check")
        wanted = set(oids)
        rows = (line.split() for line in told.decode("ascii", "replace").splitlines())
        return {row[0]: int(row[2]) for row in rows if row[0] in wanted and row[1] == "blob"}

    def _committed_at(self, head: str) -> datetime | None:
        found = _COMMITTER.search(self._git.run(self._folder, "cat-file", "commit", head))
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
