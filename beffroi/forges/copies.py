"""A bare copy of a repository in a folder of its own, which is gone when it is no longer needed."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from beffroi.lib.http.git import Git

_CONFIG: Final = "[core]\n\trepositoryformatversion = 1\n\tbare = true\n"
_SHA256: Final = "[extensions]\n\tobjectFormat = sha256\n"
_SHA256_DIGITS: Final = 64
_FETCH: Final = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head")


class Copy:
    """What was fetched so far of the repository at ``url``; every call raises DoorError."""

    def __init__(self, git: Git, url: str, folder: Path) -> None:
        self._git = git
        self._url = url
        self.folder = folder

    def fetch(self, *words: str, given: str) -> None:
        """Fetch the objects named in ``given``, a line each, with these words to git."""
        command = [*_FETCH, *words, "--stdin", "origin"]
        self._git.call(self.folder, self._url, command, given=given.encode())

    def run(self, *words: str, given: bytes = b"") -> bytes:
        """Run git on what is here; it reaches no network."""
        return self._git.run(self.folder, *words, given=given)


@contextmanager
def bare_copy(git: Git, url: str, head: str) -> Iterator[Copy]:
    """Give an empty copy for a repository whose object names look like ``head``."""
    folder = Path(tempfile.mkdtemp(prefix="beffroi-"))
    try:
        (folder / "HEAD").write_text("ref: refs/heads/none\n")
        (folder / "objects").mkdir()
        (folder / "refs").mkdir()
        (folder / "config").write_text(_CONFIG + (_SHA256 if len(head) == _SHA256_DIGITS else ""))
        yield Copy(git, url, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
