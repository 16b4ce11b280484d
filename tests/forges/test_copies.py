"""Copies of repositories leave nothing behind."""

from pathlib import Path

import pytest

from beffroi.forges.copies import bare_copy
from beffroi.lib.http import DoorError, Git, parse_networks
from scripts.gitserver import serve
from tests.fakes.repositories import make_repository, run_git

GIT = Git(allowed=parse_networks(["127.0.0.1"]))


@pytest.mark.slow
def test_what_was_fetched_can_be_read_until_the_end_and_no_longer(tmp_path: Path) -> None:
    made = make_repository(tmp_path / "one")
    head = run_git(made, "rev-parse", "HEAD")
    with serve(made) as served, bare_copy(GIT, f"{served.url}/one", head) as copy:
        copy.fetch("--filter=tree:0", given=head)
        assert copy.run("cat-file", "-t", head) == b"commit\n"
    assert not copy.folder.exists()


def test_a_copy_goes_away_when_its_reading_fails() -> None:
    with pytest.raises(DoorError), bare_copy(GIT, "http://127.0.0.1:9/x", "1" * 40) as copy:
        copy.fetch(given="1" * 40)
    assert not copy.folder.exists()
