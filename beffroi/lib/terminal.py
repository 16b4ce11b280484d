"""What the terminal of a person says of them."""

import os


def language() -> str:
    """Return ``fr`` for a French locale, else ``en``; variables in the order of POSIX."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"
