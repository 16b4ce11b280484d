"""REUSE.toml and dep5."""

import pytest

from beffroi.policy.check.reuse.annotations import (
    FaultyAnnotationsError,
    matching,
    read_dep5,
    read_toml,
)

TOML = """version = 1

[[annotations]]
path = "**"
SPDX-FileCopyrightText = "2026 DINUM"
SPDX-License-Identifier = "EUPL-1.2"

[[annotations]]
path = ["docs/**", "README*"]
precedence = "override"
SPDX-License-Identifier = ["etalab-2.0", "CC0-1.0"]
"""
DEP5 = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2026 DINUM
License: EUPL-1.2

Files: docs/* img?.png
Copyright: 2026 a
 2026 b
License: etalab-2.0
 The text of the licence.
"""


def test_each_table_says_what_line_for_which_files() -> None:
    whole, documents = read_toml(TOML, "REUSE.toml")
    assert (whole.line, whole.expressions, whole.is_held) == (3, ("EUPL-1.2",), True)
    assert (documents.line, documents.precedence, documents.is_held) == (8, "override", False)


def test_the_last_table_that_fits_counts() -> None:
    tables = read_toml(TOML, "REUSE.toml")
    assert matching(tables, "docs/a/b.md") is tables[1]
    assert matching(tables, "src/a.py") is tables[0]
    assert matching(tables[1:], "src/a.py") is None


def test_the_paragraphs_of_dep5_are_read() -> None:
    found = matching(read_dep5(DEP5), "docs/deep/a.md")
    assert found is not None
    assert (found.expressions, found.is_held, found.line) == (("etalab-2.0",), True, 7)


@pytest.mark.parametrize(
    "text",
    [
        "version = ",
        "annotations = 3",
        "annotations = [3]",
        "[[annotations]]\nSPDX-License-Identifier = 'MIT'",
        "[[annotations]]\npath = 3",
        "[[annotations]]\npath = '*'\nprecedence = 'mine'",
        "[[annotations]]\npath = '*'\nSPDX-License-Identifier = [3]",
        "a = " + "[" * 5000,
    ],
)
def test_a_faulty_file_is_said_with_its_line(text: str) -> None:
    with pytest.raises(FaultyAnnotationsError) as error:
        read_toml(text, "sub/REUSE.toml")
    assert error.value.evidence.path == "sub/REUSE.toml"
    assert error.value.evidence.line >= 1
