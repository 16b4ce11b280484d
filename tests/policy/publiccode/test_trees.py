"""Nodes of YAML, and where they stand."""

import pytest

from beffroi.policy.publiccode.shapes import Refusal
from beffroi.policy.publiccode.trees import Tree, key_at, parse, place

TEXT = b"""a: 1
b:
  c: x
  d: [p, {q: r}]
e:
  - f: 1
    g: 2
  - h
i: {}
k: word
"""


def tree(text: bytes = TEXT) -> Tree:
    found = parse(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("key", "where"),
    [
        ("a", (1, 1)),
        ("b.c", (3, 3)),
        ("b[c]", (3, 3)),
        ("b.missing", (3, 3)),
        ("missing", (1, 1)),
        ("missing.inside", (0, 0)),
        ("b.d[0]", (4, 7)),
        ("b.d[1].q", (4, 11)),
        ("b.d[9]", (4, 3)),
        ("e[0]", (6, 5)),
        ("e[0].g", (7, 5)),
        ("e[0].missing", (6, 5)),
        ("i.missing", (9, 4)),
        ("k.missing", (10, 4)),
    ],
)
def test_a_key_has_a_place_or_the_nearest_one(key: str, where: tuple[int, int]) -> None:
    assert place(tree(), key) == where


@pytest.mark.parametrize(
    ("line", "key"), [(1, "a"), (3, "b.c"), (4, "b.d"), (6, "e[0]"), (7, "e[0].g"), (99, "")]
)
def test_a_line_has_a_key(line: int, key: str) -> None:
    assert key_at(tree(), line) == key


@pytest.mark.parametrize(
    ("text", "is_text", "flag", "is_null"),
    [("x", True, None, False), ("'1'", True, None, False), ("1", False, None, False),
     ("1.5e3", False, None, False), ("true", False, True, False), ("False", False, False, False),
     ("yes", True, None, False), ("off", True, None, False), ("~", False, None, True),
     ("", False, None, True), ("2026-11-24", True, None, False), ("'null'", True, None, False)],
)  # fmt: skip
def test_plain_words_are_those_of_yaml_1_2(
    text: str, *, is_text: bool, flag: bool | None, is_null: bool
) -> None:
    value = tree(f"key: {text}".encode()).get("key")
    assert value is not None
    assert (value.is_text, value.flag, value.is_null) == (is_text, flag, is_null)


@pytest.mark.parametrize(
    ("text", "line"), [(b"a: 1\nb: [", 3), (b"a: 1\na: 2", 2), (b"? [x]\n: 1", 1), (b"\xff", 0)]
)
def test_what_cannot_be_read_is_refused_with_its_line(text: bytes, line: int) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text)
    assert refused.value.line == line
