"""What a conversion gives: the document, and field by field what was lost or guessed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Remark:
    """One field: its key (of the source when lost, of the target when guessed), value, reason.

    ``reason`` is a name of ``reasons`` in ``data/metadata.toml``.
    """

    key: str
    value: Any
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return the remark as programs read it."""
        return {"key": self.key, "value": self.value, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Converted:
    """A document in the other format; ``missing``: keys that it needs and nobody knows."""

    document: Mapping[str, Any]
    lost: tuple[Remark, ...] = ()
    guessed: tuple[Remark, ...] = ()
    missing: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the report as programs read it."""
        return {
            "document": self.document,
            "lost": [one.as_json() for one in self.lost],
            "guessed": [one.as_json() for one in self.guessed],
            "missing": list(self.missing),
        }


class Source:
    """A document that is read key by key and knows what nobody has asked for.

    A key is a path with dots; ``[2]`` is an item of a list.
    """

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._leaves = dict(_leaves("", document))
        self._document = document
        self._taken: set[str] = set()

    def take(self, path: str) -> Any:
        """Return the value at a path of names, None when there is none; nobody misses it now."""
        value: Any = self._document
        for name in path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        self._taken.add(path)
        return value

    def text(self, path: str) -> str:
        """Return the text at a path; a value of another kind counts as not asked for."""
        value = self.take(path)
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        self._taken.discard(path)
        return ""

    def give_back(self, path: str) -> None:
        """Note that a value could not be used after all."""
        self._taken.discard(path)

    def left(self) -> Iterator[Remark]:
        """Yield what nobody has taken, in the order of the document."""
        for key, value in self._leaves.items():
            is_taken = any(
                key == one or key.startswith((f"{one}.", f"{one}[")) for one in self._taken
            )
            if not is_taken:
                yield Remark(key, value, "no-place")


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield path and value of all that is not empty; a list of plain values is one."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(f"{path}.{name}" if path else str(name), part)
    elif isinstance(value, list) and any(isinstance(part, Mapping | list) for part in value):
        for place, part in enumerate(value):
            yield from _leaves(f"{path}[{place}]", part)
    elif value not in (None, "", []):
        yield path, value
