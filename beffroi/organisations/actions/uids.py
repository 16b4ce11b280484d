"""Permanent names of bodies and accounts: made from facts, so that every import gives the same."""

import base64
import hashlib
from collections.abc import Iterable

from django.utils.text import slugify

MAX_LENGTH = 100
DIGEST_LENGTH = 8
RESERVED = frozenset({"tree", "offices"})
"""Words that stand in addresses where the uid of a body does."""


def digest(text: str, length: int = DIGEST_LENGTH) -> str:
    """Return some characters (a–z, 2–7) that stand for a text."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode().lower()[:length]


def uid_of_body(name: str, key: str, taken: Iterable[str]) -> str:
    """Return the uid of a body: its name, and a digest of its key where the name is taken."""
    slug = slugify(name)[:MAX_LENGTH].strip("-")
    return slug if slug and slug not in {*taken, *RESERVED} else f"{slug or 'body'}-{digest(key)}"


def uid_of_account(host: str, full_path: str) -> str:
    """Return the uid of an account: path and host, and a digest where the slug lost something."""
    slug = slugify(f"{full_path} {host}".replace("/", " ").replace(".", " "))
    plain = f"{full_path.lower()} {host}".replace("/", "-").replace(".", "-").replace(" ", "-")
    if slug and slug == plain.strip("-") and len(slug) <= MAX_LENGTH:
        return slug
    return f"{slug[:MAX_LENGTH].strip('-') or 'account'}-{digest(f'{host}/{full_path.lower()}')}"
