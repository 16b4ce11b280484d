"""Lock files in YAML, or alike, as tools write them, read line by line by their indentation.

An anchor is never followed and nothing is built, so a file can neither grow nor nest beyond itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_KEY = re.compile(
    r"""^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s:"'#\[\]{},&*!|>%@`][^:]*|@[^:\s]*))(?::\s+|:$)(.*)$"""
)
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One line ``key: value`` with the keys above it; ``path`` ends with its own key."""

    path: tuple[str, ...]
    value: str
    line: int

    @property
    def depth(self) -> int:
        """Return how many keys lead to it, its own included."""
        return len(self.path)


def read(text: str) -> Iterator[Row]:
    """Yield every line that has a key; a list's items and long texts have none."""
    above: list[tuple[int, str]] = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith(("#", "- ", "---")):
            continue
        indent = len(raw) - len(raw.lstrip(" "))
        while above and above[-1][0] >= indent:
            above.pop()
        split = _KEY.match(line.removeprefix("? "))
        if split is None or len(above) >= _DEEPEST:
            continue
        key = (split[1] or split[2] or split[3] or "").replace("''", "'")
        above.append((indent, key))
        yield Row(tuple(one for _, one in above), unquoted(split[4]), number)


def unquoted(value: str) -> str:
    """Return a value without its quotes, and without the remark behind it."""
    if value[:1] in {'"', "'"}:
        closing = value.find(value[0], 1)
        return value[1:closing] if closing > 0 else value[1:]
    return value.partition(" #")[0].strip()


def flow(value: str) -> dict[str, str]:
    """Return the fields of a map in braces that holds no other: ``{integrity: sha512-…}``."""
    if not value.startswith("{"):
        return {}
    pairs = (one.partition(":") for one in value.strip("{}").split(","))
    return {key.strip(): unquoted(said.strip()) for key, _, said in pairs}
