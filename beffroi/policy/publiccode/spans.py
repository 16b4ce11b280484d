"""Where the nodes of a publiccode.yml begin and end in its text: what an editor cuts by."""

from dataclasses import dataclass
from typing import Any, Final

import yaml

from beffroi.policy.publiccode.shapes import Refusal
from beffroi.policy.publiccode.trees import parse

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BREAKS: Final = "\r\n"


@dataclass(slots=True)
class Span:
    """One node: characters ``start`` to ``end`` of the text, without comments behind it.

    ``alias``: its name when it only repeats what an anchor holds. ``style``: of a scalar, its
    quote, ``|`` or ``>``, "" when plain.
    """

    start: int
    end: int
    column: int
    pairs: "list[tuple[Span, Span]] | None" = None
    items: "list[Span] | None" = None
    text: str = ""
    style: str = ""
    is_flow: bool = False
    alias: str = ""
    is_anchored: bool = False

    @property
    def is_block(self) -> bool:
        """Tell whether it is a mapping or a list written line by line."""
        return not self.is_flow and (self.pairs is not None or self.items is not None)

    def pair(self, name: str) -> "tuple[Span, Span] | None":
        """Return key and value of a name of a mapping."""
        return next((pair for pair in self.pairs or () if pair[0].text == name), None)


def read(text: str) -> Span | None:
    """Return the spans of one document, None when it is empty; raises Refusal as the judge does."""
    if parse(text.encode("utf-8", "surrogatepass")) is None:
        return None
    return _Reading(text).whole()


class _Reading:
    """Builds spans from PyYAML's events, whose marks count characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events = iter(yaml.parse(text, Loader=_LOADER))

    def whole(self) -> Span:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self._node(next(self._events))
        raise Refusal("there is no document", line=0, column=0)

    def _node(self, event: Any) -> Span:
        start, column = event.start_mark.index, event.start_mark.column
        kind: Any = type(event)
        if kind is yaml.AliasEvent:
            return Span(start, event.end_mark.index, column, alias=event.anchor)
        is_anchored = bool(event.anchor or event.tag)
        if kind is yaml.ScalarEvent:
            end = self._trimmed(start, event.end_mark.index)
            style = event.style or ""
            return Span(start, end, column, text=event.value, style=style, is_anchored=is_anchored)
        made = Span(start, start, column, is_flow=bool(event.flow_style), is_anchored=is_anchored)
        if isinstance(event, yaml.MappingStartEvent):
            made.pairs, last = self._pairs()
        else:
            made.items, last = self._items()
        made.end = last.end_mark.index if made.is_flow else _last(made, event.end_mark.index)
        return made

    def _pairs(self) -> tuple[list[tuple[Span, Span]], Any]:
        found: list[tuple[Span, Span]] = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event)
            found.append((key, self._node(next(self._events))))
        return found, event

    def _items(self) -> tuple[list[Span], Any]:
        found: list[Span] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            found.append(self._node(event))
        return found, event

    def _trimmed(self, start: int, end: int) -> int:
        """Return the end of a scalar without the empty lines that the reader counts in."""
        while end > start and self._text[end - 1] in " \t\r\n":
            end -= 1
        return end


def _last(made: Span, start: int) -> int:
    """Return the end of the last thing in a block, so that comments behind it are not in it."""
    inner = [value for pair in made.pairs or () for value in pair] + (made.items or [])
    return max((one.end for one in inner), default=start)
