"""Judge a publiccode.yml as the reference parser does: same findings, keys and places.

Source: code-catalogue §6 (italia/publiccode-parser-go v5). Order: reading, version, types, rules of
single keys, then what is deprecated and which files are missing.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from beffroi.policy.publiccode import remarks, rules
from beffroi.policy.publiccode.decoding import decode
from beffroi.policy.publiccode.deriving import completed
from beffroi.policy.publiccode.fields import Field, standard
from beffroi.policy.publiccode.places import Folder
from beffroi.policy.publiccode.shapes import Refusal, Result, Verdict
from beffroi.policy.publiccode.trees import Tree, parse, place

VERSION: Final = "publiccodeYmlVersion"
_OF_ABSENCE: Final = frozenset({"required", "some"})
_BARE_LANGUAGE = re.compile(r"[A-Za-z]+")


def judge(data: bytes, folder: Folder | None = None) -> Verdict:
    """Return the verdict on a file's bytes; ``folder``: where relative paths lead, None: nowhere.

    Reaches no network. Never raises for what a file holds.
    """
    try:
        tree = parse(data)
    except Refusal as refused:
        found = Result("error", "", refused.message, refused.line, refused.column, "yaml")
        return Verdict((found,))
    stopped = _version(tree)
    if stopped is not None or tree is None:
        return Verdict((stopped,) if stopped else ())
    values, fault = decode(tree, standard().root)
    results = list(_outdated(tree, str(values[VERSION])))
    if fault:
        results.append(remarks.of_fault(tree, fault))
    results += _Judging(tree).block("", values, standard().root)
    results += remarks.find(tree, values, folder)
    return Verdict(tuple(results), completed(values))


def of_name(name: str) -> Result | None:
    """Return what is to be said of a file's name: the standard knows ``publiccode.yml`` alone."""
    if not name.lower().endswith(".yaml"):
        return None
    text = "this file should be named publiccode.yml: some catalogues do not find .yaml"
    return Result("warning", "", text, rule="name")


def read_tree(data: bytes) -> Tree | None:
    """Return the tree of a file, None when there is none to be read."""
    try:
        return parse(data)
    except Refusal:
        return None


def _version(tree: Tree | None) -> Result | None:
    """Return why the file is not judged at all, None when its version is known."""
    known = standard()
    written = tree.get(VERSION) if tree else None
    if tree is None or written is None:
        text = known.messages["required"].format(f=VERSION)
        return Result("error", VERSION, text, rule="required")
    if not written.is_text:
        line, column = place(tree, VERSION)
        return Result("error", VERSION, "wrong type for this field", line, column, "type")
    if written.text not in known.versions:
        supported = ", ".join(known.versions)
        text = f"unsupported version: '{written.text}'. Supported versions: {supported}"
        return Result("error", VERSION, text, rule="version")
    return None


def _outdated(tree: Tree, version: str) -> Iterator[Result]:
    known = standard()
    if version not in known.without_remark:
        line, column = place(tree, VERSION)
        text = (
            f"v{version} is not the latest version, use '0'. Parsing this file as v{known.newest}."
        )
        yield Result("warning", VERSION, text, line, column, "old-version")


class _Judging:
    """Applies the rules of each key in the order of the standard; the first broken one counts."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def block(self, path: str, values: dict[str, Any], block: Field) -> Iterator[Result]:
        """Yield what is wrong in one block."""
        for name, field in block.fields.items():
            key = f"{path}.{name}" if path else name
            yield from self._key(key, values, field)

    def _key(self, key: str, values: dict[str, Any], field: Field) -> Iterator[Result]:
        value = values.get(field.name)
        found = self._broken(key, value, values, field)
        if found:
            yield found
            return
        if field.kind == "block":
            yield from self.block(key, value or {}, field)
        elif field.kind == "part" and value is not None:
            yield from self.block(key, value, field)
        elif isinstance(value, dict) and field.item:
            for name, part in value.items():
                yield from self.block(_inside(key, name), part, field.item)
        elif isinstance(value, list) and field.item:
            for number, item in enumerate(value):
                yield from self._item(f"{key}[{number}]", item, field.item)

    def _item(self, key: str, value: Any, field: Field) -> Iterator[Result]:
        if field.kind == "part":
            yield from self.block(key, value, field)
            return
        found = self._broken(key, value, {}, field)
        if found:
            yield found

    def _broken(self, key: str, value: Any, beside: dict[str, Any], field: Field) -> Result | None:
        for rule, parameter in field.rules:
            if _is_broken_by_type(rule, parameter, value, beside):
                return self._result(key, rule, parameter)
            if value is not None or rule in _OF_ABSENCE:
                broken = rules.broken(rule, parameter, value)
                if broken:
                    return self._result(key, broken, parameter)
        return None

    def _result(self, key: str, broken: str, parameter: str) -> Result:
        line, column = place(self._tree, key)
        name = key.rpartition(".")[2]
        text = standard().messages[broken].format(f=name, p=rules.shown(broken, parameter))
        return Result("error", key, text, line, column, broken)


def _is_broken_by_type(rule: str, parameter: str, value: Any, beside: dict[str, Any]) -> bool:
    """Tell whether a key is missing, or there, against the ``type`` that stands beside it."""
    if rule == "needed-when":
        return value is None and beside.get("type") == parameter
    return rule == "only-when" and value is not None and beside.get("type") != parameter


def _inside(key: str, name: str) -> str:
    """Return the key of one entry of a map, as the reference parser writes it."""
    return f"{key}.{name}" if _BARE_LANGUAGE.fullmatch(name) else f"{key}[{name}]"
