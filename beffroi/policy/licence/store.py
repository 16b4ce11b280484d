"""Where the compiled index lies, and how it gets there.

``make setup`` builds it beside the packages. Where nobody may write there, the first command
builds it in the person's cache folder; where that is closed too, in memory.
"""

import hashlib
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

from beffroi.policy.licence import sources
from beffroi.policy.licence.build import MAGIC, build
from beffroi.policy.licence.index import DamagedIndexError, Index

NAME = "licences"


@cache
def default_index() -> Index:
    """Return the index of the texts that ship; it is built when there is none."""
    return open_index()


def open_index(further: Path | None = None) -> Index:
    """Return the index, with an operator's texts when a file or folder names them.

    Raises UsageError when that holds no texts.
    """
    name = _name(further)
    for folder in (_beside(), _cache()):
        with suppress(OSError, DamagedIndexError, ValueError):
            return Index.open(folder / name)
    data = build([*sources.shipped(), *(sources.further(further) if further else ())])
    _write(_cache(), name, data)
    return Index(data)


def prepare() -> bool:
    """Build the index anew beside the packages; say whether that folder let us."""
    name = _name(None)
    is_there = _write(_beside(), name, build(sources.shipped()))
    for other in _beside().glob(f"{NAME}-*.index"):
        if is_there and other.name != name:
            other.unlink(missing_ok=True)
    return is_there


def _name(further: Path | None) -> str:
    """Return a file name that changes with the version of the index and with its inputs."""
    total = hashlib.sha256(MAGIC + sys.byteorder.encode())
    for path in sources.inputs():
        total.update(f"{path.name} {path.stat().st_size}\n".encode())
    if further is not None:
        total.update(sources.digest(further))
    return f"{NAME}-{total.hexdigest()[:16]}.index"


def _beside() -> Path:
    return Path(sys.prefix) / "share" / "beffroi"


def _cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "beffroi"


def _write(folder: Path, name: str, data: bytes) -> bool:
    """Write the index at once; say whether the folder let us."""
    fresh = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(folder / name)
    except OSError:
        return False
    return True
