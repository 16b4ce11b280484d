"""Read the body of an answer, never more than allowed, counted after decompression."""

import zlib
from collections.abc import AsyncIterator

from beffroi.lib.http.errors import DoorError

_GZIP_OR_ZLIB = 47


class Decoder:
    """Puts one body together; ``encoding`` as in Content-Encoding, ``limit`` in bytes."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._packed = encoding in {"gzip", "x-gzip", "deflate"}
        self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
        if not self._packed and encoding not in {"", "identity"}:
            raise DoorError("broken-answer", "The server packs its answer in a way not asked for.")

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire; raises DoorError ``too-large``, ``broken-answer``."""
        if not self._packed:
            self._keep(data)
            return
        try:
            while data:
                if self._unpacker.eof:  # a body may hold several gzip members, RFC 1952 §2.2
                    self._unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
                self._keep(self._unpacker.decompress(data, self._limit - self._size + 1))
                data = self._unpacker.unconsumed_tail or self._unpacker.unused_data
        except zlib.error as error:
            raise DoorError("broken-answer", "The server's answer cannot be unpacked.") from error

    def end(self) -> bytes:
        """Return the whole body; raises DoorError ``broken-answer`` when its end is missing."""
        if self._packed and self._parts and not self._unpacker.eof:
            raise DoorError("broken-answer", "The server's answer stops before its end.")
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._limit:
            raise too_large(self._limit)
        self._parts.append(data)


async def read_body(chunks: AsyncIterator[bytes], encoding: str, limit: int) -> bytes:
    """Read a body to its end."""
    decoder = Decoder(encoding.strip().lower(), limit)
    async for chunk in chunks:
        decoder.feed(chunk)
    return decoder.end()


def too_large(limit: int) -> DoorError:
    """Return the error that says how much is read at most."""
    return DoorError("too-large", f"The answer is larger than {limit} bytes; nothing was kept.")
