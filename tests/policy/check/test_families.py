"""Checks and their data stand side by side, in both languages."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from string import Formatter
from typing import Any

import pytest

from beffroi.policy.check.families import FOLDER, RULES, check_of, said, tables, words
from beffroi.policy.check.packs import names, open_pack

FAMILIES = sorted(path.stem for path in RULES.glob("[a-z]*.py"))
SPOKEN = ("remedy", "reason")
BARE = re.compile(r"(?<![\w.])'|'(?=\w)|\w'\w| [;!?»]|« | :(?!:)| %")


def sentences() -> Iterator[tuple[str, dict[str, str]]]:
    """Give every sentence of the checks and packs by its name."""
    for name, table in tables().items():
        yield from ((f"{name}.{key}", table[key]) for key in SPOKEN)
        yield from ((f"{name}.{key}", both) for key, both in table["messages"].items())
    for pack in map(open_pack, names()):
        if pack.country != "FR":  # its statements are those of the source, letter by letter
            yield from ((rule.id, rule.statement.as_json()) for rule in pack.rules)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_each_sentence_is_there_in_both_languages_with_the_same_places() -> None:
    unlike = [
        name
        for name, both in sentences()
        if set(both) != {"fr", "en"} or not all(both.values())
        or ("." in name and name.partition(".")[2] not in SPOKEN
            and places(both["fr"]) != places(both["en"]))
    ]  # fmt: skip
    assert unlike == []


def test_french_is_written_with_its_own_signs() -> None:
    def prose(text: str) -> str:
        """Leave out what is typed by a person, which keeps its plain signs."""
        typed = r"`[^`]*`|\[declarations[^»]*?\}|\"[^\"]*\"|\[[^\]]*\]|\{[^}]*\}"
        return re.sub(typed, "", text)

    wrong = {name: both["fr"] for name, both in sentences() if BARE.search(prose(both["fr"]))}
    assert wrong == {}


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_says_what_its_data_hold_and_holds_what_it_says(family: str) -> None:
    source = (RULES / f"{family}.py").read_text("utf-8")
    written = set(texts_in(source))
    own = {name: one for name, one in tables().items() if one["family"] == family}
    keys = {(name, key) for name, one in own.items() for key in one["messages"]}
    said_by = {(name, key): key.removeprefix("mend-") for name, key in keys}
    unsaid = {one for one, key in said_by.items() if not any(fnmatch(key, w) for w in written)}
    assert (own != {}, unsaid) == (True, set())
    known = {key for one in own.values() for key in one["messages"]}
    assert spoken(source) - known == set()


def texts_in(source: str) -> Iterator[str]:
    """Give the texts of a module; one that is put together has ``*`` for what is put in."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else "*" for part in node.values]
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value.replace("[", "[[]")


def spoken(source: str) -> set[str]:
    """Return the messages that a module names: the second argument of ``….found``."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = (
        call.args[1]
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr == "found" and len(call.args) > 1
    )
    return {str(one.value) for one in named if isinstance(one, ast.Constant)}


def test_every_table_has_a_check_and_every_check_a_table() -> None:
    assert {
        name for name, one in tables().items() if not callable(check_of(one["family"], name))
    } == set()
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == FAMILIES


def test_every_answerer_is_a_role_that_has_a_name() -> None:
    roles: dict[str, Any] = words()["roles"]
    assert {name for name, one in tables().items() if one["answerer"] not in roles} == set()


@pytest.mark.parametrize(
    "table", ["judging", "states", "verdicts", "severities", "colours", "text"]
)
def test_the_words_of_the_command_are_there_in_both_languages(table: str) -> None:
    for key in words()[table]:
        both = said(table, key)
        assert places(both.fr) == places(both.en)
