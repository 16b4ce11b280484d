"""The folder of an index: generations beside each other, a pointer, and the writer's lock.

``current`` holds the name of the generation that is read; it is replaced in one step. A
generation's name begins with the version of the schema, so that an old index is noticed.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from beffroi.search.errors import BrokenIndexError, WriterBusyError

VERSION = 3
"""Of schema and analysis; raise it when an old index would answer wrongly."""

POINTER = "current"
LOCK = "writer.lock"
GRACE_SECONDS = 60
"""How long an old generation stays after a swap, for readers that have not noticed."""


def current(folder: Path) -> str | None:
    """Return the name of the generation to read, or None when there is none yet."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeError) as error:
        raise broken(folder, error) from error
    if not name.startswith(f"{VERSION}-") or "/" in name:
        raise BrokenIndexError(
            "outdated-index",
            f"The search index in {folder} was made by another version; run 'beffroi reindex'.",
        )
    return name


def new(folder: Path) -> str:
    """Make the folder of a new generation and return its name."""
    name = f"{VERSION}-{time.time_ns():x}-{token_hex(2)}"
    (folder / name).mkdir(parents=True)
    return name


def point(folder: Path, name: str) -> None:
    """Make this generation the one to read; a crash leaves the old one or the new one."""
    fresh = folder / f"{POINTER}.new"
    with fresh.open("w", encoding="ascii") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / POINTER)
    _sync(folder)


def sweep(folder: Path, *, grace_seconds: float = GRACE_SECONDS) -> None:
    """Delete generations that are not current any more; only the holder of the lock may."""
    try:
        kept = current(folder)
        age_seconds = time.time() - (folder / POINTER).stat().st_mtime
    except (OSError, BrokenIndexError):
        return
    if age_seconds < grace_seconds:
        return
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != kept and entry.name[:1].isdigit():
            shutil.rmtree(entry, ignore_errors=True)


@contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Be the only writer of this folder; the system frees the lock when the process dies."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise WriterBusyError(
                "writer-busy",
                f"Another process writes to the search index in {folder}, or rebuilds it: "
                "only one may; wait until it is done.",
            ) from error
        yield


def broken(folder: Path, error: Exception) -> BrokenIndexError:
    """Return the error of an index that cannot be read."""
    return BrokenIndexError(
        "broken-index",
        f"The search index in {folder} cannot be used ({error}); run 'beffroi reindex'.",
    )


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
