"""Where the relative paths of a publiccode.yml lead: a folder of this machine."""

import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_HEADER: Final = b"IHDR"
LARGEST: Final = 5_000_000
_PIECE: Final = 1_000_000
_MOST_PIECES: Final = 200
"""A bomb is believed to be a picture after so many pieces: it costs no more than this."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a publiccode.yml; ``root`` bounds what may be looked at, by default itself."""

    path: Path

    def shown(self, relative: str) -> str:
        """Return the path of a file as messages show it, without ``.`` and ``..``."""
        return os.path.normpath(os.path.join(self.path.absolute(), relative))  # noqa: PTH118

    def has(self, relative: str) -> bool:
        """Tell whether a file is there; one outside the folder is not looked for."""
        try:
            there = (self.path / relative).resolve()
            return there.is_relative_to(self.path.resolve()) and there.exists()
        except (OSError, ValueError, RuntimeError):
            return False

    def is_png(self, relative: str) -> bool:
        """Tell whether a file is a PNG picture that decodes (ISO/IEC 15948)."""
        try:
            with (self.path / relative).open("rb") as file:
                return is_png(file.read(LARGEST + 1))
        except OSError:
            return False


def is_png(data: bytes) -> bool:
    """Tell whether bytes are a whole PNG: chunks, their sums, and picture data that inflates.

    A picture beyond LARGEST bytes is judged by its header alone.
    """
    if data[:8] != _PNG or data[12:16] != _HEADER or len(data) > LARGEST:
        return data[:8] == _PNG and data[12:16] == _HEADER
    packed, at, kind = bytearray(), 8, b""
    while kind != b"IEND":
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        body, total = data[at + 8 : at + 8 + size], data[at + 8 + size : at + 12 + size]
        if len(total) != 4 or zlib.crc32(kind + body) != int.from_bytes(total):  # noqa: PLR2004
            return False
        if kind == b"IDAT":
            packed += body
        at += 12 + size
    return _inflates(packed)


def _inflates(packed: bytearray) -> bool:
    """Tell whether picture data is whole; never holds more than a piece of what it unpacks to."""
    reader, given = zlib.decompressobj(), bytes(packed)
    try:
        for _ in range(_MOST_PIECES):
            reader.decompress(given, _PIECE)
            given = reader.unconsumed_tail
            if reader.eof or not given:
                break
    except zlib.error:
        return False
    return reader.eof or bool(given)
