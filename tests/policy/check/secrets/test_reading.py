"""What a path says of a file, and what the patterns see in it."""

import pytest

from beffroi.policy.check.secrets.reading import place_of, read


@pytest.mark.parametrize(
    "path", ["package-lock.json", "a/poetry.lock", "app.min.js", "LICENSES/MIT.txt", "fr.po"]
)
def test_locks_and_built_files_are_read_for_marked_forms_only(path: str) -> None:
    assert place_of(path, b"").is_marked_only


@pytest.mark.parametrize(
    "path", ["tests/a.py", "docs/a.md", "README.md", ".env.example", "src/a.spec.ts", "test_a.py"]
)
def test_examples_stand_in_tests_and_documentation(path: str) -> None:
    assert place_of(path, b"").is_example


@pytest.mark.parametrize("path", ["src/app.py", "contest/app.py", "latest.py", ".env", "a/main.go"])
def test_other_files_hold_no_examples(path: str) -> None:
    assert not place_of(path, b"").is_example


def test_a_file_of_endless_lines_is_a_built_one() -> None:
    assert place_of("app.js", b"x" * 30_000).is_marked_only
    assert not place_of("app.js", b"x = 1\n" * 5_000).is_marked_only


def test_nothing_is_seen_in_nothing() -> None:
    assert list(read(b"", place_of("app.py", b""))) == []
