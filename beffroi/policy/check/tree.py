"""The files of a working copy, read as they lie there; nothing of the repository is run.

What git tracks is judged, as what will be published; outside git, or before anything is tracked,
all files are. Of a bare repository the files of its branch are laid out in a folder of ours.
"""

import codecs
import fnmatch
import os
import posixpath
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from beffroi.lib.errors import UsageError
from beffroi.policy.check.history import history_of
from beffroi.policy.check.keeping import OwnFolder
from beffroi.policy.check.laying_out import LINK, SUBMODULE, Entry, is_safe, lay_out
from beffroi.policy.check.places import Place, place_around, place_at, read_plain
from beffroi.policy.check.plumbing import GitError, Plumbing

VERSIONING: Final = (".git", ".hg", ".svn", "CVS", ".bzr", "_darcs", ".jj", ".pijul", ".fslckout")
"""Folders and files in which a version control system keeps its own things."""
MOST_FILES: Final = 1_000_000
_MOST_HOPS: Final = 8
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LONGEST_LINK: Final = 4096
_HINT_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class File:
    """One file; ``size`` in bytes as it lies there, ``mode`` as the system says it (0o100755)."""

    path: str
    size: int
    mode: int
    is_link: bool = False


@dataclass(slots=True)
class Tree:
    """The files of a working copy.

    ``files``: by path with ``/``, undecodable bytes as ``surrogateescape``; in order of paths.
    ``submodules``: paths of repositories inside, which are subjects of their own.
    ``left_out``: paths that are listed and are not there, are no file, or are no safe path.
    ``versioning``: the version control systems that keep things at the root (``.git``, ``CVS``…).
    """

    root: Path
    files: Mapping[str, File]
    submodules: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    versioning: tuple[str, ...] = ()
    _links: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    _place: Place | None = field(default=None, repr=False)
    _keeping: OwnFolder | None = field(default=None, repr=False)
    """Keeps a folder of ours until the tree is forgotten."""
    _names: dict[str, list[str]] | None = field(default=None, repr=False)

    @property
    def untracked(self) -> tuple[str, ...]:
        """Files that git neither tracks nor ignores: they are not judged; a folder ends with /."""
        place = self._place
        if not place or not place.root or not (place.folder / "index").is_file():
            return ()
        words = ["--others", "--exclude-standard", "--directory", "--no-empty-directory", "-z"]
        own = place.shared / "info" / "exclude"
        if read_plain(own, 1):
            words.append(f"--exclude-from={own.absolute()}")
        try:
            said = Plumbing(place).ask(
                "ls-files", *words, seconds=_HINT_SECONDS, tree=place.root.absolute()
            )
        except GitError:
            return ()
        return tuple(os.fsdecode(path) for path in said.split(b"\0") if path)

    def data(self, path: str, limit: int = 1_000_000) -> bytes:
        """Return the beginning of a file; nothing of what cannot be read.

        A link is followed to another file of this tree, never elsewhere.
        """
        at = self._end_of(path)
        return read_plain(self.root / at, limit) if at else b""

    def text(self, path: str, limit: int = 1_000_000) -> str:
        """Return the beginning of a file as text, undecodable bytes replaced."""
        data = self.data(path, limit)
        return data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig", "replace")

    def matching(self, *patterns: str) -> list[str]:
        """Return the paths that match one of the patterns, whatever the case, in order.

        A pattern with ``/`` is compared with the whole path (``*`` stops nowhere), another with the
        name alone: ``README*`` finds it in any folder, ``/README*`` at the root only.
        """
        found = set[str]()
        for pattern in patterns:
            found.update(self._matching(pattern.lower()))
        return sorted(found)

    def _matching(self, pattern: str) -> Iterator[str]:
        fits = re.compile(fnmatch.translate(pattern.removeprefix("/"))).match
        if pattern.startswith("/") and "/" not in pattern[1:]:
            yield from (path for path in self.files if "/" not in path and fits(path.lower()))
        elif "/" in pattern:
            yield from (path for path in self.files if fits(path.lower()))
        else:
            for name, paths in self._by_name().items():
                if fits(name):
                    yield from paths

    def _by_name(self) -> dict[str, list[str]]:
        if self._names is None:
            self._names = {}
            for path in self.files:
                self._names.setdefault(posixpath.basename(path).lower(), []).append(path)
        return self._names

    def _end_of(self, path: str) -> str:
        """Return the file at which a path ends after links of this tree; empty when outside."""
        for _hop in range(_MOST_HOPS):
            file = self.files.get(path)
            if file is None or not file.is_link:
                return path if file else ""
            target = os.fsdecode(self._links.get(path, b""))
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
        return ""


def open_tree(path: Path) -> Tree:
    """Open the working copy, folder or bare repository at ``path``; raises UsageError.

    A folder inside a working copy, tracked there, is taken for the whole of it.
    """
    path = path.absolute()
    if not path.is_dir():
        raise UsageError(f"“{path}” is no folder; give the folder of a working copy.")
    place = place_at(path) or _enclosing(path)
    if place is None:
        return _of_folder(path, None)
    try:
        return _of_work_tree(place, place.root) if place.root else _of_bare(place)
    except GitError as error:
        raise UsageError(
            f"What git tracks in “{path}” cannot be read: the index or the objects are damaged. "
            "See what `git fsck` says there, or clone the repository again."
        ) from error


def _enclosing(path: Path) -> Place | None:
    """Return the repository around a folder when it tracks something in it."""
    place = place_around(path)
    if place is None or place.root is None:
        return None
    inside = os.fsencode(path.relative_to(place.root).as_posix()) + b"/"
    try:
        known = any(entry.path.startswith(inside) for entry in _indexed(Plumbing(place)))
    except GitError:
        return None
    return place if known else None


def _of_work_tree(place: Place, root: Path) -> Tree:
    has_index = bool(read_plain(place.folder / "index", 1))
    entries = list(_indexed(Plumbing(place))) if has_index else []
    if not entries:
        return _of_folder(root, place)
    found = _Finding(root)
    for entry in entries:
        found.take(entry)
    return found.tree(place)


def _of_folder(root: Path, place: Place | None) -> Tree:
    found = _Finding(root)
    for path in _walked(root, found.left_out):
        found.take(Entry(path, 0, ""))
    return found.tree(place)


def _of_bare(place: Place) -> Tree:
    keeping = OwnFolder("beffroi-tree-")
    found = _Finding(keeping.path)
    if head := history_of(place).head:
        laid = lay_out(Plumbing(place), head, found.root)
        found.links.update(laid.links)
        found.left_out.extend(laid.left_out)
        for entry in laid.entries:
            found.take(entry)
    return found.tree(place, keeping)


class _Finding:
    """Looks up what is listed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files = dict[str, File]()
        self.submodules = list[str]()
        self.left_out = list[bytes]()
        self.links = dict[str, bytes]()
        self._start = os.fsencode(root) + b"/"
        self._is_real: dict[bytes, bool] = {b"": True}

    def take(self, entry: Entry) -> None:
        """Note what an entry is, as it lies there."""
        path = os.fsdecode(entry.path)
        if entry.mode == SUBMODULE:
            self.submodules.append(path)
        elif path in self.links:
            self.files[path] = File(path, 0, LINK, is_link=True)
        elif not self._take_file(entry, path):
            self.left_out.append(entry.path)

    def tree(self, place: Place | None, keeping: OwnFolder | None = None) -> Tree:
        """Return all that was found."""
        root = place.root if place and place.root else self.root
        versioning = tuple(name for name in VERSIONING if (root / name).exists())
        return Tree(
            root=self.root,
            files=dict(sorted(self.files.items())),
            submodules=tuple(sorted(self.submodules)),
            left_out=tuple(sorted(map(os.fsdecode, self.left_out))),
            versioning=(".git",) if place and not place.root else versioning,
            _links=self.links,
            _place=place,
            _keeping=keeping,
        )

    def _take_file(self, entry: Entry, path: str) -> bool:
        folder, _, _name = entry.path.rpartition(b"/")
        if not is_safe(entry.path) or not self._is_real_folder(folder):
            return False
        try:
            seen = os.lstat(self._start + entry.path)
        except (OSError, ValueError):
            return False
        if stat.S_ISLNK(seen.st_mode):
            self.links[path] = os.readlink(self._start + entry.path)  # noqa: PTH115 - bytes
            self.files[path] = File(path, 0, LINK, is_link=True)
        elif not stat.S_ISREG(seen.st_mode):
            return False
        elif entry.mode == LINK:  # checked out as a text where links cannot be made
            self.links[path] = read_plain(self.root / path, _LONGEST_LINK)
            self.files[path] = File(path, 0, LINK, is_link=True)
        else:
            self.files[path] = File(path, seen.st_size, seen.st_mode)
        return True

    def _is_real_folder(self, folder: bytes) -> bool:
        """Say whether a folder and all above it are folders, not links that lead elsewhere.

        A path is at most 200 names deep here, see ``is_safe``.
        """
        known = self._is_real.get(folder)
        if known is None:
            parent, _, _name = folder.rpartition(b"/")
            known = self._is_real_folder(parent) and _is_folder(self._start + folder)
            self._is_real[folder] = known
        return known


def _is_folder(path: bytes) -> bool:
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except (OSError, ValueError):
        return False


def _indexed(plumbing: Plumbing) -> Iterator[Entry]:
    """Yield what the index lists, each path once."""
    last = b""
    for record in plumbing.ask("ls-files", "--stage", "-z").split(b"\0"):
        facts, _, path = record.partition(b"\t")
        if path and path != last:
            mode, at, _stage = facts.split(b" ")
            yield Entry(path, int(mode, 8), at.decode("ascii"))
            last = path


def _walked(root: Path, left_out: list[bytes]) -> Iterable[bytes]:
    """Yield the paths of all that lies below a folder, without what version control keeps."""
    start = os.fsencode(root)
    waiting, count = [b""], 0
    while waiting and count < MOST_FILES:
        folder = waiting.pop()
        try:
            with os.scandir(os.path.join(start, folder)) as entries:  # noqa: PTH118 - bytes
                for entry in entries:
                    if os.fsdecode(entry.name) in VERSIONING:
                        continue
                    path = folder + entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path + b"/")
                    else:
                        count += 1
                        yield path
        except OSError:
            left_out.append(folder)
