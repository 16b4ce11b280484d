"""Indented lines of lock files in YAML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.check.components import indented


def test_each_key_has_the_keys_above_it_its_value_and_its_line() -> None:
    text = 'a: 1\nb:\n  \'c d\': "x: y" # remark\n  "e":\n      f: g # h\n---\ni: j\n'
    assert [(row.path, row.value, row.line) for row in indented.read(text)] == [
        (("a",), "1", 1), (("b",), "", 2), (("b", "c d"), "x: y", 3), (("b", "e"), "", 4),
        (("b", "e", "f"), "g", 5), (("i",), "j", 7),
    ]  # fmt: skip


def test_items_remarks_anchors_and_long_texts_have_no_key() -> None:
    text = "- a: 1\n# b: 2\n*c\n&d e\n{f: g}\nhttps://a.b\n"
    assert list(indented.read(text)) == []


def test_lines_that_nest_without_end_are_not_followed() -> None:
    text = "\n".join(" " * depth + "a:" for depth in range(200))
    assert max(row.depth for row in indented.read(text)) == 40


def test_a_map_in_braces_is_read_when_it_holds_no_other() -> None:
    assert indented.flow("{a: 'x', b: y}") == {"a": "x", "b": "y"}
    assert indented.flow("a: b") == {}
    assert indented.unquoted("'open") == "open"


@pytest.mark.slow
@given(st.text())
def test_any_text_is_read_to_its_end(text: str) -> None:
    assert all(row.line <= text.count("\n") + 1 for row in indented.read(text))
