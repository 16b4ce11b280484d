"""Texts of strangers without what no page and no database can hold."""

import unicodedata

_BREAKS = frozenset({"Cc", "Zl", "Zp"})


def clean(text: str, *, lines: bool = False) -> str:
    """Return a text without control characters, trimmed; line breaks only where ``lines``."""
    if text.isprintable():  # nearly all are
        return text.strip()
    kept = (_kept(character, lines=lines) for character in text.replace("\r\n", "\n"))
    return "".join(kept).strip()


def _kept(character: str, *, lines: bool) -> str:
    category = unicodedata.category(character)
    if category == "Cs" or character == "\x00":
        return ""
    if category in _BREAKS and not (lines and character == "\n"):
        return " "
    return character
