"""Home pages as people type them: repaired when the meaning is plain, kept as text otherwise."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/\S*)?", re.ASCII)
_ONE_SLASH = re.compile(r"(https?):/(?=[^/])", re.IGNORECASE)


def repair(text: str) -> tuple[str, str]:
    """Return the home page to keep, and a code when it is not as given.

    ``repaired``: a scheme or a slash was missing. ``not-an-address``: kept as text, no link.
    """
    plain = text.strip()
    if not plain:
        return "", ""
    mended = _ONE_SLASH.sub(r"\1://", plain)
    if _HOST.fullmatch(mended):
        mended = f"https://{mended}"
    if not is_link(mended):
        return plain, "not-an-address"
    return mended, "" if mended == plain else "repaired"


def is_link(text: str) -> bool:
    """Tell whether a home page is an address that a page may link to."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_plain = text.isprintable() and " " not in text and "@" not in parts.netloc
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and is_plain
