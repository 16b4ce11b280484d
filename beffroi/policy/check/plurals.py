"""Sentences with numbers: a place may hold two forms of a word, for one and for several."""

from collections.abc import Callable
from string import Formatter
from typing import Any, Final

_BETWEEN: Final = "|"


def filled(text: str, language: str, **values: object) -> str:
    """Fill places as ``str.format`` does; ``{count:file|files}`` is the form for that number.

    French counts nothing and less than two as one, English only one.
    """
    return str(_FILLING[language].vformat(text, (), values))


class _Filling(Formatter):
    def __init__(self, is_one: Callable[[int], bool]) -> None:
        self._is_one = is_one

    def format_field(self, value: Any, format_spec: str) -> Any:
        one, mark, several = format_spec.partition(_BETWEEN)
        if not mark:
            return super().format_field(value, format_spec)
        return one if isinstance(value, int) and self._is_one(value) else several


_FILLING: Final = {
    "en": _Filling(lambda number: number == 1),
    "fr": _Filling(lambda number: number in (-1, 0, 1)),
}
