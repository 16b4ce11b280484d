"""Write a change into a working copy: whole or not at all, and only inside it.

No link is followed, no file overwritten that is not the one read before: each folder of the path
is opened without following links, the new content lies beside and takes the place in one step.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from beffroi.policy.check.fixing.shapes import Change

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FRESH: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_CLOSED: Final = frozenset({"", ".", "..", ".git"})
_MODE: Final = 0o666
MOST_BYTES: Final = 4_000_000


class NotWrittenError(Exception):
    """A change that was not written, and why; ``why`` is a key of the words of mending."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = path
        self.why = why


def write(root: Path, change: Change) -> None:
    """Write one change below ``root``; raises NotWrittenError and then has changed nothing."""
    *folders, name = change.path.split("/")
    if not _CLOSED.isdisjoint((*(folder.lower() for folder in folders), name.lower())):
        raise NotWrittenError(change.path, "outside")
    try:
        with _folder(root, folders, may_create=change.is_new) as place:
            _replace(place, name, change)
    except FileExistsError as error:
        raise NotWrittenError(change.path, "exists") from error
    except OSError as error:
        raise NotWrittenError(change.path, "refused") from error


@contextmanager
def _folder(root: Path, names: list[str], *, may_create: bool) -> Iterator[int]:
    """Open the folder of a file step by step, so that no link leads elsewhere."""
    place = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in names:
            if may_create:
                with suppress(FileExistsError):
                    os.mkdir(name, dir_fd=place)
            inner = os.open(name, _FOLDER, dir_fd=place)
            os.close(place)
            place = inner
        yield place
    finally:
        os.close(place)


def _replace(place: int, name: str, change: Change) -> None:
    mode = None if change.is_new else _same(place, name, change)
    beside = f".{os.urandom(8).hex()}.beffroi"
    file = os.open(beside, _FRESH, _MODE, dir_fd=place)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(change.after)
            stream.flush()
            if mode is not None:
                os.fchmod(stream.fileno(), mode)
            os.fsync(stream.fileno())
        if change.is_new:  # a link is refused where a file stands; a rename would replace it
            os.link(beside, name, src_dir_fd=place, dst_dir_fd=place, follow_symlinks=False)
        else:
            _same(place, name, change)
            os.rename(beside, name, src_dir_fd=place, dst_dir_fd=place)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside, dir_fd=place)


def _same(place: int, name: str, change: Change) -> int:
    """Return the mode of the file, if it still is what was read."""
    with os.fdopen(os.open(name, _OLD, dir_fd=place), "rb") as stream:
        mode = os.fstat(stream.fileno()).st_mode
        if not stat.S_ISREG(mode) or stream.read() != change.before:
            raise NotWrittenError(change.path, "changed")
    return stat.S_IMODE(mode)


def read(root: Path, path: str) -> bytes | None:
    """Return what stands at a path, tracked or not; None when there is nothing.

    A link, a folder or what is closed to us reads as nothing in it: it is there all the same.
    """
    *folders, name = path.split("/")
    try:
        with (
            _folder(root, folders, may_create=False) as place,
            os.fdopen(os.open(name, _OLD, dir_fd=place), "rb") as stream,
        ):
            is_file = stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
            return stream.read(MOST_BYTES) if is_file else b""
    except FileNotFoundError:
        return None
    except OSError:
        return b""
