"""Secrets of files and of the history of a repository."""

from pathlib import Path

import pytest

from beffroi.policy.check.declarations import Declarations
from beffroi.policy.check.secrets.repositories import LARGEST, scan_history, scan_tree
from tests.fakes.repositories import run_git
from tests.policy.check.making import Made, make_history, subject_of
from tests.policy.check.secrets.samples import drawn, seeded

SECRET = drawn('key = "ghp_{A36}"\n', seeded(1))
OTHER = drawn('key = "glpat-{w20}"\n', seeded(2))


def past(folder: Path) -> Path:
    """Make a history: a secret comes with the second commit and goes with the third."""
    steps = ({"a.py": "x = 1\n"}, {"a.py": SECRET}, {"a.py": "x = 2\n", "b.py": "x = 1\n"})
    return make_history(folder, [Made(files=files) for files in steps])


@pytest.mark.slow
def test_files_are_scanned(tmp_path: Path) -> None:
    folder = make_history(tmp_path, [Made(files={"a.py": SECRET, "b/c.py": OTHER, "d.py": "x\n"})])
    scan = scan_tree(subject_of(folder))
    assert [(one.rule, one.path) for one in scan.found] == [
        ("github-token", "a.py"),
        ("gitlab-token", "b/c.py"),
    ]
    assert (scan.files, scan.allowed, scan.left_out) == (3, 0, ())


@pytest.mark.slow
def test_a_secret_that_is_gone_is_found_in_the_history_with_its_commit(tmp_path: Path) -> None:
    folder = past(tmp_path)
    assert scan_tree(subject_of(folder)).found == ()
    scan = scan_history(subject_of(folder))
    assert scan is not None
    assert [(one.rule, one.path) for one in scan.found] == [("github-token", "a.py")]
    assert scan.found[0].commit == run_git(folder, "rev-parse", "HEAD~1")


@pytest.mark.slow
def test_a_version_that_many_commits_hold_is_read_once(tmp_path: Path) -> None:
    again = [Made(files={"a.py": SECRET, f"{number}.txt": f"{number}"}) for number in range(5)]
    scan = scan_history(subject_of(make_history(tmp_path, again)))
    assert scan is not None
    assert (len(scan.found), scan.files) == (1, 6)


@pytest.mark.slow
def test_a_shallow_copy_says_that_it_is_not_whole(tmp_path: Path) -> None:
    source = past(tmp_path / "source")
    copy = tmp_path / "copy"
    run_git(tmp_path, "clone", "--quiet", "--depth=1", source.as_uri(), str(copy))
    scan = scan_history(subject_of(copy))
    assert scan is not None
    assert scan.is_partial
    assert scan.found == ()


def test_without_a_history_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert scan_history(subject_of(tmp_path, history=None)) is None


@pytest.mark.slow
def test_what_is_allowed_is_counted(tmp_path: Path) -> None:
    folder = make_history(tmp_path, [Made(files={"a.py": SECRET})])
    told = {"secrets": {"allowed": [{"path": "a.py", "reason": "revoked"}]}}
    scan = scan_tree(subject_of(folder, declarations=Declarations(tables=told)))
    assert (scan.found, scan.allowed) == ((), 1)


@pytest.mark.slow
def test_of_a_huge_file_the_beginning_is_read_and_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "big.sql").write_bytes(SECRET.encode() + b"-- filling\n" * (LARGEST // 10))
    scan = scan_tree(subject_of(tmp_path))
    assert scan.left_out == ("big.sql",)
    assert len(scan.found) == 1
