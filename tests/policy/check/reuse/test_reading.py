"""What a file says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy.check.reuse.reading import identifiers_in, is_expression, said_in

TAG = "SPDX-License-" + "Identifier:"
HOLDER = "SPDX-File" + "CopyrightText:"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"# {TAG} MIT\n", "MIT"),
        (f"/* {TAG} EPL-2.0 WITH LLVM-exception */", "EPL-2.0 WITH LLVM-exception"),
        (f"<!-- {TAG} CC0-1.0 -->\n", "CC0-1.0"),
        (f"{{# {TAG} MIT #}}", "MIT"),
        (f"(* {TAG} MIT *)", "MIT"),
        (f'<x tag="{TAG} MIT"/>', "MIT"),
        (f'"{TAG} Zlib"', "Zlib"),
        (f"# {TAG} MIT\r\n", "MIT"),
        (f".. {TAG} (MIT AND ISC)", "(MIT AND ISC)"),
    ],
)  # fmt: skip
def test_a_tag_is_read_without_its_comment(content: str, expected: str) -> None:
    assert said_in(content.encode()).expressions == (expected,)


@pytest.mark.parametrize(
    "content",
    [f"# {HOLDER} 2026 DINUM", "Copyright 2026 DINUM", "Copyright(c) 2026", "© 2026 DINUM"],
)
def test_a_holder_is_named_by_a_tag_or_a_notice(content: str) -> None:
    assert said_in(content.encode()).is_held


@pytest.mark.parametrize("content", ["copyright 2026", "Copyrighted", "x = 1", ""])
def test_other_words_name_no_holder(content: str) -> None:
    assert not said_in(content.encode()).is_held


def test_what_reuse_is_told_to_ignore_is_ignored_and_lines_are_counted_on() -> None:
    content = f"# REUSE-Ignore{'Start'}\n# {TAG} MIT\n# REUSE-Ignore{'End'}\n# {TAG} ISC\n"
    said = said_in(content.encode())
    assert (said.expressions, said.line) == (("ISC",), 4)


def test_a_tag_counts_wherever_it_stands() -> None:
    assert said_in(("x\n" * 9000 + f"# {TAG} ISC\n").encode()).line == 9001


def test_utf_16_is_read_and_a_picture_is_not() -> None:
    assert said_in(f"{TAG} MIT".encode("utf-16")).expressions == ("MIT",)
    assert not said_in(b"\x89PNG\r\n\x1a\n" + f"{TAG} MIT".encode()).expressions


@pytest.mark.parametrize("written", ["MIT OR", "", "MIT/X11", "MIT, ISC", "(MIT", "MIT ISC", ")"])
def test_what_is_built_wrong_is_no_expression(written: str) -> None:
    assert not is_expression(written)


def test_identifiers_are_those_that_stand_there() -> None:
    assert is_expression("(MIT or Apache-2.0+) AND LicenseRef-Own")
    found = identifiers_in("(MIT or Apache-2.0+) AND LicenseRef-Own")
    assert found == ["MIT", "Apache-2.0+", "LicenseRef-Own"]


@given(some.binary())
def test_any_bytes_are_answered(data: bytes) -> None:
    said_in(data + TAG.encode() + data)
