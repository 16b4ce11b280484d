"""Git asked in a folder of ours; that nothing else runs is proved in test_hostility."""

import time
from pathlib import Path

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.places import place_at
from beffroi.policy.check.plumbing import GitError, Plumbing
from tests.fakes.repositories import make_repository, run_git


def plumbing_of(root: Path) -> Plumbing:
    place = place_at(root)
    assert place
    return Plumbing(place)


def test_git_does_not_see_the_settings_of_the_repository(tmp_path: Path) -> None:
    root = make_repository(tmp_path / "a")
    run_git(root, "config", "user.name", "Somebody")
    said = plumbing_of(root).ask("config", "--list", "--show-origin")
    assert b"Somebody" not in said
    places = {line.split(b"\t")[0].decode() for line in said.splitlines()}
    assert [Path(place).parent.name[:12] for place in places] == ["beffroi-git-"]


def test_what_git_cannot_do_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(GitError):
        plumbing_of(make_repository(tmp_path / "a")).ask("cat-file", "-p", "nothing")


@pytest.mark.slow
def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(GitError):
        plumbing_of(make_repository(tmp_path / "a")).ask(
            "-c", "alias.wait=!sleep 30", "wait", seconds=0.2
        )
    assert time.monotonic() - start < 10


def test_a_machine_without_git_is_told_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_repository(tmp_path / "a")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match="git is missing"):
        plumbing_of(root).ask("version")


def test_a_reader_may_stop_early(tmp_path: Path) -> None:
    plumbing = plumbing_of(make_repository(tmp_path / "a"))
    with plumbing.walk(["HEAD"], "--objects") as stream:
        assert stream.closed is False
    head = run_git(tmp_path / "a", "rev-parse", "HEAD")
    with plumbing.walk([head], "--objects") as stream:
        assert stream.readline().decode().strip() == head
