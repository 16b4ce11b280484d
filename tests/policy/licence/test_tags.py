"""SPDX tags in every kind of comment."""

import pytest

from beffroi.policy.licence import tags
from beffroi.policy.licence.words import read_text

NAME = "SPDX-License-" + "Identifier"  # parted, so that this file bears no tag of its own


@pytest.mark.parametrize(
    "line",
    [
        "// {}: MIT",
        "/* {}: MIT */",
        "# {}: MIT",
        "<!-- {}: MIT -->",
        "-- {}: MIT",
        "; {}: MIT",
        "% {}: MIT",
        "REM {}: MIT",
        "(* {}: MIT *)",
        "{{# {}: MIT #}}",
        '.\\" {}: MIT',
        "'{}': 'MIT',",
        '"""{}: MIT"""',
        "{}:MIT",
        "{}: (MIT)",
    ],
)
def test_a_tag_is_read_in_each_kind_of_comment(line: str) -> None:
    found = list(tags.find(read_text(line.format(NAME))))
    assert [str(tag.expression) for tag in found] == ["MIT"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("((GPL-2.0 WITH Linux-syscall-note) OR Linux-Openib) */",
         "GPL-2.0-only WITH Linux-syscall-note OR Linux-OpenIB"),
        ("GPL-2.0+ OR MIT", "GPL-2.0-or-later OR MIT"),
        ("MIT // and more words", "MIT"),
        ("EUPL-1.2 for the whole file", "EUPL-1.2"),
        ("(MIT OR ISC", "MIT OR ISC"),
    ],
)  # fmt: skip
def test_a_value_is_read_as_far_as_it_is_an_expression(value: str, expected: str) -> None:
    assert str(tags.read(value)) == expected


@pytest.mark.parametrize("value", ["", "NOASSERTION", "see below", "`", "NONE"])
def test_a_value_that_is_no_licence_says_nothing(value: str) -> None:
    assert tags.read(value) is None


def test_what_reuse_ignores_is_ignored() -> None:
    start, end = "REUSE-" + "IgnoreStart", "REUSE-" + "IgnoreEnd"
    lines = [f"# {start}", f"# {NAME}: MIT", f"# {end}", f"# {NAME}: ISC"]
    assert [tag.line for tag in tags.find(read_text("\n".join(lines)))] == [4]


def test_a_package_document_declares_its_licence() -> None:
    found = list(tags.find(read_text("PackageLicenseDeclared: MIT\nLicenseConcluded: ISC")))
    assert [str(tag.expression) for tag in found] == ["MIT", "ISC"]
