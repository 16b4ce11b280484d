"""detect-secrets (Apache-2.0) asked for what it knows, a line at a time; it verifies nothing.

Only lines on which the first pass saw one of a detector's keywords reach it: whole files would cost
a hundred times as much.
"""

import importlib
from functools import cache
from pkgutil import iter_modules
from typing import Any, Final

_LONGEST_LINE: Final = 1000


def secrets_in(detector: str, path: str, line: bytes) -> list[bytes]:
    """Return the secrets that a detector of detect-secrets sees in one line."""
    if len(line) > _LONGEST_LINE:
        return []
    text = line.decode("utf-8", "replace")
    found = _detectors()[detector].analyze_line(filename=path, line=text, line_number=1)
    return sorted(one.secret_value.encode() for one in found if one.secret_value)


@cache
def _detectors() -> dict[str, Any]:
    """Return one of each detector, by the name of its class."""
    import detect_secrets.plugins as package  # noqa: PLC0415  # costs a tenth of a second

    found = dict[str, Any]()
    for module in iter_modules(package.__path__, f"{package.__name__}."):
        for name, kind in vars(importlib.import_module(module.name)).items():
            if name.endswith("Detector") and isinstance(kind, type):
                found.setdefault(name, kind)
    return {name: kind() for name, kind in found.items() if not kind.__abstractmethods__}
