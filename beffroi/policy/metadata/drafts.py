"""A publiccode.yml in the making: what is known, what was guessed, what is still missing."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from beffroi.policy.metadata import words
from beffroi.policy.metadata.shapes import Converted, Remark, Source
from beffroi.policy.publiccode import judge
from beffroi.policy.publiccode.fields import Field, standard
from beffroi.policy.publiccode.writing import dump

_MISSING: Final = frozenset({"required", "some", "needed-when"})


class Draft:
    """Collects the values of a publiccode.yml; ``source`` is asked for what was left over."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._values: dict[str, Any] = {"publiccodeYmlVersion": "0"}
        self._lost: list[Remark] = []
        self._guessed: list[Remark] = []

    def put(self, key: str, value: Any) -> None:
        """Put a value at a path with dots; nothing is put for nothing."""
        if value in (None, "", [], {}):
            return
        here = self._values
        *path, name = key.split(".")
        for part in path:
            here = here.setdefault(part, {})
        here[name] = value

    def guess(self, key: str, value: Any, reason: str = "assumed") -> None:
        """Put a value that the source does not say, and say so."""
        self.put(key, value)
        self._guessed.append(Remark(key, value, reason))

    def note(self, key: str, value: Any, reason: str) -> None:
        """Say that something about a value was assumed."""
        self._guessed.append(Remark(key, value, reason))

    def lose(self, key: str, value: Any, reason: str) -> None:
        """Say that a value of the source is not, or not wholly, in the draft."""
        if value not in (None, "", [], {}):
            self._lost.append(Remark(key, value, reason))

    def describe(self, key: str, text: str) -> None:
        """Put a text of unknown language, short and, when it is long enough, whole."""
        if not text:
            return
        short = words.shorten(text)
        self.put("description.en.shortDescription", short)
        if words.LONG[0] <= len(text) <= words.LONG[1]:
            self.put("description.en.longDescription", text)
        elif short != text and short != " ".join(text.split()):
            self.lose(key, text, "shortened")
        self._guessed.append(Remark("description.en", short, "assumed-language"))

    def converted(self) -> Converted:
        """Return the draft in the order of the standard, with its report."""
        document = in_order(self._values)
        results = judge(dump(document).encode()).results
        missing = [one.key for one in results if one.rule in _MISSING]
        lost = (*self._lost, *self._source.left())
        return Converted(document, lost, tuple(self._guessed), tuple(missing))


def in_order(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values in the order of the standard; keys that it does not know come last."""
    return _ordered(values, standard().root)


def _ordered(values: Mapping[str, Any], field: Field) -> dict[str, Any]:
    known = [name for name in field.fields if name in values]
    rest = [name for name in values if name not in field.fields]
    return {
        name: _inner(values[name], field.fields.get(name) or field.item) for name in (*known, *rest)
    }


def _inner(value: Any, field: Field | None) -> Any:
    if field is None:
        return value
    if isinstance(value, Mapping):
        return _ordered(value, field)
    if isinstance(value, Sequence) and not isinstance(value, str) and field.item:
        return [_inner(part, field.item) for part in value]
    return value
