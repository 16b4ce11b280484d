"""Where the nodes of a file begin and end."""

import pytest

from beffroi.policy.publiccode import spans
from beffroi.policy.publiccode.shapes import Refusal

TEXT = """a: 1  # first
b:
  # inner
  - x
  -  y # second

  # behind
c: {d: 1, e: [1, 2]}  # flow
d: |
  foo
  bar

# last
e: 
f: &x "q"
g: *x
é😀: v
h: plain
  goes on  # third
"""  # noqa: W291


def test_every_value_ends_before_its_comment() -> None:
    root = spans.read(TEXT)
    assert root is not None
    assert {key.text: TEXT[value.start : value.end] for key, value in root.pairs or ()} == {
        "a": "1", "b": "- x\n  -  y", "c": "{d: 1, e: [1, 2]}", "d": "|\n  foo\n  bar", "e": "",
        "f": '&x "q"', "g": "*x", "é😀": "v", "h": "plain\n  goes on",
    }  # fmt: skip


def test_aliases_anchors_blocks_and_quotes_are_told_apart() -> None:
    root = spans.read(TEXT)
    assert root is not None
    found = {key.text: value for key, value in root.pairs or ()}
    assert (found["g"].alias, found["f"].is_anchored, found["f"].style) == ("x", True, '"')
    assert (found["b"].is_block, found["c"].is_block, found["d"].style) == (True, False, "|")
    assert root.pair("none") is None


def test_an_empty_file_has_none() -> None:
    assert spans.read("# nothing\n") is None


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2", "a: 1\n---\nb: 2", "a: &y [*y]"])
def test_what_the_judge_refuses_has_none_either(text: str) -> None:
    with pytest.raises(Refusal):
        spans.read(text)
