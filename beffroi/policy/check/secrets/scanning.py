"""Find the secrets of one file: what was seen becomes what may be shown."""

import codecs
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from beffroi.policy.check.secrets.allowances import Allowances, is_allowed_line, without
from beffroi.policy.check.secrets.patterns import compiled_text, known
from beffroi.policy.check.secrets.reading import Place, Seen, place_of, read
from beffroi.policy.check.secrets.shapes import Found

MOST: Final = 200
"""Findings of one file; a file with more is a list of secrets or made to tire the reader."""
_HEAD: Final = 8000
_LONG: Final = 20
_MIDDLING: Final = 12
_ROUNDS: Final = 1000
_BYTES: Final = 10


def is_skipped(path: str) -> bool:
    """Tell whether a file is never read: pictures, archives, programs, installed packages."""
    return compiled_text(known().paths["skipped"]).search(path) is not None


def scan_bytes(path: str, data: bytes, allowed: Allowances | None = None) -> list[Found]:
    """Return the secrets of one file in their order, without those that a line or a person allowed.

    A binary file has none. Nothing is verified over a network.
    """
    found = [] if is_skipped(path) else _scan(path, _as_text(data))
    return without(found, allowed)[0] if allowed else found


def _scan(path: str, data: bytes) -> list[Found]:
    place = place_of(path, data)
    kept = _apart(_lowered(read(data, place), place))[:MOST]
    return [
        _found(data, path, one) for one in kept if not is_allowed_line(data, one.start, one.end)
    ]


def _as_text(data: bytes) -> bytes:
    """Return what can be read: UTF-16 with its mark as UTF-8, nothing of a binary file."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return b"" if b"\0" in data[:_HEAD] else data


def _lowered(seen: Iterable[Seen], place: Place) -> Iterator[Seen]:
    """Yield what counts: among examples a guess does not, and what had no mark is a guess."""
    for one in seen:
        if not place.is_example or (one.verdict == "sure" and one.is_marked):
            yield one
        elif one.verdict == "sure":
            yield replace(one, verdict="guess")


def _apart(seen: Iterable[Seen]) -> list[Seen]:
    """Return, in their order, one for each stretch of the file.

    Of several that overlap: the surest, then the one that knows best.
    """
    kept = list[Seen]()
    for one in sorted((one for one in seen if one.verdict), key=lambda one: (one.start, one.end)):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
        elif _worth(one) < _worth(kept[-1]):
            kept[-1] = one
    return kept


def _worth(seen: Seen) -> tuple[bool, int, int, str]:
    return seen.verdict != "sure", seen.rank, seen.start - seen.end, seen.rule


def _found(data: bytes, path: str, seen: Seen) -> Found:
    return Found(
        rule=seen.rule,
        path=path,
        line=data.count(b"\n", 0, seen.start) + 1,
        shown=_shown(seen.secret),
        digest=_digest(seen.secret, f"{seen.rule}\n{path}"),
        is_sure=seen.verdict == "sure",
    )


def _shown(secret: bytes) -> str:
    """Return the ends of a secret: four letters of a long one, two of a middling, else none."""
    ends = 4 if len(secret) >= _LONG else 2 if len(secret) >= _MIDDLING else 0
    text = secret.decode("ascii", "replace")
    shown = f"{text[:ends]}…{text[-ends:]}" if ends else "…"
    return "".join(letter if letter.isprintable() else "?" for letter in shown)


def _digest(secret: bytes, salt: str) -> str:
    """Return a salted hash; the salt is rule and path, so that an answer can be checked again."""
    salted = salt.encode("utf-8", "surrogateescape")
    return hashlib.pbkdf2_hmac("sha256", secret, salted, _ROUNDS)[:_BYTES].hex()
