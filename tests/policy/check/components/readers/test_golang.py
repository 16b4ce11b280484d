"""go.mod and go.sum."""

import pytest

from beffroi.policy.check.components.errors import UnreadableError
from tests.policy.check.components.making import read

MOD = """module example.org/ours

go 1.22

require example.org/Single v1.0.0

require (
\texample.org/a v1.2.3
\texample.org/b v0.0.0-2024 // indirect
\t"example.org/c" v1.0.0
\texample.org/d v1.0.0
)

replace example.org/a => example.org/fork v1.2.4
replace (
\texample.org/c v1.0.0 => ../c
\texample.org/d v0.9.0 => example.org/never v1.0.0
)
exclude example.org/e v1.0.0
"""


def test_modules_are_read_as_replace_changes_them() -> None:
    assert [(one.purl, one.line, one.direct) for one in read("go.mod", MOD)] == [
        ("pkg:golang/example.org/single@v1.0.0", 5, True),
        ("pkg:golang/example.org/fork@v1.2.4", 8, True),
        ("pkg:golang/example.org/b@v0.0.0-2024", 9, False),
        ("pkg:golang/example.org/d@v1.0.0", 11, True),
    ]


def test_go_sum_lists_the_modules_whose_content_it_knows() -> None:
    text = "example.org/a v1.0.0 h1:abc=\nexample.org/a v1.0.0/go.mod h1:def=\n\n"
    assert [(one.purl, one.line) for one in read("go.sum", text)] == [
        ("pkg:golang/example.org/a@v1.0.0", 1)
    ]


@pytest.mark.parametrize(("name", "text"), [("go.mod", "hello\n"), ("go.sum", "\nhello\n")])
def test_what_is_none_is_refused(name: str, text: str) -> None:
    with pytest.raises(UnreadableError):
        read(name, text)


def test_a_directive_without_words_says_nothing() -> None:
    assert read("go.mod", "module x\nrequire a\nreplace =>\nreplace a =>\n") == []
