"""The files of a working copy, as they lie there."""

import os
import time
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.tree import open_tree
from tests.fakes.repositories import FILES, commit, make_repository, run_git
from tests.policy.check.making import make_index


def test_what_git_tracks_is_judged_and_the_rest_is_named(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a", {**FILES, ".gitignore": "*.log\n"})
    (root / "new.md").write_text("x", "utf-8")
    (root / "much.log").write_text("x", "utf-8")
    tree = open_tree(root)
    assert list(tree.files) == [".gitignore", *sorted(FILES)]
    assert tree.untracked == ("new.md",)


def test_a_staged_file_is_judged_and_a_missing_one_is_left_out(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / "new.md").write_text("x", "utf-8")
    run_git(root, "add", "new.md")
    (root / "LICENSE").unlink()
    tree = open_tree(root)
    assert "new.md" in tree.files
    assert tree.left_out == ("LICENSE",)


def test_what_is_excluded_here_alone_is_not_named_as_untracked(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / ".git/info/exclude").write_text("own/\n", "utf-8")
    (root / "own").mkdir()
    (root / "own/x").write_text("x", "utf-8")
    assert open_tree(root).untracked == ()


def test_a_folder_outside_git_is_read_whole_without_what_version_control_keeps(
    tmp_path: Path,
) -> None:
    for path in ("a.py", "sub/b.py", ".svn/entries", "sub/CVS/Root"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x", "utf-8")
    tree = open_tree(tmp_path)
    assert list(tree.files) == ["a.py", "sub/b.py"]
    assert tree.versioning == (".svn",)
    assert tree.untracked == ()


def test_before_anything_is_tracked_all_files_are_judged(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet")
    (tmp_path / "README.md").write_text("x", "utf-8")
    assert list(open_tree(tmp_path).files) == ["README.md"]


def test_a_tracked_folder_stands_for_its_working_copy_another_for_itself(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / "apart").mkdir()
    (root / "apart/x.py").write_text("x", "utf-8")
    assert open_tree(root / "src").root == root
    assert list(open_tree(root / "apart").files) == ["x.py"]


def test_of_a_bare_repository_the_files_of_its_branch_are_read(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    run_git(root, "clone", "--quiet", "--bare", ".", str(tmp_path / "b.git"))
    tree = open_tree(tmp_path / "b.git")
    assert {path: tree.text(path) for path in tree.files} == FILES
    assert tree.versioning == (".git",)


def test_a_repository_of_sha256_is_read_like_another(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a", FILES, "--object-format=sha256")
    run_git(root, "clone", "--quiet", "--bare", ".", str(tmp_path / "b.git"))
    assert set(open_tree(root).files) == set(FILES)
    assert set(open_tree(tmp_path / "b.git").files) == set(FILES)


def test_a_second_work_tree_is_read_like_the_first(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    run_git(root, "worktree", "add", "--quiet", str(tmp_path / "b"), "-b", "other")
    commit(tmp_path / "b", {"only.md": "x"})
    assert set(open_tree(tmp_path / "b").files) == {*FILES, "only.md"}


@pytest.mark.slow
def test_a_submodule_is_named_and_is_a_subject_of_its_own(tmp_path: Path) -> None:
    inner = make_repository(tmp_path / "inner")
    root = make_repository(tmp_path / "a")
    words = ("-c", "protocol.file.allow=always", "submodule", "--quiet", "add")
    run_git(root, *words, str(inner), "sub")
    tree = open_tree(root)
    assert tree.submodules == ("sub",)
    assert not any(path.startswith("sub/") for path in tree.files)
    assert set(open_tree(root / "sub").files) == set(FILES)


def test_a_split_index_is_read(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    run_git(root, "update-index", "--split-index")
    assert set(open_tree(root).files) == set(FILES)


def test_a_link_is_followed_inside_and_never_out(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (tmp_path / "secret").write_text("secret", "utf-8")
    links = {"COPYING": "LICENSE", "out": "../secret", "abs": "/etc/hostname", "git": ".git/config"}
    for name, target in {**links, "loop": "loop", "deep": "src/../LICENSE"}.items():
        (root / name).symlink_to(target)
    run_git(root, "add", "--all")
    tree = open_tree(root)
    assert tree.text("COPYING") == tree.text("deep") == FILES["LICENSE"]
    assert [tree.data(name) for name in ("out", "abs", "git", "loop")] == [b""] * 4
    assert tree.files["out"].is_link


def test_a_folder_that_became_a_link_leads_nowhere(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (tmp_path / "else").mkdir()
    (tmp_path / "else/main.py").write_text("secret", "utf-8")
    (root / "src/main.py").unlink()
    (root / "src").rmdir()
    (root / "src").symlink_to(tmp_path / "else")
    tree = open_tree(root)
    assert tree.data("src/main.py") == b""
    assert tree.left_out == ("src/main.py",)


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / "LICENSE").unlink()
    os.mkfifo(root / "LICENSE")
    os.mkfifo(root / ".git/packed-refs")
    tree = open_tree(root)
    assert tree.data("LICENSE") == b""
    assert tree.left_out == ("LICENSE",)


def test_names_of_any_bytes_are_kept(tmp_path: Path) -> None:
    names = [b"caf\xe9.txt", "été\n.md".encode(), b"-rf", b"a\tb", b'"q"', b"\xff\xfe"]
    root = make_repository(tmp_path / "a")
    for name in names:
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_bytes(b"x")
    run_git(root, "add", "--all")
    tree = open_tree(root)
    assert {os.fsdecode(name) for name in names} < tree.files.keys()
    assert all(tree.data(os.fsdecode(name)) == b"x" for name in names)


def test_the_text_of_a_file_is_read_with_its_mark_of_order(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfx")
    (tmp_path / "b").write_bytes("été".encode("utf-16"))
    (tmp_path / "c").write_bytes(b"caf\xe9")
    tree = open_tree(tmp_path)
    assert [tree.text(name) for name in "abc"] == ["x", "été", "caf\ufffd"]
    assert tree.data("a", 4) == b"\xef\xbb\xbfx"[:4]
    assert tree.data("nothing") == b""


def test_patterns_find_names_anywhere_or_paths(tmp_path: Path) -> None:
    files = ["README.md", "docs/readme.txt", ".github/workflows/ci.yml", "src/x.py"]
    tree = open_tree(make_repository(tmp_path / "a", dict.fromkeys(files, "x")))
    assert tree.matching("readme*") == ["README.md", "docs/readme.txt"]
    assert tree.matching("/README*") == ["README.md"]
    assert tree.matching(".github/*", "*.PY") == [".github/workflows/ci.yml", "src/x.py"]


def test_what_is_no_folder_is_refused_with_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(UsageError, match="is no folder"):
        open_tree(tmp_path / "file")


def test_a_damaged_index_is_said(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / ".git/index").write_bytes(b"DIRC nonsense")
    with pytest.raises(UsageError, match="cannot be read"):
        open_tree(root)


def test_a_bare_repository_without_commit_has_no_file(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--bare", "b.git")
    assert open_tree(tmp_path / "b.git").files == {}


@pytest.mark.slow
def test_a_hundred_thousand_files_are_listed_in_seconds(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    blob = run_git(root, "hash-object", "LICENSE")
    lines = "".join(f"100644 {blob}\td{n % 500}/f{n}.py\n" for n in range(100_000))
    make_index(root, lines)
    start = time.process_time()
    tree = open_tree(root)
    assert len(tree.left_out) == 100_000
    assert time.process_time() - start < 5


def test_without_a_list_of_what_is_excluded_here_nothing_is_missed(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / ".git/info/exclude").unlink(missing_ok=True)
    (root / "new").write_text("x", "utf-8")
    assert open_tree(root).untracked == ("new",)


def test_an_index_damaged_meanwhile_gives_no_hint(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    tree = open_tree(root)
    (root / ".git/index").write_bytes(b"DIRC nonsense")
    assert tree.untracked == ()
    assert list(open_tree(root / "src").files) == ["main.py"]


def test_a_link_checked_out_as_a_text_is_a_link(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / "COPYING").symlink_to("LICENSE")
    run_git(root, "add", "COPYING")
    (root / "COPYING").unlink()
    (root / "COPYING").write_text("LICENSE", "utf-8")
    tree = open_tree(root)
    assert (tree.files["COPYING"].is_link, tree.text("COPYING")) == (True, FILES["LICENSE"])


def test_a_path_longer_than_the_system_takes_is_left_out(tmp_path: Path) -> None:
    opened = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("a" * 250, dir_fd=opened)
        below = os.open("a" * 250, os.O_RDONLY, dir_fd=opened)
        os.close(opened)
        opened = below
    os.close(opened)
    assert open_tree(tmp_path).files == {}
    assert len(open_tree(tmp_path).left_out) == 1
