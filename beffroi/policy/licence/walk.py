"""Walk over files and directories: a fixed order, and a named reason for each one not read."""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from beffroi.lib.errors import UsageError

MOST_BYTES = 1_000_000
"""A larger file in a directory is left out, unless its name speaks of a licence."""
NAMED_BYTES = 4_000_000
"""What is read at most of a file that was named itself, or whose name speaks of a licence."""
LICENCE_NAME = re.compile(
    r"^(?:un)?licen[cs]e|^copying|^copyright|^notice|^ofl\b|^eula|[-_.]licen[cs]e(?:\.\w+)?$"
    r"|^mentions?[-_ ]l[ée]gales?|^patents",
    re.IGNORECASE,
)
VENDORED = frozenset({
    "node_modules", "bower_components", "jspm_packages", "vendor", "vendors", "third_party",
    "third-party", "thirdparty", "3rdparty", "3rd-party", "site-packages", ".venv", "venv",
    ".tox", ".nox", ".eggs", "Pods", "Carthage", ".yarn", ".cargo", ".gradle",
})  # fmt: skip
_HIDDEN = frozenset({
    ".git", ".hg", ".svn", ".bzr", "_darcs", "CVS", "__pycache__", ".mypy_cache", ".ruff_cache",
    ".pytest_cache", ".hypothesis", ".import_linter_cache", ".cache",
})  # fmt: skip
_MAGIC = (
    b"\x7fELF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"PK\x03\x04", b"\x1f\x8b", b"%PDF-", b"BZh",
    b"\xfd7zXZ", b"7z\xbc\xaf", b"MZ\x90", b"\xca\xfe\xba\xbe", b"RIFF", b"OggS", b"wOFF", b"wOF2",
    b"\x00\x01\x00\x00\x00", b"OTTO", b"SQLite format 3", b"!<arch>", b"\x28\xb5\x2f\xfd",
)  # fmt: skip
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_HEAD = 8192


@dataclass(frozen=True, slots=True)
class Item:
    """A file to read, or one that is left out and why; ``path`` is as a person named it."""

    path: str
    why: str = ""
    limit: int = MOST_BYTES


def walk(paths: list[str]) -> Iterator[Item]:
    """Yield every file under the paths, each directory in the order of its names.

    Raises UsageError when one of the paths is not there.
    """
    for path in paths:
        try:
            mode = Path(path).stat().st_mode
        except OSError as error:
            raise UsageError(f"“{shown(path)}” cannot be read: {error.strerror}.") from error
        except ValueError as error:  # a NUL in the name
            raise UsageError(f"“{shown(path)}” is no name of a file.") from error
        if stat.S_ISDIR(mode):
            yield from _directory(path, Path(path).resolve())
        elif stat.S_ISREG(mode):
            yield Item(path, limit=NAMED_BYTES)
        else:
            yield Item(path, "no regular file")


def shown(path: str) -> str:
    """Return a name as it can be printed: bytes that are not UTF-8 become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def content(item: Item) -> tuple[bytes, str]:
    """Return the bytes of a file, or none and why it is not read."""
    try:
        with open(item.path, "rb") as file:  # noqa: PTH123 (a name may hold any bytes)
            data = file.read(item.limit)
    except OSError as error:
        return b"", f"cannot be read: {error.strerror}"
    return (b"", "binary") if is_binary(data) else (data, "")


def is_binary(data: bytes) -> bool:
    """Tell whether bytes are no text: a known format, or too many zeros and control signs."""
    head = data[:_HEAD]
    if head.startswith(_WIDE):
        return False
    if head.startswith(_MAGIC):
        return True
    zeros = head.count(0)
    if zeros > len(head) // 10:  # every second byte in UTF-16 without a mark
        even = head[0::2].count(0)
        return 0.1 * zeros < even < 0.9 * zeros or zeros > 0.6 * len(head)
    odd = zeros + len(head.translate(None, _PRINTABLE))
    return odd > len(head) // 20


_PRINTABLE = bytes(
    code for code in range(256) if code >= ord(" ") or code in b"\0\t\n\r\f\b\x1b\x1a"
)


def _directory(folder: str, root: Path) -> Iterator[Item]:
    """Walk one directory; no recursion, so that any depth can be read."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as found:
                entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield Item(here, f"cannot be read: {error.strerror}")
            continue
        deeper: list[str] = []
        for entry in entries:
            path = os.path.join(here, entry.name)  # noqa: PTH118 (keeps the name as given)
            if entry.is_dir(follow_symlinks=False):
                if entry.name in VENDORED:
                    yield Item(path, "vendored")
                elif entry.name not in _HIDDEN:
                    deeper.append(path)
            else:
                yield _file(entry, path, root)
        waiting += reversed(deeper)


def _file(entry: "os.DirEntry[str]", path: str, root: Path) -> Item:
    try:
        if entry.is_symlink() and (why := _link(path, root)):
            return Item(path, why)
        facts = entry.stat()
    except OSError as error:
        return Item(path, f"cannot be read: {error.strerror}")
    if not stat.S_ISREG(facts.st_mode):
        return Item(path, "no regular file")
    if LICENCE_NAME.search(entry.name):
        return Item(path, limit=NAMED_BYTES)
    if facts.st_size > MOST_BYTES:
        return Item(path, f"larger than {MOST_BYTES} bytes")
    return Item(path)


def _link(path: str, root: Path) -> str:
    """Return why a link is not followed, else nothing."""
    try:
        target = Path(path).resolve(strict=True)
    except (OSError, RuntimeError):
        return "a link to nothing"
    if not target.is_relative_to(root):
        return "a link that leaves the tree"
    return "a link to a directory" if target.is_dir() else ""
