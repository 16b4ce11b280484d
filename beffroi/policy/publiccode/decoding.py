"""From the tree to values: every key has its type, and no other key is taken.

As the reference parser does: the first fault counts, in the order of the standard, and a key of
the first level with a fault inside is left out whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.policy.publiccode.fields import Field
from beffroi.policy.publiccode.trees import Tree

WRONG_TYPE = "wrong type for this field"


@dataclass(frozen=True, slots=True)
class Fault:
    """What could not be taken: why, and the line of what stands there."""

    message: str
    line: int


class _Faulty(Exception):  # noqa: N818 - carries one
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def decode(tree: Tree, root: Field) -> tuple[dict[str, Any], Fault | None]:
    """Return the values that could be taken, and the first fault."""
    if tree.pairs is None:
        return {}, Fault(WRONG_TYPE, tree.line)
    return _block(tree, root.fields)


def _block(tree: Tree, fields: Mapping[str, Field]) -> tuple[dict[str, Any], Fault | None]:
    given = {name.text: (name, value) for name, value in tree.pairs or ()}
    values: dict[str, Any] = {}
    first: Fault | None = None
    for name, field in fields.items():
        if name not in given:
            continue
        try:
            value = _value(given[name][1], field)
        except _Faulty as faulty:
            first = first or faulty.fault
            continue
        if value is not None:
            values[name] = value
    unknown = next((name for key, (name, _) in given.items() if key not in fields), None)
    if first is None and unknown is not None:
        first = Fault(f'unknown field "{unknown.text}"', unknown.line)
    return values, first


def _value(tree: Tree, field: Field) -> Any:
    if tree.is_null:
        return None
    return _READERS[field.kind](tree, field)


def _text(tree: Tree, _field: Field) -> str:
    if not tree.is_scalar:
        raise _Faulty(Fault(WRONG_TYPE, tree.line))
    return tree.text


def _flag(tree: Tree, _field: Field) -> bool:
    if tree.flag is None:
        raise _Faulty(Fault(WRONG_TYPE, tree.line))
    return tree.flag


def _list(tree: Tree, field: Field) -> list[Any]:
    if tree.items is None or field.item is None:
        raise _Faulty(Fault(WRONG_TYPE, tree.line))
    return [_or_nothing(item, field.item) for item in tree.items]


def _links(tree: Tree, field: Field) -> list[Any]:
    return [tree.text] if tree.is_scalar else _list(tree, field)


def _or_nothing(tree: Tree, field: Field) -> Any:
    """Return an item; null is an empty one of its kind."""
    value = _value(tree, field)
    if value is None:
        return {} if field.kind == "part" else None if field.kind == "link" else ""
    return value


def _map(tree: Tree, field: Field) -> dict[str, Any]:
    if tree.pairs is None or field.item is None:
        raise _Faulty(Fault(WRONG_TYPE, tree.line))
    item = field.item
    return {name.text: _or_nothing(value, item) for name, value in tree.pairs}


def _inner(tree: Tree, field: Field) -> dict[str, Any]:
    if tree.pairs is None:
        raise _Faulty(Fault(WRONG_TYPE, tree.line))
    values, fault = _block(tree, field.fields)
    if fault:
        raise _Faulty(fault)
    return values


_READERS = {
    "text": _text,
    "link": _text,
    "flag": _flag,
    "list": _list,
    "links": _links,
    "map": _map,
    "part": _inner,
    "block": _inner,
}
