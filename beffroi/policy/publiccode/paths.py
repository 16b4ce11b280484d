"""Keys as people write them (``description.fr.features[0]``), and what the standard has there."""

import difflib
import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from beffroi.lib.errors import UsageError
from beffroi.policy.publiccode.fields import Field, standard
from beffroi.policy.publiccode.shapes import Refusal
from beffroi.policy.publiccode.trees import Tree, parse

Step: TypeAlias = str | int
"""A name in a mapping, or a place in a list; ``END`` is behind the last item."""
END: Final = -1
_PART = re.compile(r"(?P<name>[^.\[\]]+)(?P<places>(?:\[(?:\d{1,6}|\+)\])*)")
_FLAGS: Final = {"true": True, "false": False}
_SCALARS: Final = frozenset({"text", "link"})


def steps(key: str) -> list[Step]:
    """Return the steps of a key; raises UsageError for what is no key."""
    found: list[Step] = []
    for part in key.split("."):
        said = _PART.fullmatch(part)
        if said is None:
            raise UsageError(f"“{key}” is no key; write it like description.fr.features[0].")
        found.append(said["name"])
        places = re.findall(r"\[(\d+|\+)\]", said["places"])
        found += [END if place == "+" else int(place) for place in places]
    return found


def field_at(path: list[Step]) -> Field | None:
    """Return what the standard has at a path, None when it has nothing there."""
    here: Field | None = standard().root
    for step in path:
        if here is None:
            return None
        is_map = here.item is not None and here.kind == "map"
        here = here.item if isinstance(step, int) or is_map else here.fields.get(step)
    return here


def value_of(key: str, text: str) -> Any:
    """Return what a text means as the value of a key; raises UsageError where it cannot be."""
    field = field_at(steps(key))
    if field is None:
        near = difflib.get_close_matches(key, list(_names(standard().root, "")), n=1, cutoff=0.5)
        advice = f"; did you mean “{near[0]}”?" if near else "."
        raise UsageError(f"The standard has no key “{key}”{advice}")
    if field.kind in _SCALARS:
        return text
    if field.kind == "flag":
        if text not in _FLAGS:
            raise UsageError(f"{key} is true or false, not “{text}”.")
        return _FLAGS[text]
    return _whole(key, text, field)


def _whole(key: str, text: str, field: Field) -> Any:
    is_bare = text.lstrip()[:1] not in {"[", "{", "-"}
    if field.kind == "links" and is_bare:
        return text
    if field.kind == "list" and is_bare and field.item and field.item.kind in _SCALARS:
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        tree = parse(text.encode("utf-8", "replace"))
    except Refusal as refused:
        raise UsageError(f"{key}: “{text}” is not YAML: {refused.message}.") from refused
    found = plain(tree) if tree else None
    wanted = list if field.kind in {"list", "links"} else dict
    if not isinstance(found, wanted):
        shape = "a list like [a, b]" if wanted is list else "a block like {name: a}"
        raise UsageError(f"{key} takes {shape}, not “{text}”.")
    return found


def plain(tree: Tree) -> Any:
    """Return the values of a tree: texts, flags, None, lists and mappings; numbers are texts."""
    if tree.pairs is not None:
        return {name.text: plain(value) for name, value in tree.pairs}
    if tree.items is not None:
        return [plain(item) for item in tree.items]
    if tree.is_null:
        return None
    return tree.text if tree.flag is None else tree.flag


def at(values: Any, path: list[Step]) -> Any:
    """Return the value at a path of plain values, None when there is none."""
    for step in path:
        if isinstance(step, int):
            is_there = isinstance(values, list) and 0 <= step < len(values)
            values = values[step] if is_there else None
        else:
            values = values.get(step) if isinstance(values, dict) else None
    return values


def _names(block: Field, path: str) -> Iterator[str]:
    for name, field in block.fields.items():
        key = f"{path}.{name}" if path else name
        yield key
        inner, here = field, key
        while inner.item is not None:
            here = f"{here}.en" if inner.kind == "map" else f"{here}[0]"
            inner = inner.item
            yield here
        yield from _names(inner, here)
