"""Where a repository keeps its things, and where its refs point to."""

from pathlib import Path

from beffroi.policy.check.places import place_around, place_at, read_plain, read_refs
from tests.fakes.repositories import make_repository, run_git


def test_a_work_tree_and_a_bare_repository_are_places(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    work, bare = place_at(root), place_at(root / ".git")
    assert work
    assert bare
    assert (work.root, bare.root) == (root, None)
    assert place_at(root / "src") is None


def test_the_nearest_repository_around_a_folder_is_found(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    found = place_around(root / "src")
    assert found
    assert found.root == root


def test_a_file_that_names_no_repository_is_none(tmp_path: Path) -> None:
    for said in ("gitdir: /nowhere", "gitdir:\0x", "nonsense", "gitdir: .git"):
        (tmp_path / ".git").write_text(said, "utf-8")
        assert place_at(tmp_path) is None


def test_refs_are_followed_and_private_ones_are_left_out(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    head = run_git(root, "rev-parse", "HEAD")
    for name in ("refs/tags/x", "refs/stash", "refs/replace/y", "refs/pull/1/head"):
        run_git(root, "update-ref", name, head)
    run_git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/heads/main")
    place = place_at(root)
    assert place
    names = ["refs/heads/main", "refs/pull/1/head", "refs/remotes/origin/HEAD", "refs/tags/x"]
    assert (read_refs(place).head, list(read_refs(place).by_name)) == (head, names)


def test_refs_that_lead_in_a_circle_lead_nowhere(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / ".git/HEAD").write_text("ref: refs/heads/a\n", "utf-8")
    (root / ".git/refs/heads/a").write_text("ref: refs/heads/b\n", "utf-8")
    (root / ".git/refs/heads/b").write_text("ref: refs/heads/a\n", "utf-8")
    place = place_at(root)
    assert place
    assert read_refs(place).head == ""


def test_a_bare_repository_whose_head_leads_nowhere_has_a_main_branch(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / ".git/HEAD").write_text("ref: refs/heads/none\n", "utf-8")
    bare, work = place_at(root / ".git"), place_at(root)
    assert bare
    assert work
    assert read_refs(bare).head == read_refs(bare).by_name["refs/heads/main"]
    assert read_refs(work).head == ""


def test_only_ordinary_files_are_read_and_no_more_than_asked(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert read_plain(tmp_path / "a", 3) == b"123"
    assert [read_plain(path, 3) for path in (tmp_path / "link", tmp_path, tmp_path / "no")] == [
        b""
    ] * 3
    assert read_plain(Path("a\0b"), 3) == b""


def test_refs_in_a_form_that_is_not_read_are_said(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    (root / ".git/reftable").mkdir()
    place = place_at(root)
    assert place
    assert place.is_strange


def test_a_name_that_no_system_takes_is_no_place(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text(f"gitdir: {'a' * 300}", "utf-8")
    assert place_at(tmp_path) is None
