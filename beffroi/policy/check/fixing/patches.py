"""One change as a patch that ``git apply`` reads, whatever the file is called and holds."""

import difflib
from collections.abc import Iterator
from typing import Final

_NOTHING: Final = "/dev/null"
_NO_END: Final = "\\ No newline at end of file\n"
_PLAIN: Final = range(0x20, 0x7F)
_SHORT: Final = {
    0x07: "\\a", 0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0B: "\\v", 0x0C: "\\f", 0x0D: "\\r",
    0x22: '\\"', 0x5C: "\\\\",
}  # fmt: skip


def patch(path: str, before: bytes | None, after: bytes) -> str:
    """Return the change of a file (None: a new one); undecodable bytes as ``surrogateescape``."""
    old, new = quoted(f"a/{path}"), quoted(f"b/{path}")
    head = f"diff --git {old} {new}\n"
    if before is None:
        head += "new file mode 100644\n"
    names = (_NOTHING if before is None else _ended_name(old), _ended_name(new))
    lines = difflib.unified_diff(_lines(before or b""), _lines(after), *names)
    return head + "".join(_ended(lines))


def quoted(name: str) -> str:
    """Return a name as git writes it: between quotes, as in C, where it is not plain ASCII."""
    written = "".join(map(_sign, name.encode("utf-8", "surrogateescape")))
    return f'"{written}"' if written != name else name


def _sign(byte: int) -> str:
    if byte in _SHORT:
        return _SHORT[byte]
    return chr(byte) if byte in _PLAIN else f"\\{byte:03o}"


def _ended_name(name: str) -> str:
    """End a name that has spaces with a tab: else git takes what follows a space for a date."""
    return f"{name}\t" if " " in name and not name.startswith('"') else name


def _lines(data: bytes) -> list[str]:
    """Return the lines as git counts them: only a line feed ends one."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _ended(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{_NO_END}"
