"""What a working copy may be asked: its files, bounded, without following a link out of it."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MOST_BYTES: Final = 500_000
MOST_ENTRIES: Final = 20_000
_LEFT_OUT: Final = frozenset({"node_modules", "vendor", "third_party", "dist", "build", "target"})
_REMOTE = re.compile(r'\[remote "(?P<name>[^"\]]+)"\]')
_URL = re.compile(r"\s*url\s*=\s*(?P<url>\S+)\s*")
_SCP = re.compile(r"(?:[\w.-]+@)?(?P<host>[\w.-]+\.[\w-]+):(?P<path>(?!/)[\w./~+-]+)")
_ADDRESS = re.compile(
    r"(?:https?|ssh|git)://(?:[^@/\s]+@)?(?P<host>[\w.-]+)(?P<port>:\d+)?/(?P<path>\S+)"
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A working copy of a repository, read as files only: nothing of it is run."""

    root: Path

    def first(self, *names: str) -> str:
        """Return the name of the first file at the root that is there, in any case, else ""."""
        present = {name.lower(): name for name in self.top()}
        return next((present[name] for name in names if name in present), "")

    def top(self) -> list[str]:
        """Return the names of the files at the root, sorted."""
        try:
            with os.scandir(self.root) as entries:
                return sorted(one.name for one in entries if one.is_file(follow_symlinks=False))
        except OSError:
            return []

    def data(self, name: str) -> bytes:
        """Return the start of a file, nothing for what is no plain file."""
        path = self.root / name
        try:
            if not name or path.is_symlink() or not path.is_file():
                return b""
            with path.open("rb") as file:
                return file.read(MOST_BYTES)
        except (OSError, ValueError):
            return b""

    def text(self, name: str) -> str:
        """Return the start of a file as text."""
        return self.data(name).decode("utf-8-sig", "replace")

    def paths(self) -> Iterator[str]:
        """Yield the paths of files and folders, the upper ones first; hidden ones are left out."""
        left, folders = MOST_ENTRIES, [""]
        while folders:
            folder = folders.pop(0)
            for entry in _entries(self.root / folder):
                left -= 1
                if left < 0:
                    return
                path = f"{folder}/{entry.name}" if folder else entry.name
                yield path
                if entry.is_dir(follow_symlinks=False) and entry.name not in _LEFT_OUT:
                    folders.append(path)

    def remote(self) -> tuple[str, str, int]:
        """Return the web address that the git remote names, the file that says so, its line."""
        for name in _configs(self.root):
            found = _remotes(self.text(name))
            address, line = found.get("origin") or next(iter(found.values()), ("", 0))
            if address:
                return address, name, line
        return "", "", 0


def _entries(folder: Path) -> Sequence["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return sorted((one for one in found if one.name[:1] != "."), key=lambda one: one.name)
    except OSError:
        return []


def _configs(root: Path) -> Iterator[str]:
    """Yield where git keeps its remotes: in its folder, or where a worktree's file leads."""
    yield ".git/config"
    try:
        said = (
            (root / ".git").read_text("utf-8", "replace")[:4000]
            if (root / ".git").is_file()
            else ""
        )
    except OSError:
        return
    where = said.removeprefix("gitdir:").strip()
    if where and "\0" not in where:
        yield os.path.normpath(f"{where}/config")
        yield os.path.normpath(f"{where}/../../config")


def _remotes(config: str) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    name = ""
    for number, line in enumerate(config.splitlines(), 1):
        bare = line.strip()
        if bare.startswith("["):
            section = _REMOTE.fullmatch(bare)
            name = section["name"] if section else ""
        elif name and name not in found and (said := _URL.fullmatch(line)):
            address = web_address(said["url"])
            if address:
                found[name] = (address, number)
    return found


def web_address(remote: str) -> str:
    """Return the address of the web for what git calls a remote; without names and passwords."""
    if found := _ADDRESS.fullmatch(remote):
        port = found["port"] or "" if remote.startswith("http") else ""
        return f"https://{found['host']}{port}/{found['path']}"
    if found := _SCP.fullmatch(remote):
        return f"https://{found['host']}/{found['path']}"
    return ""
