"""Tables of lock files in TOML."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.check.components import tables
from beffroi.policy.check.components.errors import UnreadableError

TEXT = '''# a remark
version = 1

[[package]]
name = "one" # a remark
"quoted key" = 'single'
list = [
    "a",
    'b',
]
long = """
[[package]]
name = "not one"
"""
short = """x"""
inline = { name = "x#y" }
rows = [
    { name = "p", version = "1" },
    { name = "q" },
]
odd = [1] # a remark
[package.deps]
a = "1"
'''


def test_tables_come_in_their_order_with_lines_and_values() -> None:
    head, package, deps = tables.read(TEXT)
    assert [(one.name, one.line) for one in (head, package, deps)] == [
        ("", 0), ("package", 4), ("package.deps", 22),
    ]  # fmt: skip
    assert (package.text("name"), package.text("quoted key")) == ("one", "single")
    assert (package.texts("list"), package.text("version")) == (["a", "b"], "")


def test_inline_tables_are_read_field_by_field() -> None:
    _, package, _ = tables.read(TEXT)
    assert package.fields("rows", "name") == ["p", "q"]
    assert package.fields("inline", "name") == ["x#y"]


def test_a_list_without_an_end_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableError) as refused:
        list(tables.read("a = 1\nb = [\n1,\n"))
    assert refused.value.line == 2


@pytest.mark.slow
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,5}", fullmatch=True),
        st.from_regex(r"[ -!#-\[\]-~]{0,9}", fullmatch=True),
    )
)
def test_plain_texts_are_read_as_tomllib_reads_them(values: dict[str, str]) -> None:
    text = "[[package]]\n" + "".join(f'{key} = "{value}"\n' for key, value in values.items())
    _, package = tables.read(text)
    (wanted,) = tomllib.loads(text)["package"]
    assert {key: package.text(key) for key in values} == wanted
