"""Headers of licence and holder in source files, each in the comments of its language.

A header never speaks for others: a file that holds a notice, is written by a program or lies in a
folder of copied code is left to a person.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from beffroi.policy.licence.walk import VENDORED
from beffroi.policy.licences import DATA

# The tags are put together here, so that no reader of SPDX takes this file's own for a statement.
_HELD: Final = "SPDX-" + "FileCopyrightText: "
_LICENSED: Final = "SPDX-" + "License-Identifier: "
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff")
_BOM: Final = b"\xef\xbb\xbf"
_HEAD_LINES: Final = 60
_LONGEST_LINE: Final = 2_000
_OTHER_CODING: Final = re.compile(rb"coding[:=][ \t]*(?![ \t]|utf-?8)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says: the holder with the year, and an SPDX expression."""

    licence: str
    holder: str


def headed(path: str, data: bytes, header: Header) -> bytes | str:
    """Return a file with its header, or the reason (a key of the words) why it gets none."""
    style = style_of(path)
    if style is None:
        return "no-comment"
    if why := _closed(path, data, style):
        return why
    lines = _split(data.removeprefix(_BOM))
    start = _start(lines)
    end = _ending(lines)
    block = _block(style, header, is_plain=_is_other(data)).replace(b"\n", end)
    before = b"".join(lines[:start])
    if before and not before.endswith((b"\n", b"\r")):
        before += end
    after = b"".join(lines[start:])
    if after and not after.startswith((b"\n", b"\r")):
        block += end
    return data[: len(data) - len(data.removeprefix(_BOM))] + before + block + after


def style_of(path: str) -> str | None:
    """Return the name of the style of a file's comments, None when it has none that we know."""
    name = path.rpartition("/")[2]
    table = _table()
    for kind, key in (("names", name), ("endings", name.rpartition(".")[2].lower())):
        if kind == "endings" and "." not in name[1:]:
            continue
        for style, listed in table[kind].items():
            if key in listed:
                return str(style)
    return None


def _closed(path: str, data: bytes, style: str) -> str:
    """Return why a file must be left to a person, or nothing."""
    if not VENDORED.isdisjoint(path.split("/")[:-1]):
        return "vendored"
    if data.startswith(_WIDE) or b"\0" in data:
        return "no-comment"
    lines = _split(data.removeprefix(_BOM))
    head = b"".join(lines[:_HEAD_LINES]).decode("utf-8", "replace")
    if re.search(_table()["own"]["generated"], head) or any(
        len(line) > _LONGEST_LINE for line in lines[:_HEAD_LINES]
    ):
        return "generated"
    if re.search(_table()["own"]["notice"], head):
        return "own-notice"
    first = lines[0].decode("utf-8", "replace").rstrip("\r\n") if lines else ""
    pattern = _table()["closed"].get(style)
    if path.lower().endswith(".php") and not first.startswith(("<?php", "<?hh", "#!")):
        return "beginning"
    return "beginning" if pattern and re.match(pattern, first) and not _is_php(first) else ""


def _is_php(first: str) -> bool:
    return first.startswith(("<?php", "<?hh")) and "?>" not in first


def _start(lines: Sequence[bytes]) -> int:
    """Return how many lines must stay before the header."""
    start = 0
    while start < len(lines) and any(
        pattern.match(lines[start].decode("utf-8", "replace").rstrip("\r\n"))
        for pattern in _first()
    ):
        start += 1
    return start


def _block(style: str, header: Header, *, is_plain: bool) -> bytes:
    signs = _table()["styles"][style]
    said = [f"{_HELD}{header.holder}", f"{_LICENSED}{header.licence}"]
    if "line" in signs:
        lines = [f"{signs['line']}{one}" for one in said]
    else:
        lines = [signs["open"], *(f"{signs['inner']}{one}" for one in said), signs["close"]]
    text = "".join(f"{line}\n" for line in lines)
    return _plain(text) if is_plain else text.encode("utf-8")


def _is_other(data: bytes) -> bool:
    """Say whether a file is not, or is not said to be, in UTF-8: its header is ASCII then."""
    if _OTHER_CODING.search(b"".join(_split(data)[:2])):
        return True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _plain(text: str) -> bytes:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore")


def _split(data: bytes) -> list[bytes]:
    """Return the lines of a file with their endings; a lone CR ends a line too."""
    return re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", data)


def _ending(lines: Sequence[bytes]) -> bytes:
    """Return how the first line of a file ends."""
    for line in lines[:1]:
        for end in (b"\r\n", b"\n", b"\r"):
            if line.endswith(end):
                return end
    return b"\n"


@cache
def _first() -> tuple["re.Pattern[str]", ...]:
    return tuple(re.compile(pattern) for pattern in _table()["first"]["lines"])


@cache
def _table() -> Mapping[str, Any]:
    with (DATA / "check-fix" / "comments.toml").open("rb") as file:
        return tomllib.load(file)
