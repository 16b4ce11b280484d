"""Licences that a program only mentions in its strings."""

import pytest

from beffroi.policy.licence.clues import find_clues
from beffroi.policy.licence.words import read_text


@pytest.mark.parametrize(
    "line",
    ['repository = Repository(licence="MIT")', "if record.license == 'GPL-2.0':",
     '    assert page["license"] == "EUPL-1.2"', "cases = [('license: MIT', 'MIT')]"],
)  # fmt: skip
def test_a_program_that_mentions_a_licence_declares_none(line: str) -> None:
    assert find_clues(read_text(line), "tests.py") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [('__license__ = "MIT"', "module.py"), ('    license="MIT",', "setup.py"),
     ('MODULE_LICENSE("GPL v2");', "driver.c"), ("# License: MIT", "module.py"),
     ('setup(name="x", license="MIT")', "setup.py"), ('x = y("license", "MIT")', "notes.txt"),
     (" * Licensed under the 'MIT' license", "module.js")],
)  # fmt: skip
def test_a_declaration_is_one(line: str, name: str) -> None:
    assert find_clues(read_text(line), name)
