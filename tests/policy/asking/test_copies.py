"""What a working copy may be asked."""

from pathlib import Path

import pytest

from beffroi.policy.asking.copies import MOST_BYTES, Copy, web_address

CONFIG = """[core]
\tbare = false
[remote "upstream"]
\turl = https://forge.example/up/b.git
[remote "origin"]
\turl = git@forge.example:a/b.git
"""


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://forge.example/a/b.git", "https://forge.example/a/b.git"),
        ("https://me:word@forge.example/a/b", "https://forge.example/a/b"),
        ("http://forge.example:8080/a/b", "https://forge.example:8080/a/b"),
        ("ssh://git@forge.example:2222/a/b.git", "https://forge.example/a/b.git"),
        ("git@forge.example:a/b.git", "https://forge.example/a/b.git"),
        ("/srv/git/b.git", ""),
        ("file:///srv/b.git", ""),
        ("../b", ""),
        ("", ""),
    ],
)
def test_a_remote_becomes_an_address_of_the_web_without_secrets(remote: str, address: str) -> None:
    assert web_address(remote) == address


def test_the_remote_named_origin_counts_first(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_text(CONFIG)
    assert Copy(tmp_path).remote() == ("https://forge.example/a/b.git", ".git/config", 6)


def test_a_worktree_leads_to_the_remotes_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / "main/.git/worktrees/x").mkdir(parents=True)
    (tmp_path / "main/.git/config").write_text(CONFIG)
    (tmp_path / "x").mkdir()
    (tmp_path / "x/.git").write_text(f"gitdir: {tmp_path}/main/.git/worktrees/x\n")
    assert Copy(tmp_path / "x").remote()[0] == "https://forge.example/a/b.git"


def test_without_git_there_is_no_remote(tmp_path: Path) -> None:
    assert Copy(tmp_path).remote() == ("", "", 0)


def test_files_are_found_in_any_case_and_read_in_bounds(tmp_path: Path) -> None:
    (tmp_path / "ReadMe.md").write_bytes(b"\xef\xbb\xbfx" + b"y" * MOST_BYTES)
    copy = Copy(tmp_path)
    assert copy.first("readme", "readme.md") == "ReadMe.md"
    assert len(copy.data("ReadMe.md")) == MOST_BYTES
    assert copy.text("ReadMe.md")[:2] == "xy"
    assert copy.first("none") == ""
    assert copy.data("") == b""


def test_links_and_what_is_no_file_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (tmp_path / "in").mkdir()
    (tmp_path / "in/readme.md").symlink_to(tmp_path / "secret")
    copy = Copy(tmp_path / "in")
    assert (copy.top(), copy.data("readme.md"), copy.data("..")) == ([], b"", b"")
    assert Copy(tmp_path / "none").top() == []


def test_paths_are_the_upper_ones_first_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/c/d", ".hid", "node_modules/x"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "a.txt").write_text("")
    assert list(Copy(tmp_path).paths()) == ["a.txt", "b", "node_modules", "b/c", "b/c/d"]
