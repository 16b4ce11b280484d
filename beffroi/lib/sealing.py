"""Secrets in the database: sealed with the operator's keys, for one purpose, opened by them alone.

A key is 32 random bytes in URL-safe base64, as Fernet wants it (AES-128-CBC with HMAC-SHA256). The
first key seals, every key opens: a new one is put first, the old one kept until all is sealed anew.
"""

import base64
import json
import re
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from beffroi.lib.errors import BeffroiError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

KEY: Final = re.compile(r"[A-Za-z0-9_-]{43}=")


class SealError(BeffroiError):
    """A secret that cannot be opened, or a key that is none; never says a secret or a key."""

    permanent = True


def new_key() -> str:
    """Return a fresh key."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def read_keys(text: str) -> tuple[str, ...]:
    """Read keys separated by spaces, lines or commas, the one that seals first."""
    keys = tuple(text.replace(",", " ").split())
    if not keys:
        raise SealError("there is no key")
    for number, key in enumerate(keys, start=1):
        if not KEY.fullmatch(key):
            raise SealError(f"key {number} of {len(keys)} is not 32 bytes in URL-safe base64")
    return keys


def seal(secret: str, *, purpose: str, keys: Sequence[str]) -> str:
    """Return a secret as only the holder of a key can read it; ``purpose`` is sealed with it."""
    whole = json.dumps([purpose, secret])
    return _box(keys).encrypt(whole.encode()).decode()


def unseal(sealed: str, *, purpose: str, keys: Sequence[str]) -> str:
    """Return a secret; raises SealError when no key opens it, or it has another purpose."""
    from cryptography.fernet import InvalidToken  # noqa: PLC0415 (see _box)

    try:
        whole = _box(keys).decrypt(sealed.encode())
    except InvalidToken as error:
        raise SealError("none of the keys opens it") from error
    found, secret = json.loads(whole)
    if found != purpose:
        raise SealError("it was sealed for something else")
    return str(secret)


def _box(keys: Sequence[str]) -> "MultiFernet":
    from cryptography import fernet  # noqa: PLC0415 (6 MB that few commands need)

    return fernet.MultiFernet([fernet.Fernet(key) for key in keys])
