"""A change is written whole or not at all, and only inside the working copy."""

from pathlib import Path

import pytest

from beffroi.policy.check.fixing.shapes import Change
from beffroi.policy.check.fixing.writing import NotWrittenError, read, write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_comes_with_its_folders(tmp_path: Path) -> None:
    write(tmp_path, Change("a/b/c.txt", None, b"x"))
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"x"
    assert names(tmp_path / "a/b") == ["c.txt"]


def test_a_changed_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "run").write_bytes(b"old")
    (tmp_path / "run").chmod(0o755)
    write(tmp_path, Change("run", b"old", b"new"))
    assert (tmp_path / "run").read_bytes() == b"new"
    assert (tmp_path / "run").stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(("before", "why"), [(None, "exists"), (b"read another day", "changed")])
def test_a_file_that_is_not_the_one_read_is_never_overwritten(
    tmp_path: Path, before: bytes | None, why: str
) -> None:
    (tmp_path / "a").write_bytes(b"theirs")
    with pytest.raises(NotWrittenError) as error:
        write(tmp_path, Change("a", before, b"ours"))
    assert error.value.why == why
    assert (tmp_path / "a").read_bytes() == b"theirs"
    assert names(tmp_path) == ["a"]


def test_a_link_is_no_file_to_write(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_bytes(b"x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a").symlink_to(tmp_path / "theirs")
    with pytest.raises(NotWrittenError):
        write(tmp_path / "in", Change("a", b"x", b"ours"))
    assert (tmp_path / "theirs").read_bytes() == b"x"


def test_a_folder_that_is_a_link_is_not_entered(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in/folder").symlink_to(tmp_path / "outside")
    with pytest.raises(NotWrittenError, match="refused"):
        write(tmp_path / "in", Change("folder/a", None, b"x"))
    assert names(tmp_path / "outside") == []


@pytest.mark.parametrize("path", ["../a", "a/../../b", ".git/hooks/x", ".GIT/config", "/a"])
def test_what_lies_outside_or_belongs_to_git_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(NotWrittenError, match="outside"):
        write(tmp_path, Change(path, None, b"x"))


def test_reading_tells_nothing_there_from_nothing_to_read(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/hostname")
    assert read(tmp_path, "absent") is None
    assert read(tmp_path, "no/folder") is None
    assert read(tmp_path, "link") == b""
