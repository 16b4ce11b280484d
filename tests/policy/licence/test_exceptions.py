"""Exceptions are joined to the licence that they belong to."""

import pytest

from beffroi.policy.licence.exceptions import attach
from beffroi.policy.licence.expressions import parse
from beffroi.policy.licence.shapes import Match


def joined(expression: str, *exceptions: str) -> str:
    matches = [Match(one, "notice", 1, 1) for one in exceptions]
    return str(attach(parse(expression), matches))


@pytest.mark.parametrize(
    ("expression", "exception", "expected"),
    [
        ("CDDL-1.1 OR GPL-2.0-only", "Classpath-exception-2.0",
         "CDDL-1.1 OR GPL-2.0-only WITH Classpath-exception-2.0"),
        ("MIT AND Apache-2.0", "LLVM-exception", "MIT AND Apache-2.0 WITH LLVM-exception"),
        ("GPL-2.0-or-later", "Autoconf-exception-3.0",
         "GPL-2.0-or-later WITH Autoconf-exception-2.0"),
        ("LGPL-3.0-only", "GPL-3.0-linking-exception",
         "LGPL-3.0-only WITH LGPL-3.0-linking-exception"),
        ("GPL-2.0-only", "GPL-3.0-linking-exception", "GPL-2.0-only"),
        ("MIT", "Classpath-exception-2.0", "MIT"),
    ],
)  # fmt: skip
def test_an_exception_finds_its_licence(expression: str, exception: str, expected: str) -> None:
    assert joined(expression, exception) == expected


def test_a_licence_takes_one_exception() -> None:
    once = "GPL-2.0-only WITH Classpath-exception-2.0"
    assert joined("GPL-2.0-only", "Classpath-exception-2.0", "GCC-exception-2.0") == once
