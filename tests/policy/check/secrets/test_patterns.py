"""The forms of secrets as data."""

import re

import pytest

from beffroi.policy.check.secrets.patterns import Pattern, compiled, known

PATTERNS = known().patterns


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: f"{one.kind}:{one.rule}")
def test_every_pattern_compiles_and_has_keywords(pattern: Pattern) -> None:
    assert pattern.keywords
    assert all(pattern.keywords)
    assert "<" not in re.sub(r"\(\?[P<=!]+|<[>\w]*[!?=\]#>@]|\[[^\]]*\]", "", pattern.regex)
    compiled(pattern.regex)


def test_a_token_gives_its_own_part_as_the_first_group() -> None:
    tokens = [pattern for pattern in PATTERNS if pattern.kind == "token"]
    assert len(tokens) > 150
    assert {compiled(pattern.regex).groups for pattern in tokens} == {1}


def test_rules_have_one_name_each() -> None:
    names = [pattern.rule for pattern in PATTERNS]
    assert len(set(names)) == len(names)


def test_a_pattern_may_be_bound_to_paths() -> None:
    (pattern,) = (one for one in PATTERNS if one.rule == "nuget-password")
    assert pattern.fits("src/NuGet.config")
    assert not pattern.fits("src/app.py")
