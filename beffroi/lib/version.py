"""Which Beffroi this is: the version that the checkout's ``pyproject.toml`` names."""

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def version(root: Path = ROOT) -> str:
    """Return the version, ``unknown`` where the program stands without its checkout."""
    try:
        with (root / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "unknown"
