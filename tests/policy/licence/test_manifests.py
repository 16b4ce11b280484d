"""The field of the licence in manifests."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.policy.licence import manifests
from beffroi.policy.licence.words import read_text

NAMES = ["package.json", "composer.json", "META.json", "Cargo.toml", "pyproject.toml", "pom.xml",
         "DESCRIPTION", "a.nuspec", "codemeta.json"]  # fmt: skip


def declared(name: str, content: str) -> list[tuple[str, int]]:
    return [(str(tag.expression), tag.line) for tag in manifests.find(name, read_text(content))]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("package.json", '{"name": "x",\n"license": "(MIT OR Apache-2.0)"}', "MIT OR Apache-2.0"),
        ("package.json", '{"licenses": [{"type": "MIT"}, {"type": "GPL-2.0"}]}',
         "MIT OR GPL-2.0-only"),
        ("composer.json", '{"license": ["LGPL-2.1-only", "GPL-3.0-or-later"]}',
         "LGPL-2.1-only OR GPL-3.0-or-later"),
        ("META.json", '{"license": ["perl_5"]}', "Artistic-1.0-Perl OR GPL-1.0-or-later"),
        ("codemeta.json", '{"license": "https://spdx.org/licenses/EUPL-1.2"}', "EUPL-1.2"),
        ("Cargo.toml", '[package]\nlicense = "MIT/Apache-2.0"', "MIT OR Apache-2.0"),
        ("pyproject.toml", '[project]\nlicense = {text = "EUPL-1.2"}', "EUPL-1.2"),
        ("pyproject.toml", '[tool.poetry]\nlicense = "ISC"', "ISC"),
        ("pom.xml", "<license><name>x</name><url>http://opensource.org/licenses/MIT</url></license>",
         "MIT"),
        ("a.nuspec", '<license type="expression">MIT</license>', "MIT"),
        ("DESCRIPTION", "License: GPL (>= 2) | MIT + file LICENSE\n", "GPL-2.0-or-later OR MIT"),
        ("DESCRIPTION", "License: LGPL-2.1\n", "LGPL-2.1-only"),
        ("DESCRIPTION", "License: GPL-3\n", "GPL-3.0-only"),
    ],
)  # fmt: skip
def test_a_manifest_declares_a_licence(name: str, content: str, expected: str) -> None:
    assert [expression for expression, _ in declared(name, content)] == [expected]


def test_the_line_is_that_of_the_field() -> None:
    assert declared("package.json", '{"name": "MIT",\n\n"license": "MIT"}') == [("MIT", 3)]


def test_other_files_declare_nothing_here() -> None:
    assert declared("readme.json", '{"license": "MIT"}') == []


@pytest.mark.parametrize("content", ["[", "{}", "null", "3", '{"license": 3}', "", "[" * 9000])
@pytest.mark.parametrize("name", NAMES)
def test_a_broken_manifest_declares_nothing(name: str, content: str) -> None:
    assert declared(name, content) == []


@given(some.sampled_from(NAMES), some.text())
def test_any_text_is_answered(name: str, content: str) -> None:
    declared(name, content)
