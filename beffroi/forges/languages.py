"""Guess the programming languages of a repository from the names of its files."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_FOREIGN = ("node_modules/", "vendor/", "third_party/", "dist/")


def shares(paths: Iterable[str]) -> dict[str, float]:
    """Return language → share of the files, together 1, largest first; {} when none is known.

    Counted by files, because their sizes are unknown without reading them.
    """
    known = _table()
    counts = Counter[str]()
    for path in paths:
        if any(f"/{path}".find(f"/{folder}") >= 0 for folder in _FOREIGN):
            continue
        name = path.rpartition("/")[2].lower()
        language = known.get(name) or known.get("." + name.rpartition(".")[2])
        if language:
            counts[language] += 1
    total = counts.total()
    return {name: round(count / total, 4) for name, count in counts.most_common(20)}


@cache
def _table() -> dict[str, str]:
    """Return file name or ``.ending`` → language."""
    text = files("beffroi.forges").joinpath("languages.toml").read_text("utf-8")
    languages: dict[str, list[str]] = tomllib.loads(text)["languages"]
    return {ending: name for name, endings in languages.items() for ending in endings}
