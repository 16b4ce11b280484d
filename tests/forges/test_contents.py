"""What is read of a repository, and what happens to the rest when one file cannot be."""

import os
from pathlib import Path

import pytest

from beffroi.forges.contents import parse_tree, read_contents
from beffroi.lib.http import DoorError, Git, GitLimits, parse_networks
from scripts.gitserver import serve
from tests.fakes.repositories import FILES, make_repository, run_git

LOOPBACK = parse_networks(["127.0.0.1"])
GIT = Git(allowed=LOOPBACK, limits=GitLimits(network_bytes=100_000))


@pytest.mark.slow
def test_a_file_that_is_too_large_costs_only_itself(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "one", {**FILES, "README.md": os.urandom(150_000)})
    with serve(made) as served:
        contents = read_contents(GIT, f"{served.url}/one", run_git(made, "rev-parse", "HEAD"))
    assert contents.texts == {"licence": FILES["LICENSE"].encode()}
    assert {kind: error.code for kind, error in contents.unread.items()} == {"readme": "too-large"}


@pytest.mark.slow
def test_a_file_that_does_not_come_costs_only_itself(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "one")
    head, blob = run_git(made, "rev-parse", "HEAD", "HEAD:LICENSE").split()
    (made / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with serve(made) as served:
        contents = read_contents(GIT, f"{served.url}/one", head)
    assert contents.texts == {"readme": FILES["README.md"].encode()}
    assert {kind: error.code for kind, error in contents.unread.items()} == {
        "licence": "broken-answer"
    }


@pytest.mark.slow
def test_a_file_that_lies_in_lfs_has_no_text(tmp_path: Path) -> None:
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'1' * 64}\nsize 9\n"
    made = make_repository(tmp_path / "one", {"README.md": pointer, "codemeta.json": "{}"})
    with serve(made) as served:
        contents = read_contents(GIT, f"{served.url}/one", run_git(made, "rev-parse", "HEAD"))
    assert contents.texts == {"codemeta": b"{}"}
    assert (contents.files["readme"], contents.unread) == ("README.md", {})


@pytest.mark.slow
def test_a_server_without_filters_gives_all_at_once(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "one")
    with serve(made, filters=False) as served:
        contents = read_contents(GIT, f"{served.url}/one", run_git(made, "rev-parse", "HEAD"))
    assert set(contents.texts) == {"licence", "readme"}
    assert len([asked for asked in served.requests if asked.startswith("POST")]) == 1


def test_a_tree_is_read_without_links_and_submodules() -> None:
    blob, link = "1" * 40, "2" * 40
    entries = (
        f"100644 blob {blob}\ta\nb",
        f"120000 blob {link}\tREADME",
        f"160000 commit {link}\tx",
    )
    assert parse_tree("\0".join([*entries, ""]).encode()) == {"a\nb": blob, "README": ""}


def test_more_names_than_are_read_are_refused() -> None:
    names = "".join(f"100644 blob {'1' * 40}\t{number}\0" for number in range(11))
    with pytest.raises(DoorError) as refused:
        parse_tree(names.encode(), most=10)
    assert refused.value.code == "too-large"
