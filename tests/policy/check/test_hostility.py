"""A repository that tries everything git can be made to run: nothing of it runs, nothing calls."""

import hashlib
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from beffroi.policy.check.history import open_history
from beffroi.policy.check.rules import forge, identity, origin, versions
from beffroi.policy.check.tree import open_tree
from tests.fakes.repositories import FILES, make_repository, run_git
from tests.policy.check.making import rule_of, subject_of

SETTINGS = """
[core]
\trepositoryformatversion = 1
\tfsmonitor = {trap}
\thooksPath = {hooks}
\tsshCommand = {trap}
\teditor = {trap}
\tpager = {trap}
\taskPass = {trap}
\tgitProxy = {trap}
\talternateRefsCommand = {trap}
\tattributesFile = {attributes}
\tworktree = /
[pager]
\tlog = {trap}
\tls-files = {trap}
\tcat-file = {trap}
[alias]
\trev-list = !{trap}
\tlog = !{trap}
\tls-files = !{trap}
\tcat-file = !{trap}
[filter "evil"]
\tclean = {trap}
\tsmudge = {trap}
\tprocess = {trap}
\trequired = true
[diff]
\texternal = {trap}
[diff "evil"]
\ttextconv = {trap}
\tcommand = {trap}
[merge "evil"]
\tdriver = {trap}
[gpg]
\tprogram = {trap}
[gpg "ssh"]
\tprogram = {trap}
\tdefaultKeyCommand = {trap}
[log]
\tshowSignature = true
[trailer "sign"]
\tkey = Signed-off-by
\tcommand = {trap}
[credential]
\thelper = {trap}
[protocol "ext"]
\tallow = always
[protocol "file"]
\tallow = always
[uploadpack]
\tpackObjectsHook = {trap}
[extensions]
\tpartialClone = origin
[remote "origin"]
\turl = ext::{trap}
\tpromisor = true
\tpartialCloneFilter = blob:none
\tuploadpack = {trap}
\tvcs = evil
[include]
\tpath = {included}
[maintenance]
\tauto = true
[gc]
\tauto = 1
"""
HOOKS = (
    "fsmonitor-watchman", "post-checkout", "post-index-change", "post-merge", "pre-auto-gc",
    "reference-transaction", "query-watchman", "post-commit", "proc-receive", "update",
)  # fmt: skip


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """Return a program that leaves a trace beside itself when anything runs it."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\necho ran >> {tmp_path}/trace\n", "utf-8")
    program.chmod(0o755)
    return program


@pytest.fixture
def hostile(tmp_path: Path, trap: Path) -> Iterator[Path]:
    """Make a checkout in which every door of git leads to the trap."""
    root = make_repository(
        tmp_path / "hostile", {**FILES, ".gitattributes": "* filter=evil diff=evil\n"}
    )
    run_git(root, "-c", "user.name=A", "tag", "-a", "v1.0.0", "-m", "x")
    lost = run_git(root, "rev-parse", "HEAD:LICENSE")
    (root / ".git/objects" / lost[:2] / lost[2:]).unlink()
    hooks = root / ".git/hooks"
    for name in HOOKS:
        (hooks / name).unlink(missing_ok=True)
        (hooks / name).symlink_to(trap)
    for name in ("git", "git-remote-ext", "git-remote-evil", "sh", "gpg", "ssh-keygen", "ssh"):
        (root / name).symlink_to(trap)
    attributes = root / ".git/info/attributes"
    attributes.write_text("* filter=evil diff=evil merge=evil\n", "utf-8")
    (root / "src/main.py").write_text("changed, so that git would compare\n", "utf-8")
    included = root / ".git/included"
    included.write_text(f"[core]\n\tfsmonitor = {trap}\n", "utf-8")
    places = {"trap": trap, "hooks": hooks, "attributes": attributes, "included": included}
    (root / ".git/config").write_text(SETTINGS.format(**places), "utf-8")
    yield root
    (root / ".git/config").write_text("", "utf-8")


def judge_all(root: Path) -> dict[str, str]:
    subject = subject_of(root)
    checks = {**identity.CHECKS, **origin.CHECKS, **versions.CHECKS, **forge.CHECKS}
    return {name: check(subject, rule_of(name)).state for name, check in checks.items()}


def ask_everything(root: Path) -> None:
    tree, history = open_tree(root), open_history(root)
    assert history
    assert tree.untracked is not None
    blobs = [at for at, _path, _size in history.blobs()]
    assert list(history.read_blobs(blobs))
    assert history.introduced_by(blobs)
    assert history.versions("README.md", "LICENSE")
    assert history.first_date
    assert history.last_date
    assert [tag.name for tag in history.tags()] == ["v1.0.0"]


@pytest.mark.slow
def test_judging_runs_nothing_of_a_hostile_repository(
    hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile)
    monkeypatch.setenv("PATH", f".:{os.environ['PATH']}:")
    monkeypatch.setenv("GIT_DIR", str(hostile / ".git"))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(tmp_path / "trap"))
    ask_everything(Path())
    states = judge_all(hostile)
    assert not (tmp_path / "trace").exists()
    assert states["FORGE-01"] == "pass"


def test_the_trap_works_when_git_is_asked_in_the_usual_way(hostile: Path, tmp_path: Path) -> None:
    run_git(tmp_path, "config", "--file", str(hostile / ".git/config"), "--unset", "core.worktree")
    for words in (
        ["status"],
        ["diff"],
        ["log", "-1"],
        ["show", "HEAD:LICENSE"],
        ["rev-list", "HEAD"],
    ):
        subprocess.run(["git", "-C", hostile, *words], check=False, capture_output=True)
    assert len((tmp_path / "trace").read_text("utf-8").splitlines()) >= 3


@pytest.mark.slow
def test_judging_writes_nothing_into_the_repository(hostile: Path) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {
            str(path): (path.lstat().st_mtime_ns, path.lstat().st_size)
            for path in sorted(hostile.rglob("*"))
        }

    before = state()
    ask_everything(hostile)
    assert state() == before


def test_a_repository_of_somebody_else_is_read_without_being_trusted(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    if os.geteuid() == 0:
        for path in (root, root / ".git"):
            os.chown(path, 4242, 4242)
    assert set(open_tree(root).files) == set(FILES)


@pytest.mark.slow
def test_a_bare_repository_is_laid_out_without_links_programs_or_names_that_lead_out(
    tmp_path: Path,
) -> None:
    root = make_repository(tmp_path / "a")
    blob = run_git(root, "hash-object", "LICENSE")
    (tmp_path / "lines").write_bytes(b"../left-by-beffroi")
    link = run_git(root, "hash-object", "-w", str(tmp_path / "lines"))
    entries = {"120000": link, "100755": blob}
    raw = b"".join(
        f"{mode} {name}".encode() + b"\0" + bytes.fromhex(entries[mode])
        for mode, name in (
            ("100755", "../left-by-beffroi"),
            ("100755", ".git"),
            ("120000", "b"),
            ("100755", "run"),
        )
    )
    (tmp_path / "tree").write_bytes(raw)
    words = ("hash-object", "-w", "-t", "tree", "--literally", str(tmp_path / "tree"))
    commit = run_git(root, "commit-tree", run_git(root, *words), "-m", "x")
    run_git(root, "update-ref", "refs/heads/main", commit)
    run_git(root, "clone", "--quiet", "--bare", "--no-local", ".", str(tmp_path / "b.git"))
    tree = open_tree(tmp_path / "b.git")
    assert sorted(tree.files) == ["b", "run"]
    assert sorted(tree.left_out) == ["../left-by-beffroi", ".git"]
    assert [path.name for path in tree.root.iterdir()] == ["run"]
    assert stat.S_IMODE(tree.root.stat().st_mode) == 0o700
    assert not (tree.root.parent / "left-by-beffroi").exists()


def test_an_index_that_names_files_elsewhere_is_not_followed(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a", {"aa/bb/cc": "x"})
    (tmp_path / "secre").write_text("secret", "utf-8")
    index = root / ".git/index"
    changed = index.read_bytes()[:-20].replace(b"aa/bb/cc", b"../secre")
    index.write_bytes(changed + hashlib.sha1(changed, usedforsecurity=False).digest())
    tree = open_tree(root)
    assert (dict(tree.files), tree.left_out) == ({}, ("../secre",))
    assert tree.data("../secre") == b""


def test_a_pipe_where_git_keeps_its_things_does_not_hang(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    for name in ("shallow", "packed-refs", "commondir", "refs/heads/pipe"):
        os.mkfifo(root / ".git" / name)
    history = open_history(root)
    assert history
    assert len(history.commits()) == 1
