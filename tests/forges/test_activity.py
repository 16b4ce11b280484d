"""The history of a repository, counted without keeping who wrote it."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beffroi.forges.activity import Commit, count, newest_named, newest_release, read_activity
from beffroi.forges.refs import Advertisement
from beffroi.forges.shapes import Activity, Day
from beffroi.lib.http import Git, parse_networks
from scripts.gitserver import serve
from tests.fakes.repositories import run_git

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GIT = Git(allowed=parse_networks(["127.0.0.1"]))


def commit(days: float, author: str = "a", *, is_merge: bool = False) -> Commit:
    """Return a commit of so many days ago."""
    return Commit(NOW - timedelta(days=days), author.encode(), is_merge)


def found(*commits: Commit, **tags: float) -> Activity:
    """Return what is counted of commits, and of tags by their age in days."""
    counted = count(commits, {name: NOW - timedelta(days=age) for name, age in tags.items()}, NOW)
    assert counted
    return counted


def test_a_year_is_365_days() -> None:
    activity = found(commit(364), commit(366, "b"), commit(2000, "c"))
    assert (activity.commits, activity.commits_year, activity.authors_year) == (3, 1, 1)
    assert activity.first_at == NOW - timedelta(days=2000)
    assert activity.last_at == NOW - timedelta(days=364)


def test_authors_of_a_day_are_those_of_the_window_so_far() -> None:
    days = found(commit(0, "a"), commit(10, "b"), commit(59, "a"), commit(60, "c")).days
    assert len(days) == 60
    assert [days[age].authors for age in (0, 9, 10, 11, 59)] == [2, 2, 2, 1, 1]


def test_a_merge_counts_as_a_commit_and_as_a_merge() -> None:
    days = found(commit(0), commit(1, is_merge=True), commit(1)).days
    assert days[:3] == (Day(1, 1, 0), Day(1, 3, 0), Day(0, 0, 0))


def test_tags_count_on_the_day_they_were_made() -> None:
    activity = found(commit(100), v1=70, v2=3, v3=3)
    assert (activity.days[3].tags, sum(day.tags for day in activity.days)) == (2, 2)
    assert (activity.release, activity.released_at) == ("v3", NOW - timedelta(days=3))


def test_without_commits_nothing_is_known() -> None:
    assert count([], {}, NOW) is None


@pytest.mark.parametrize(
    ("ages", "newest"),
    [
        ({"v1.9": 2, "v1.10": 2}, "v1.10"),
        ({"v1.0": 9, "v2.0-rc1": 1}, "v1.0"),
        ({"v2.0-beta": 1}, "v2.0-beta"),
        ({"prod": 1, "release-3": 7}, "release-3"),
        ({"prod": 1}, ""),
        ({}, ""),
    ],
)
def test_the_newest_release_is_a_finished_version(ages: dict[str, int], newest: str) -> None:
    assert newest_release({name: NOW - timedelta(days=age) for name, age in ages.items()}) == newest


def test_only_the_tags_with_the_greatest_numbers_are_dated() -> None:
    tags = {f"v{number}": str(number) for number in range(12)}
    assert set(newest_named(tags, most=2)) == {"v10", "v11"}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[str, Advertisement]]:
    """Serve a history with a merge, a wrong clock, three spellings of one author, and tags."""
    folder = tmp_path / "one"
    folder.mkdir()
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    stream = "".join(
        f"commit refs/heads/main\nmark :{mark}\ncommitter X <{author}> {seconds} +0100\n"
        f"data 1\nx\n{parents}"
        for mark, author, seconds, parents in (
            (1, "a@example.org", 1, ""),
            (2, "A@example.org", int(NOW.timestamp()) - 864_000, "from :1\n"),
            (3, "b@example.org", int(NOW.timestamp()) - 86_400, "from :2\n"),
            (4, "a@example.org", int(NOW.timestamp()) - 60, "from :3\nmerge :2\n"),
        )
    )
    tag = f"tag v1.0\nfrom :2\ntagger X <a@example.org> {int(NOW.timestamp())} +0000\ndata 1\nx\n"
    ask = ["git", "fast-import", "--quiet"]
    subprocess.run(ask, cwd=folder, input=(stream + tag).encode(), check=True)
    run_git(folder, "tag", "light", "main~1")
    run_git(folder, "tag", "--annotate", "--message=x", "tree", "main^{tree}")
    heads = run_git(folder, "rev-parse", "main", "v1.0", "light", "tree").split()
    tags = dict(zip(("v1.0", "light", "tree"), heads[1:], strict=True))
    with serve(folder) as served:
        yield f"{served.url}/one", Advertisement("", heads[0], "main", is_empty=False, tags=tags)


@pytest.mark.slow
def test_a_history_is_counted_without_its_files(made: tuple[str, Advertisement]) -> None:
    url, refs = made
    activity = read_activity(GIT, url, refs, NOW)
    assert activity
    assert (activity.commits, activity.commits_year, activity.authors_year) == (3, 3, 2)
    assert activity.first_at == NOW - timedelta(days=10)
    assert (activity.release, activity.released_at) == ("v1.0", NOW)
    assert activity.days[:2] == (Day(2, 2, 1), Day(2, 1, 1))


@pytest.mark.slow
def test_no_address_of_an_author_leaves_the_count(made: tuple[str, Advertisement]) -> None:
    url, refs = made
    assert "example" not in repr(read_activity(GIT, url, refs, NOW))


@pytest.mark.slow
def test_a_server_that_is_itself_shallow_leaves_the_history_unknown(
    made: tuple[str, Advertisement], tmp_path: Path
) -> None:
    url, refs = made[0], replace(made[1], tags={})
    run_git(tmp_path, "clone", "--quiet", "--bare", "--depth=1", url, "shallow.git")
    with serve(tmp_path / "shallow.git") as served:
        assert read_activity(GIT, f"{served.url}/shallow.git", refs, NOW) is None
