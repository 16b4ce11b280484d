"""What persons declared to be no secret."""

from dataclasses import replace

import pytest

from beffroi.policy.check.secrets.allowances import allowances_of, is_allowed_line, without
from beffroi.policy.check.secrets.shapes import Found

FOUND = Found("github-token", "docs/usage.md", 3, "ghp_…Zx9a", "0a1b2c", is_sure=True)


def entry(**others: object) -> dict[str, object]:
    return {"path": "docs/*", "reason": "an example that no service knows", **others}


@pytest.mark.parametrize("others", [{}, {"rule": "github-token"}, {"hash": "0a1b2c"}])
def test_an_entry_covers_what_it_describes(others: dict[str, object]) -> None:
    assert allowances_of({"allowed": [entry(**others)]}).cover(FOUND)


@pytest.mark.parametrize("others", [{"path": "src/*"}, {"rule": "jwt"}, {"hash": "ffffff"}])
def test_an_entry_covers_nothing_else(others: dict[str, object]) -> None:
    assert not allowances_of({"allowed": [entry(**others)]}).cover(FOUND)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({"allowed": "docs/*"}, "secrets.allowed: [[secrets.allowed]]"),
        ({"allowed": ["docs/*"]}, "secrets.allowed[1]: [[secrets.allowed]]"),
        ({"allowed": [{"path": "docs/*"}]}, "secrets.allowed[1].reason"),
        ({"allowed": [{"reason": "x"}]}, "secrets.allowed[1].path"),
        ({"allowed": [entry(), entry(hash=3)]}, "secrets.allowed[2].hash"),
        ({"allowed": [entry(line="3")]}, "secrets.allowed[1].line"),
    ],
)
def test_a_faulty_entry_is_named_and_allows_nothing(table: dict[str, object], fault: str) -> None:
    read = allowances_of(table)
    assert read.faults == (fault,)
    assert len(read.entries) == (1 if fault.startswith("secrets.allowed[2]") else 0)


def test_what_is_allowed_is_counted() -> None:
    other = replace(FOUND, path="src/app.py")
    assert without([FOUND, other], allowances_of({"allowed": [entry()]})) == ([other], 1)


def test_a_word_on_another_line_allows_nothing() -> None:
    data = b"# gitleaks:allow\nsecret\n"
    assert not is_allowed_line(data, 17, 23)
    assert is_allowed_line(data + b"x gitleaks:allow", 24, 25)
