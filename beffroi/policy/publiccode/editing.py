"""Change one value of a publiccode.yml and nothing else: comments, order and quotes stay.

Works on the text between the places that ``spans`` names. Each change is read again, and given
up with UsageError when anything but the wanted value differs.
"""

import difflib
from collections.abc import Callable
from typing import Any, Final

from beffroi.lib.errors import UsageError
from beffroi.policy.publiccode import spans, writing
from beffroi.policy.publiccode.paths import END, Step, field_at, plain, steps
from beffroi.policy.publiccode.shapes import Refusal
from beffroi.policy.publiccode.spans import Span
from beffroi.policy.publiccode.trees import Tree, parse

_MARK: Final = "\ufeff"
_INDENT: Final = 2


def put(data: bytes, key: str, value: Any) -> bytes:
    """Return the file with a value at a key, which is added where the standard has it.

    ``value``: text, flag, list or mapping. Raises UsageError when the file cannot be changed there.
    """

    def change(value: Any) -> bytes:
        return _edited(data, key, lambda text, path: _put(text, path, value), _putting(value))

    try:
        return change(value)
    except UsageError:
        if not isinstance(value, str) or "\n" not in value:
            raise
        return change(_Quoted(value))  # a comment behind it would become part of the text


def take_out(data: bytes, key: str) -> bytes:
    """Return the file without a key or an item; raises UsageError when there is none."""
    return _edited(data, key, _take_out, _without)


def difference(before: bytes, after: bytes, name: str) -> str:
    """Return what differs between two states of a file, as a unified diff."""
    old, new = (side.decode("utf-8", "replace").splitlines() for side in (before, after))
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _edited(
    data: bytes,
    key: str,
    change: Callable[[str, list[Step]], str],
    wanted: Callable[[Any, list[Step]], Any],
) -> bytes:
    path = steps(key)
    try:
        before = parse(data)
        text = data.decode("utf-8")
        mark = _MARK if text.startswith(_MARK) else ""
        known = plain(before) if before else {}
        expected = wanted(known, path)
        done = (mark + change(text.removeprefix(_MARK), path)).encode("utf-8", "surrogatepass")
        after = parse(done)
    except Refusal as refused:
        where = f" in line {refused.line}" if refused.line else ""
        raise UsageError(f"{key} cannot be changed{where}: {refused.message}.") from refused
    if _plain(after) != expected:
        raise UsageError(f"{key} cannot be changed without changing more; edit the file by hand.")
    return done


def _plain(tree: Tree | None) -> Any:
    return plain(tree) if tree else {}


def _putting(value: Any) -> Callable[[Any, list[Step]], Any]:
    def wanted(known: Any, path: list[Step]) -> Any:
        if not path:
            return value
        step, *rest = path
        if isinstance(step, int):
            items = list(known or []) if isinstance(known, list | None) else None
            if items is None or step > len(items):
                raise UsageError(f"There is no place {step} to put anything at.")
            place = len(items) if step == END else step
            inner = items[place] if place < len(items) else None
            return [*items[:place], wanted(inner, rest), *items[place + 1 :]]
        if not isinstance(known, dict | None):
            raise UsageError(f"“{step}” has no place: what is there holds no keys.")
        return {**(known or {}), step: wanted((known or {}).get(step), rest)}

    return wanted


def _without(known: Any, path: list[Step]) -> Any:
    step, *rest = path
    is_there = (
        isinstance(known, list) and isinstance(step, int) and 0 <= step < len(known)
        if isinstance(step, int)
        else isinstance(known, dict) and step in known
    )
    if not is_there:
        raise UsageError(f"“{step}” is not there, so it cannot be taken out.")
    if isinstance(known, list) and isinstance(step, int):
        kept = [_without(known[step], rest)] if rest else []
        return [*known[:step], *kept, *known[step + 1 :]]
    inner = {step: _without(known[step], rest)} if rest else {}
    return {name: inner.get(name, one) for name, one in known.items() if name != step or rest}


def _put(text: str, path: list[Step], value: Any) -> str:
    root = spans.read(text)
    if root is None:
        lines = writing.dump({str(path[0]): _nested(path[1:], value)})
        gap = "" if not text or text.endswith("\n") else "\n"
        return f"{text}{gap}{lines}"
    here, holder = root, None
    for depth, step in enumerate(path):
        found = _child(here, step)
        if found is None:
            return _Change(text).add(
                here, holder, path[: depth + 1], _nested(path[depth + 1 :], value)
            )
        holder, here = here, found
    return _Change(text).replace(here, holder, value, path)


def _child(here: Span, step: Step) -> Span | None:
    if isinstance(step, int):
        items = here.items or []
        return items[step] if 0 <= step < len(items) else None
    pair = here.pair(step)
    return pair[1] if pair else None


def _nested(path: list[Step], value: Any) -> Any:
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def _take_out(text: str, path: list[Step]) -> str:
    here, holder = spans.read(text), None
    for step in path[:-1]:
        holder, here = here, _child(here, step) if here else None
    if here is None:
        raise UsageError(f"“{path[-1]}” is not there, so it cannot be taken out.")
    return _Change(text).remove(here, holder, path[-1])


class _Quoted(str):
    """A text of several lines that is to be written on one, in quotes."""

    __slots__ = ()


class _Change:
    """Cuts and joins one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._break = "\r\n" if "\r\n" in text[:10_000] else "\n"

    def add(self, here: Span, holder: Span | None, path: list[Step], value: Any) -> str:
        """Add a key or an item that is not there yet."""
        step = path[-1]
        if here.alias or (here.pairs is None and here.items is None):
            return self.replace(here, holder, _nested([step], value), path[:-1])
        if isinstance(step, int):
            return self._append(here, value)
        if here.is_flow:
            return self._into_flow(here, f"{writing.in_flow(step)}: {_flow(value)}")
        return self._into_block(here, path, writing.in_lines(step, value))

    def replace(self, here: Span, holder: Span | None, value: Any, path: list[Step]) -> str:
        """Put a value in the place of another; lists and mappings change where they differ."""
        if isinstance(value, list) and here.items:
            return self._list(here, value, path)
        if isinstance(value, dict) and here.pairs:
            return self._mapping(here, value, path)
        is_in_flow = holder is not None and holder.is_flow
        is_short = not isinstance(value, list | dict) and (
            "\n" not in str(value) or isinstance(value, _Quoted)
        )
        if is_in_flow or is_short or not value or here.is_flow:
            shown = writing.in_flow(value, here.style) if is_short else _flow(value)
            return self._swap(here, shown, _key_of(here, holder))
        column = holder.column if holder else 0
        lines = writing.in_lines("k", value)
        first, rest = lines[0].removeprefix("k:").strip(), lines[1:]
        shift = " " * column
        inner = [f"{shift}{line}" if line else "" for line in rest]
        if isinstance(value, list) and holder and holder.items is not None:
            inner = [f"{shift}  {line}" if line else "" for line in rest]
        whole = self._break.join([first, *inner])
        return self._swap(here, whole, _key_of(here, holder))

    def _swap(self, here: Span, shown: str, key: Span | None = None) -> str:
        """Put a text in the place of a node; below its key or beside it, as it needs."""
        is_below = key is not None and "\n" in self._text[key.end : here.start]
        if key is not None and is_below and here.is_block:
            return self._beside(here, shown, key)
        before, after = self._text[: here.start], self._text[here.end :]
        is_glued = before[-1:] not in {" ", "\t", "\n", "\r", "", "[", "{", ","}
        if shown[:1] in {"\r", "\n"}:
            before, is_glued = before.rstrip(" \t"), False
        return f"{before}{' ' if is_glued else ''}{shown}{after}"

    def _beside(self, here: Span, shown: str, key: Span) -> str:
        """Put a text behind the key of a block; comments between the two stay."""
        colon = self._text.index(":", key.end) + 1
        start = self._text.rfind("\n", 0, here.start) + 1
        rest = self._text[here.end :]
        for one in ("\r\n", "\n"):
            if rest.startswith(one):
                rest = rest[len(one) :]
                break
        gap = "" if shown[:1] in {"\r", "\n"} else " "
        return f"{self._text[:colon]}{gap}{shown}{self._text[colon:start]}{rest}"

    def _list(self, here: Span, value: list[Any], path: list[Step]) -> str:
        """Change items where they differ, then append or take out at the end."""
        text = self._text
        known = here.items or []
        for place in range(min(len(known), len(value))):
            text = _put(text, [*path, place], value[place])
        for one in value[len(known) :]:
            text = _put(text, [*path, END], one)
        for place in range(len(known) - 1, len(value) - 1, -1):
            text = _take_out(text, [*path, place])
        return text

    def _mapping(self, here: Span, value: dict[str, Any], path: list[Step]) -> str:
        text = self._text
        for name, one in value.items():
            text = _put(text, [*path, name], one)
        for key, _ in here.pairs or ():
            if key.text not in value:
                text = _take_out(text, [*path, key.text])
        return text

    def _append(self, here: Span, value: Any) -> str:
        if here.items is None or not here.items or here.is_flow:
            return self._into_flow(here, _flow(value))
        shift = " " * here.column
        lines = [f"{shift}{line}" if line else "" for line in writing.item_lines(value)]
        return self._after(here.end, lines)

    def _into_flow(self, here: Span, shown: str) -> str:
        inner = [one for pair in here.pairs or () for one in pair] + (here.items or [])
        place = max((one.end for one in inner), default=here.end - 1)
        comma = ", " if inner else ""
        return f"{self._text[:place]}{comma}{shown}{self._text[place:]}"

    def _into_block(self, here: Span, path: list[Step], lines: list[str]) -> str:
        """Add a key behind the nearest one that the standard has before it."""
        pairs = here.pairs or []
        shift = " " * here.column
        shifted = [f"{shift}{line}" if line else "" for line in lines]
        block = field_at(path[:-1])
        order = list(block.fields) if block else []
        step = str(path[-1])
        rank = order.index(step) if step in order else len(order)
        before = [
            pair for pair in pairs if pair[0].text not in order or order.index(pair[0].text) < rank
        ]
        known = [pair for pair in before if pair[0].text in order]
        chosen = max(known, key=lambda pair: order.index(pair[0].text)) if known else None
        if chosen is None and step in order:
            start = pairs[0][0].start
            added = self._break.join(shifted).removeprefix(shift)
            return f"{self._text[:start]}{added}{self._break}{shift}{self._text[start:]}"
        key, value = chosen or pairs[-1]
        return self._after(max(key.end, value.end), shifted)

    def _after(self, place: int, lines: list[str]) -> str:
        """Add lines below the line on which something ends."""
        ends = [self._text.find(one, place) for one in ("\r\n", "\n")]
        end = min((one for one in ends if one >= 0), default=len(self._text))
        added = "".join(f"{self._break}{line}" for line in lines)
        return f"{self._text[:end]}{added}{self._text[end:]}"

    def remove(self, here: Span, holder: Span | None, step: Step) -> str:
        """Take out a key or an item; the last one leaves an empty mapping or list."""
        if isinstance(step, int):
            parts = [(one, one) for one in here.items or ()]
            place = step
        else:
            parts = here.pairs or []
            place = [key.text for key, _ in parts].index(step)
        if len(parts) == 1:
            return self._swap(here, "{}" if here.pairs else "[]", _key_of(here, holder))
        if here.is_flow:
            return self._out_of_flow(parts, place)
        return self._out_of_block(here, parts, place)

    def _out_of_flow(self, parts: list[tuple[Span, Span]], place: int) -> str:
        if place:
            start, end = parts[place - 1][1].end, parts[place][1].end
        else:
            start, end = parts[0][0].start, parts[1][0].start
        return self._text[:start] + self._text[end:]

    def _out_of_block(self, here: Span, parts: list[tuple[Span, Span]], place: int) -> str:
        key, value = parts[place]
        start = self._text.rfind("\n", 0, key.start) + 1
        head = self._text[start : key.start]
        if head.strip() in ({"-"} if here.items else {""}) and head.find("-") in {-1, here.column}:
            end = self._text.find("\n", max(key.end, value.end))
            if end < 0:  # the last line, without an end: that of the line before goes
                return self._text[: max(start - len(self._break), 0)]
            return self._text[:start] + self._text[end + 1 :]
        following = parts[place + 1][0].start if place + 1 < len(parts) else value.end
        if "#" in self._text[value.end : following]:
            raise UsageError("A comment stands in between; edit the file by hand.")
        return self._text[: key.start] + self._text[following:]


def _key_of(here: Span, holder: Span | None) -> Span | None:
    """Return the key of a node in the mapping that holds it."""
    return next(
        (key for key, value in (holder.pairs if holder else None) or () if value is here), None
    )


def _flow(value: Any) -> str:
    return writing.in_flow(value)
