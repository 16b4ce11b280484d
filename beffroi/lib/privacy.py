"""E-mail addresses are not given out, not even those that publishers wrote into their texts."""

import re
from typing import Any

_ADDRESS = re.compile(r"(?<![\w.%+'-])[\w.%+'-]++@(?=[\w-]+\.[\w-])")
MASK = "…@"


def without_addresses(value: Any) -> Any:
    """Return plain data in which each e-mail address has lost the part before its sign.

    What is left, such as ``…@example.org``, says whom to look for, and is no address.
    """
    if isinstance(value, str):
        return _ADDRESS.sub(MASK, value) if "@" in value else value
    if isinstance(value, dict):
        return {without_addresses(key): without_addresses(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [without_addresses(one) for one in value]
    return value
