"""What git says of the commit in the making, asked in the folder of the person."""

import os
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.hooks import asking
from tests.policy.check.hooks.repositories import Repository

pytestmark = pytest.mark.slow


@pytest.fixture
def here(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.chdir(repository.root)
    for name, value in repository.environment.items():
        monkeypatch.setenv(name, value)
    for name in [name for name in os.environ if name.startswith("GIT_AUTHOR")]:
        monkeypatch.delenv(name)
    return repository


@pytest.mark.usefixtures("here")
def test_author_and_committer_are_those_of_the_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "other@exemple.gouv.fr")
    assert asking.author() == asking.Person("Claire Martin", "claire.martin@exemple.gouv.fr")
    assert asking.committer() == asking.Person("Claire Martin", "other@exemple.gouv.fr")


def test_nobody_is_nobody(here: Repository) -> None:
    here.git("config", "user.useConfigOnly", "true")
    here.git("config", "--unset", "user.email")
    assert asking.author() is None


def test_the_root_is_found_from_a_folder_inside(
    here: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("a/b.txt", "x")
    monkeypatch.chdir(here.root / "a")
    assert asking.root() == here.root


def test_what_is_staged_is_read_from_the_list_of_git(here: Repository) -> None:
    here.write("a.txt", "staged")
    here.git("add", "-A")
    here.write("a.txt", "later")
    assert list(asking.staged([])) == [("a.txt", b"staged")]
    assert list(asking.staged(["a.txt"])) == [("a.txt", b"staged")]


@pytest.mark.usefixtures("here")
def test_nothing_staged_is_nothing() -> None:
    assert list(asking.staged([])) == []


def test_a_link_and_a_repository_inside_are_no_files(here: Repository) -> None:
    (here.root / "link").symlink_to("/etc/hostname")
    here.git("add", "-A")
    assert [path for path, _ in asking.staged([]) if path != "link"] == []


def test_a_merge_is_told(here: Repository) -> None:
    assert not asking.is_merging()
    (here.root / ".git/MERGE_HEAD").write_text("0" * 40)
    assert asking.is_merging()


def test_a_machine_without_git_says_so(here: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(here.root)))
    with pytest.raises(UsageError, match="git is missing"):
        asking.root()


def test_a_git_that_does_not_answer_is_not_waited_for(
    here: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write("git", "#!/bin/sh\nexec sleep 20\n")
    (here.root / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{here.root}:/usr/bin:/bin")
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    with pytest.raises(UsageError, match="no answer in"):
        asking.root()
