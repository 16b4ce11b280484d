"""Digests as lock files write them, brought to the names and hexadecimal of CycloneDX."""

import base64
import binascii
import re
from collections.abc import Iterable

from beffroi.policy.check.components.shapes import Hash

_NAMES = {
    "md5": ("MD5", 32), "sha1": ("SHA-1", 40), "sha256": ("SHA-256", 64),
    "sha384": ("SHA-384", 96), "sha512": ("SHA-512", 128),
    "blake2b": ("BLAKE2b-256", 64), "blake3": ("BLAKE3", 64),
}  # fmt: skip
_SRI = re.compile(r"(sha(?:1|256|384|512))-([A-Za-z0-9+/]{20,120}={0,2})")
_HEX = re.compile(r"^[0-9a-f]+$")
MOST = 200
"""Digests kept of one component: a wheel for each machine has its own."""


def integrity(text: str) -> tuple[Hash, ...]:
    """Return the digests of a Subresource Integrity text (W3C): ``sha512-`` and base 64."""
    found: list[Hash] = []
    for algorithm, content in _SRI.findall(text[:1000]):
        try:
            raw = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            continue
        found += hexadecimal(algorithm, raw.hex())
    return tuple(found)


def hexadecimal(algorithm: str, content: str) -> tuple[Hash, ...]:
    """Return a digest written in hexadecimal; none when its length is not the algorithm's."""
    known = _NAMES.get(algorithm.lower().replace("-", ""))
    low = content.strip().lower()
    if known is None or len(low) != known[1] or not _HEX.match(low):
        return ()
    return (Hash(known[0], low),)


def marked(words: Iterable[str]) -> tuple[Hash, ...]:
    """Return the digests of words such as ``sha256:…``, each once, in their order."""
    found: dict[Hash, None] = {}
    for word in words:
        algorithm, _, content = word.partition(":")
        found |= dict.fromkeys(hexadecimal(algorithm, content))
        if len(found) >= MOST:
            break
    return tuple(found)
