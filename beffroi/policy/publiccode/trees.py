"""The tree of a YAML file: its nodes, where each stands, and what it is in YAML 1.2."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from beffroi.policy.publiccode.shapes import Refusal

MOST_BYTES: Final = 1_000_000
Position: TypeAlias = tuple[int, int]
"""Line and column, from 1; (0, 0) when there is no place to show."""
NOWHERE: Final = (0, 0)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INDEX = re.compile(r"(.+)\[(.+)\]")
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_FLAGS: Final = {"true": True, "True": True, "TRUE": True}
_FLAGS_OFF: Final = {"false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(
    r"[-+]?(?:\d[\d_]*|0x[\da-f]+|0o[0-7]+|(?:\d*\.\d+|\d+\.\d*)(?:e[-+]?\d+)?|\d+e[-+]?\d+|\.inf)"
    r"|\.nan",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Tree:
    """One node: ``pairs`` of a mapping, ``items`` of a list, ``text`` of a scalar.

    ``is_plain``: a scalar without quotes, which may be a number, a flag or null.
    """

    line: int
    column: int
    pairs: tuple[tuple["Tree", "Tree"], ...] | None = None
    items: tuple["Tree", ...] | None = None
    text: str = ""
    is_plain: bool = False
    is_flow: bool = False

    @property
    def is_scalar(self) -> bool:
        """Tell whether this is a text, a number, a flag or null."""
        return self.pairs is None and self.items is None

    @property
    def is_null(self) -> bool:
        """Tell whether nothing stands here."""
        return self.is_scalar and self.is_plain and self.text in _NULL

    @property
    def flag(self) -> bool | None:
        """Return a flag of YAML 1.2; None for all else, also for yes, no, on, off."""
        if not (self.is_scalar and self.is_plain):
            return None
        return _FLAGS.get(self.text, _FLAGS_OFF.get(self.text))

    @property
    def is_text(self) -> bool:
        """Tell whether this is a text that is neither number, flag nor null."""
        if not self.is_scalar:
            return False
        return not self.is_plain or not (
            self.is_null or self.flag is not None or _NUMBER.fullmatch(self.text)
        )

    def get(self, key: str) -> "Tree | None":
        """Return the value of a key of a mapping."""
        return next((value for name, value in self.pairs or () if name.text == key), None)

    def key(self, key: str) -> "Tree | None":
        """Return the key itself."""
        return next((name for name, _ in self.pairs or () if name.text == key), None)


def parse(data: bytes) -> Tree | None:
    """Read one document; None when it is empty. Raises Refusal with what is wrong, and where."""
    if len(data) > MOST_BYTES:
        raise Refusal(f"the file is larger than {MOST_BYTES} bytes", line=0, column=0)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal("Invalid UTF-8", line=0, column=0) from error
    try:
        documents = list(_documents(text.removeprefix("\ufeff")))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise Refusal(str(error.problem or "invalid YAML"), line=line, column=1) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Refusal("this is not YAML", line=0, column=1) from error
    if len(documents) > 1:
        raise Refusal("multiple YAML documents in one file are not supported", line=0, column=0)
    return documents[0] if documents and not documents[0].is_null else None


def _documents(text: str) -> Iterator[Tree]:
    for node in yaml.compose_all(text, Loader=_LOADER):
        yield _Copying().tree(node)


class _Copying:
    """Copies PyYAML's nodes, each once: what aliases repeat is shared, never unfolded."""

    def __init__(self) -> None:
        self._done: dict[int, Tree] = {}
        self._doing: set[int] = set()

    def tree(self, node: Any) -> Tree:
        found = self._done.get(id(node))
        if found is not None:
            return found
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if id(node) in self._doing:
            raise Refusal("an anchor that holds itself", line=line, column=1)
        self._doing.add(id(node))
        made = self._made(node, line, column)
        self._done[id(node)] = made
        return made

    def _made(self, node: Any, line: int, column: int) -> Tree:
        if isinstance(node, yaml.ScalarNode):
            return Tree(line, column, text=node.value, is_plain=not node.style)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.tree(item) for item in node.value)
            return Tree(line, column, items=items, is_flow=bool(node.flow_style))
        pairs: dict[str, tuple[Tree, Tree]] = {}
        for key, value in node.value:
            name = self.tree(key)
            if not name.is_scalar:
                raise Refusal("a key that is no text", line=name.line, column=1)
            if name.text in pairs:
                first = pairs[name.text][0]
                text = f'mapping key "{name.text}" already defined at [{first.line}:{first.column}]'
                raise Refusal(text, line=name.line, column=1)
            pairs[name.text] = (name, self.tree(value))
        return Tree(line, column, pairs=tuple(pairs.values()), is_flow=bool(node.flow_style))


def place(tree: Tree | None, key: str) -> Position:
    """Return where a key stands, or the nearest place that a person can go to.

    A key that is missing in its block: the block's first key, or its brace; in a list: the item.
    """
    return _place(tree, key.split(".")) if tree else NOWHERE


def _place(tree: Tree, parts: list[str]) -> Position:
    if tree.pairs is None:
        return tree.line, tree.column
    part, rest = parts[0], parts[1:]
    base, index = part, ""
    if found := _INDEX.fullmatch(part):
        base, index = found[1], found[2]
    name, value = tree.key(base), tree.get(base)
    if name is None or value is None:
        if tree.is_flow or not (tree.pairs and not rest):
            return (tree.line, tree.column) if tree.is_flow else NOWHERE
        return tree.pairs[0][0].line, tree.pairs[0][0].column
    if index.isdecimal():
        return _in_list(name, value, int(index), rest)
    if index:
        return _place(value, [index, *rest])
    return _place(value, rest) if rest else (name.line, name.column)


def _in_list(name: Tree, value: Tree, index: int, rest: list[str]) -> Position:
    if value.items is None or index >= len(value.items):
        return name.line, name.column
    item = value.items[index]
    return _place(item, rest) if rest else (item.line, item.column)


def key_at(tree: Tree, line: int, path: str = "") -> str:
    """Return the key whose own line this is, "" when there is none."""
    return _Finding(line).key_at(tree, path)


class _Finding:
    """Looks for a line, at each node once."""

    def __init__(self, line: int) -> None:
        self._line = line
        self._seen: set[int] = set()

    def key_at(self, tree: Tree, path: str) -> str:
        if id(tree) in self._seen:
            return ""
        self._seen.add(id(tree))
        for name, value in tree.pairs or ():
            key = f"{path}.{name.text}" if path else name.text
            found = key if name.line == self._line else self.key_at(value, key)
            if found:
                return found
        for place, item in enumerate(tree.items or ()):
            key = f"{path}[{place}]"
            found = key if item.line == self._line else self.key_at(item, key)
            if found:
                return found
        return ""
