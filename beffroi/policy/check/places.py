"""Find where a repository keeps its things, and what its refs point to; git is not asked.

Everything here is a stranger's: only ordinary files are opened, none without a limit, and no
setting of the repository is read but the form of its identifiers (gitrepository-layout(5)).
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LONGEST: Final = 4096
_MOST: Final = 200_000_000
_ID: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_SHA256: Final = re.compile(rb"^\s*objectformat\s*=\s*\"?sha256\b", re.IGNORECASE | re.MULTILINE)
_MOST_STEPS: Final = 5
_NOT_READ: Final = ("refs/stash", "refs/replace/", "refs/bisect/", "refs/rewritten/")


@dataclass(frozen=True, slots=True)
class Place:
    """A repository: ``root`` is its work tree, None when it is bare.

    ``folder`` holds what is of this work tree (HEAD, index), ``shared`` the rest (objects, refs).
    """

    folder: Path
    shared: Path
    root: Path | None

    @property
    def is_sha256(self) -> bool:
        """Say whether identifiers are of SHA-256, as the settings say."""
        return _SHA256.search(read_plain(self.shared / "config", 1_000_000)) is not None

    @property
    def boundary(self) -> tuple[str, ...]:
        """Commits whose parents were not fetched: a shallow clone has some."""
        return tuple(_ids(read_plain(self.shared / "shallow", _MOST).decode("ascii", "replace")))

    @property
    def is_partial(self) -> bool:
        """Say whether objects were left at a remote (a pack has the mark of a promise)."""
        try:
            return any(path.suffix == ".promisor" for path in self._packs.iterdir())
        except OSError:
            return False

    @property
    def is_strange(self) -> bool:
        """Say whether refs are kept in a form that is not read here (reftable)."""
        return (self.shared / "reftable").is_dir()

    @property
    def _packs(self) -> Path:
        return self.shared / "objects" / "pack"


@dataclass(frozen=True, slots=True)
class Refs:
    """Where refs point to: identifiers by full name; ``head`` is empty before the first commit."""

    head: str
    by_name: Mapping[str, str]

    def under(self, *prefixes: str) -> dict[str, str]:
        """Return the refs below some names, such as ``refs/tags/``."""
        return {name: at for name, at in self.by_name.items() if name.startswith(prefixes)}


def place_at(path: Path) -> Place | None:
    """Return the repository whose root is exactly ``path``: a work tree, or a bare one."""
    if folder := _named_folder(path / ".git"):
        return Place(folder, _shared(folder), path)
    return Place(path, _shared(path), None) if _is_repository(path) else None


def place_around(path: Path) -> Place | None:
    """Return the nearest repository with a work tree that ``path`` lies in, or that it is."""
    for folder in (path, *path.parents):
        if found := place_at(folder):
            return found
    return None


def read_refs(place: Place) -> Refs:
    """Read all refs but those that are nobody's business: the stash, replacements, bisections."""
    found = dict(_packed(place.shared))
    aliases = dict[str, str]()
    for folder in {place.shared, place.folder}:
        for name, said in _loose(folder):
            found.pop(name, None)
            (aliases if said.startswith("ref:") else found)[name] = said
    head = read_plain(place.folder / "HEAD", _LONGEST).decode("utf-8", "replace").strip()
    named = {**found, **{name: _follow(said, found, aliases) for name, said in aliases.items()}}
    kept = {
        name: at
        for name, at in sorted(named.items())
        if _ID.fullmatch(at) and not name.startswith(_NOT_READ)
    }
    return Refs(_head(place, _follow(head, found, aliases), kept), kept)


def read_plain(path: Path, most: int) -> bytes:
    """Return the beginning of an ordinary file; nothing of a link, a pipe, or what is not there."""
    try:
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return b""
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        return b""
    with os.fdopen(opened, "rb") as file:
        return file.read(most)


def _head(place: Place, at: str, kept: Mapping[str, str]) -> str:
    """Return what is checked out; of a bare repository whose HEAD leads nowhere, a main branch."""
    if _ID.fullmatch(at) or place.root:
        return at if _ID.fullmatch(at) else ""
    heads = [name for name in kept if name.startswith("refs/heads/")]
    likely = [name for name in ("refs/heads/main", "refs/heads/master") if name in kept]
    return kept[(likely or heads)[0]] if heads else ""


def _follow(said: str, found: Mapping[str, str], aliases: Mapping[str, str]) -> str:
    for _step in range(_MOST_STEPS):
        if not said.startswith("ref:"):
            return said
        name = said.removeprefix("ref:").strip()
        said = found.get(name) or aliases.get(name, "")
    return ""


def _packed(folder: Path) -> Iterator[tuple[str, str]]:
    text = read_plain(folder / "packed-refs", _MOST).decode("utf-8", "surrogateescape")
    for line in text.split("\n"):
        at, _, name = line.partition(" ")
        if _ID.fullmatch(at) and name.startswith("refs/"):
            yield name, at


def _loose(folder: Path) -> Iterator[tuple[str, str]]:
    for where, folders, names in os.walk(folder / "refs"):
        folders[:] = [name for name in folders if not Path(where, name).is_symlink()]
        for name in names:
            path = Path(where, name)
            if said := read_plain(path, _LONGEST).decode("utf-8", "surrogateescape").strip():
                yield path.relative_to(folder).as_posix(), said


def _named_folder(path: Path) -> Path | None:
    """Return the folder that ``.git`` is, or names (work trees, submodules: ``gitdir: …``)."""
    if path.is_dir():
        return path if _is_repository(path) else None
    said = read_plain(path, _LONGEST).decode("utf-8", "surrogateescape").strip()
    if not said.startswith("gitdir:") or "\0" in said:
        return None
    folder = path.parent / said.removeprefix("gitdir:").strip()
    return folder if _is_repository(folder) else None


def _shared(folder: Path) -> Path:
    said = read_plain(folder / "commondir", _LONGEST).decode("utf-8", "surrogateescape").strip()
    return folder / said if said and "\0" not in said else folder


def _is_repository(folder: Path) -> bool:
    try:
        return (folder / "HEAD").is_file() and (_shared(folder) / "objects").is_dir()
    except OSError:
        return False


def _ids(text: str) -> Iterator[str]:
    return (line for line in text.split("\n") if _ID.fullmatch(line))
