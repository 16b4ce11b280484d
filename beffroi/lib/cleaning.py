"""Texts of strangers without what no page and no database can hold."""

import unicodedata
from urllib.parse import urlsplit

_BREAKS = frozenset({"Cc", "Zl", "Zp"})


def clean(text: str, *, lines: bool = False) -> str:
    """Return a text without control characters, trimmed; line breaks only where ``lines``."""
    if text.isprintable():  # nearly all are
        return text.strip()
    kept = (_kept(character, lines=lines) for character in text.replace("\r\n", "\n"))
    return "".join(kept).strip()


def web_link(address: str) -> str:
    """Return an address that a page may link to, https or http with a host; else nothing."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and host and " " not in address else ""


def _kept(character: str, *, lines: bool) -> str:
    category = unicodedata.category(character)
    if category == "Cs" or character == "\x00":
        return ""
    if category in _BREAKS and not (lines and character == "\n"):
        return " "
    return character
