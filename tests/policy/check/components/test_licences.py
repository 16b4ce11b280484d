"""Licences of components, off line."""

import json
from pathlib import Path

import pytest

from beffroi.policy.check.components.finding import components_of
from beffroi.policy.check.components.licences import expression_of, told
from beffroi.policy.check.declarations import Declarations
from tests.policy.check.components.making import make_component, make_tree
from tests.policy.check.making import subject_of


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("MIT", "MIT"), ("(MIT OR Apache-2.0)", "MIT OR Apache-2.0"), ("Apache 2.0", "Apache-2.0"),
        ("mit", "MIT"), ("SEE LICENSE IN x", ""), ("UNLICENSED", ""), ("", ""), ("x" * 999, ""),
    ],
)  # fmt: skip
def test_a_field_is_brought_to_an_expression_or_to_nothing(said: str, licence: str) -> None:
    assert expression_of(said) == licence


def test_a_person_speaks_of_one_version_or_of_all() -> None:
    given = {"npm/a@1": {"licence": "MIT"}, "npm/a": {"licence": " ISC "}, "npm/b": "no table"}
    versions = (make_component("npm/a", "1"), make_component("npm/a", "2"), make_component("npm/b"))
    assert [told(given, one, "licence") for one in versions] == ["MIT", "ISC", ""]


def test_a_person_is_believed_first_then_the_lock_file_then_what_is_installed(
    tmp_path: Path,
) -> None:
    rows = {f"node_modules/{name}": {"version": "1", "license": "ISC"} for name in "ab"}
    rows |= {f"node_modules/{name}": {"version": "1"} for name in "cd"}
    files = {"package-lock.json": json.dumps({"packages": rows})}
    files |= {
        f"node_modules/{name}/package.json": '{"version": "1", "license": "0BSD"}' for name in "abc"
    }
    declared = Declarations(tables={"components": {"npm/a": {"licence": "MIT"}}})
    found = components_of(subject_of(make_tree(tmp_path, files), declarations=declared))
    assert [one.licence for one in found.components] == ["MIT", "ISC", "0BSD", None]
