"""Lock files in JSON, read whole within bounds."""

import json
from typing import Any

from beffroi.policy.check.components.errors import UnreadableError


def read(text: str) -> dict[str, Any]:
    """Return the object that a JSON file holds.

    Raises UnreadableError, with the line, when it holds none or nests too deep.
    """
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"no JSON: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError("JSON that nests too deep or holds too large a number") from error
    if not isinstance(found, dict):
        raise UnreadableError("JSON that is no object", 1)
    return found
