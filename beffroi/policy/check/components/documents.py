"""Files in JSON, read whole within bounds."""

import json
from typing import Any

from beffroi.policy.check.components.errors import UnreadableError


def read(text: str) -> dict[str, Any]:
    """Return the object that a JSON file holds; raises UnreadableError, as for one of any kind."""
    found = parse(text)
    if not isinstance(found, dict):
        raise UnreadableError("JSON that is no object", 1)
    return found


def parse(text: str | bytes) -> Any:
    """Return what a JSON file holds.

    Raises UnreadableError, with the line, for what is no JSON in UTF-8 or nests too deep.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"no JSON: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError) as error:
        message = "no JSON in UTF-8, or one that nests too deep or holds too large a number"
        raise UnreadableError(message) from error
