"""Walking over files and directories."""

import os
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.licence.walk import MOST_BYTES, Item, content, is_binary, shown, walk


def reasons(folder: Path) -> dict[str, str]:
    start = len(str(folder)) + 1
    return {item.path[start:]: item.why for item in walk([str(folder)])}


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/z", "b/a", "c", "a"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(reasons(tmp_path)) == ["a", "c", "b/a", "b/z"]


def test_vendored_folders_are_listed_apart_and_hidden_ones_not_at_all(tmp_path: Path) -> None:
    for name in ("node_modules", ".git", "src"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text("x")
    assert reasons(tmp_path) == {"node_modules": "vendored", "src/x": ""}


def test_links_are_followed_only_to_files_of_the_tree(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a").write_text("x")
    for name, target in (("b", "a"), ("c", "/etc/passwd"), ("d", "."), ("e", "no"), ("f", "f")):
        (root / name).symlink_to(target)
    assert reasons(root) == {
        "a": "",
        "b": "",
        "c": "a link that leaves the tree",
        "d": "a link to a directory",
        "e": "a link to nothing",
        "f": "a link to nothing",
    }


def test_pipes_and_large_files_are_left_out_but_not_large_licences(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("data", "LICENSE"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(2 * 10**9)  # a sparse file takes no room
    assert reasons(tmp_path) == {
        "LICENSE": "",
        "data": f"larger than {MOST_BYTES} bytes",
        "pipe": "no regular file",
    }
    assert content(Item(str(tmp_path / "LICENSE"))) == (b"", "binary")
    assert list(walk([str(tmp_path / "pipe")]))[0].why == "no regular file"  # noqa: RUF015


def test_a_directory_that_is_gone_has_a_reason(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").write_text("x")
    items = walk([str(tmp_path)])
    next(items)
    (tmp_path / "a").rmdir()
    assert [item.why for item in items] == ["cannot be read: No such file or directory"]


def test_a_name_that_is_not_utf_8_can_be_read_and_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9")).write_text("MIT")
    (item,) = walk([str(tmp_path)])
    assert content(item) == (b"MIT", "")
    assert shown(item.path).endswith("caf\ufffd")


@pytest.mark.parametrize("path", ["/no/such/place", "a\0b"])
def test_a_path_that_is_not_there_is_refused_by_name(path: str) -> None:
    with pytest.raises(UsageError, match=path[:3]):
        list(walk([path]))


def test_what_cannot_be_read_has_a_reason(tmp_path: Path) -> None:
    assert content(Item(str(tmp_path)))[1].startswith("cannot be read")
    assert content(Item(str(tmp_path / "gone")))[1].startswith("cannot be read")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"plain words\n", False),
        ("données".encode("utf-16"), False),
        ("plain words".encode("utf-16-le") * 9, False),
        ("plain words".encode("utf-16-be") * 9, False),
        (b"text with one \0 in it" * 9, False),
        (b"\x7fELF rest", True),
        (b"%PDF-1.7", True),
        (bytes(range(256)), True),
        (b"\0" * 900, True),
    ],
)
def test_binaries_are_told_from_texts(data: bytes, expected: bool) -> None:  # noqa: FBT001
    assert is_binary(data) is expected
