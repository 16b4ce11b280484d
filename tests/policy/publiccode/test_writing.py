"""YAML as people read it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.publiccode import writing


def test_texts_of_several_lines_are_written_line_by_line() -> None:
    assert writing.dump({"a": "x\ny"}) == "a: |-\n  x\n  y\n"


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [("a, b", "", "'a, b'"), ("a", '"', '"a"'), ("a", "'", "'a'"), ("a\nb", "", '"a\\nb"'),
     (True, '"', "true"), (None, "", "null"), (["a", "b]"], "", "[a, 'b]']"), ("0.2", "", "'0.2'"),
     ({"a": "b"}, "", "{a: b}"), ("a", "|", "a")],
)  # fmt: skip
def test_a_value_fits_between_brackets(value: object, style: str, shown: str) -> None:
    assert writing.in_flow(value, style) == shown


def test_lines_of_a_key_and_of_an_item() -> None:
    assert writing.in_lines("a", ["b"]) == ["a:", "- b"]
    assert writing.item_lines({"a": "1", "b": "c"}) == ["- a: '1'", "  b: c"]


@given(st.text(max_size=300))
def test_every_text_is_read_back_as_it_was(text: str) -> None:
    clean = text.encode("utf-8", "ignore").decode()
    for written in (writing.dump({"a": clean}), f"a: {writing.in_flow(clean)}"):
        assert yaml.safe_load(written) == {"a": clean}
