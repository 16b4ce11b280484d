"""Plain git: what is new, changed and vanished, and what a hostile server ends in."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.forges import activity
from beffroi.forges.git import GitForge, look_by_git
from beffroi.forges.shapes import Known, Look, Reading, Target
from beffroi.lib.http import Door, Git, GitLimits, Limits, parse_networks
from scripts.gitserver import serve
from tests.fakes import hostile
from tests.fakes.hostile import OID, Wire, advertisement
from tests.fakes.repositories import commit, make_repository, run_git

LOOPBACK = parse_networks(["127.0.0.1"])
LIMITS = Limits(connect_seconds=5, total_seconds=10, retries=0, body_bytes=1_000_000)
HASTY = Limits(total_seconds=0.3, retries=0)
NOTHING: Mapping[str, str] = {}
MAIN = advertisement(OID + b" HEAD", OID + b" refs/heads/main")


def read(
    url: str, known: Mapping[str, str] = NOTHING, *, seconds: float = 60, limits: Limits = LIMITS
) -> Reading:
    """Read an address on loopback."""
    door = Door(contact="", allowed=LOOPBACK, limits=limits)
    git = Git(allowed=LOOPBACK, limits=GitLimits(seconds=20))
    return GitForge(url, door=door, git=git, seconds=seconds).read(Known(heads=known))


def heads(reading: Reading) -> dict[str, str]:
    """Return what the next reading may know."""
    return {found.url: found.head for found in reading.repositories}


def codes(reading: Reading) -> set[str]:
    """Return the names of what went wrong."""
    return {failure.code for failure in reading.failures}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two repositories, one of them bare and empty."""
    make_repository(tmp_path / "served" / "one")
    empty = tmp_path / "served" / "empty.git"
    empty.mkdir()
    run_git(empty, "init", "--bare", "--quiet")
    return tmp_path / "served"


@pytest.mark.slow
def test_one_repository_is_listed(folder: Path) -> None:
    with serve(folder) as served:
        reading = read(f"{served.url}/one.git")
    (found,) = reading.repositories
    assert (found.url, found.clone_url) == (f"{served.url}/one", f"{served.url}/one.git")
    assert (found.full_name, found.name, found.default_branch) == ("one", "one", "main")
    assert (found.forge_id, found.stars, found.is_fork, found.is_empty) == (None, None, None, False)
    assert (reading.failures, reading.is_complete, reading.cursor) == ((), True, "")
    assert [asked for asked in served.requests if asked.startswith("POST")] == []


@pytest.mark.slow
def test_a_folder_gives_all_its_repositories(folder: Path) -> None:
    with serve(folder) as served:
        reading = read(f"{served.url}/")
    assert [found.name for found in reading.repositories] == ["empty", "one"]
    assert [found.is_empty for found in reading.repositories] == [True, False]
    assert reading.is_complete


@pytest.mark.slow
def test_a_second_reading_fetches_nothing(folder: Path) -> None:
    with serve(folder) as served:
        first = read(served.url)
        served.requests.clear()
        second = read(served.url, heads(first))
    assert (second.repositories, second.failures, second.is_complete) == ((), (), True)
    assert sorted(second.unchanged) == sorted(heads(first))
    assert [asked for asked in served.requests if asked.startswith("POST")] == []


@pytest.mark.slow
def test_new_changed_and_vanished_repositories_show(folder: Path) -> None:
    with serve(folder) as served:
        known = heads(read(served.url))
        commit(folder / "one", {"LICENSE": "SPDX-License-Identifier: EUPL-1.2\n"})
        make_repository(folder / "two")
        (folder / "empty.git").rename(folder.parent / "gone")
        reading = read(served.url, known)
    assert [found.name for found in reading.repositories] == ["one", "two"]
    assert set(known) - set(heads(reading)) == {f"{served.url}/empty"}
    assert (reading.unchanged, reading.failures, reading.is_complete) == ((), (), True)


@pytest.mark.slow
def test_a_server_that_moved_is_followed_to_its_new_address(folder: Path) -> None:
    with serve(folder) as served:
        behave = lambda wire: wire.answer(status="301 Moved", Location=served.url + wire.target)  # noqa: E731
        with hostile.hostile(behave) as old:
            (found,) = read(f"{old.url}/one").repositories
    assert (found.url, found.clone_url) == (f"{old.url}/one", f"{served.url}/one")


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (hostile.redirects_to("http://127.0.0.2/"), "refused-address"),
        (hostile.goes_in_circles, "too-many-redirects"),
        (hostile.bombs, "too-large"),
        (hostile.promises_10_gigabytes, "too-large"),
        (hostile.breaks_off, "not-a-repository"),
        (hostile.answers(b"<a href='x/'>x</a>"), "not-a-repository"),
        (hostile.answers(b"{}", "application/json"), "not-a-repository"),
        (hostile.answers(b"", hostile.ADVERTISED), "broken-answer"),
        (hostile.speaks_no_http, "not-a-repository"),
        (lambda wire: wire.answer(status="503 Busy"), "http-error"),
        (lambda wire: wire.answer(status="404 Not Found"), "not-found"),
        (lambda wire: wire.socket.close(), "unreachable"),
        (hostile.announces(advertisement(OID + b" refs/heads/" + b"x" * 60_000)), "broken-answer"),
        (hostile.announces(advertisement(OID + b" refs/heads/\x1b[2J")), "broken-answer"),
        (hostile.answers(b"User-agent: *\nDisallow: /", "text/plain"), "http-error"),
        (hostile.answers(b"User-agent: *\nDisallow: /b", "text/plain"), "not-a-repository"),
    ],
)  # fmt: skip
def test_bad_servers_get_a_named_answer(behave: Callable[[Wire], None], code: str) -> None:
    with hostile.hostile(behave) as served:
        reading = read(f"{served.url}/a")
    assert codes(reading) == {code}
    assert reading.repositories == ()


@pytest.mark.slow
@pytest.mark.parametrize("behave", [hostile.hangs, hostile.trickles])
def test_slow_servers_are_named(behave: Callable[[Wire], None]) -> None:
    with hostile.hostile(behave) as served:
        reading = read(f"{served.url}/a", limits=HASTY)
    assert (codes(reading), reading.is_complete) == ({"timeout"}, False)


def test_nonsense_is_named() -> None:
    reading = read("-u https://example.org")
    assert (codes(reading), reading.is_complete) == ({"bad-address"}, False)


def test_an_inward_address_is_named() -> None:
    door = Door(contact="", limits=LIMITS, resolve=lambda _host: ["10.0.0.1"])
    reading = GitForge("https://public.example.org/a", door=door, git=Git()).read(Known())
    assert codes(reading) == {"refused-address"}


@pytest.mark.slow
def test_a_long_folder_is_read_in_pieces(folder: Path) -> None:
    make_repository(folder / "two")
    door = Door(contact="", allowed=LOOPBACK, limits=LIMITS)
    with serve(folder) as served:
        forge = GitForge(served.url, door=door, git=Git(allowed=LOOPBACK), requests=2)
        first = forge.read(Known())
        last = forge.read(Known(cursor=first.cursor))
    assert [found.name for found in first.repositories] == ["empty", "one"]
    assert [found.name for found in last.repositories] == ["two"]
    assert (first.is_complete, last.is_complete, last.cursor) == (False, True, "")


def look(url: str, head: str = "", *, limits: GitLimits | None = None) -> Look:
    """Look into a repository on loopback."""
    door = Door(contact="", allowed=LOOPBACK, limits=LIMITS)
    git = Git(allowed=LOOPBACK, limits=limits or GitLimits(seconds=20))
    return look_by_git(git, door, Target("key", url, url, head=head))


@pytest.mark.slow
def test_a_look_says_what_is_inside(folder: Path) -> None:
    with serve(folder) as served:
        found = look(f"{served.url}/one")
    assert (found.key, found.failures, found.is_empty) == ("key", (), False)
    assert found.files == {"readme": "README.md", "licence": "LICENSE"}
    assert (found.licence_raw, found.licence_source) == ("MIT", "file")
    assert (found.languages, found.default_branch) == ({"Python": 1.0}, "main")
    assert found.texts["readme"] == "# Beffroi\n\nUn *outil* pour voir.\n"
    assert found.committed_at == datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert found.activity
    assert (found.activity.commits, found.activity.last_at) == (1, found.committed_at)


@pytest.mark.slow
def test_a_look_at_what_has_not_changed_asks_once(folder: Path) -> None:
    with serve(folder) as served:
        first = look(f"{served.url}/one")
        served.requests.clear()
        second = look(f"{served.url}/one", first.head)
    assert (second.is_unchanged, second.head, second.files) == (True, first.head, None)
    assert len(served.requests) == 1


@pytest.mark.slow
def test_a_look_into_an_empty_repository_finds_that_it_is_empty(folder: Path) -> None:
    with serve(folder) as served:
        found = look(f"{served.url}/empty.git")
    assert (found.is_empty, found.files, found.activity, found.failures) == (True, {}, None, ())


@pytest.mark.slow
def test_odd_repositories_are_looked_into_all_the_same(tmp_path: Path) -> None:
    one = make_repository(tmp_path / "a" / "one", {"LICENSES/MIT.txt": "x", "é\nà.py": ""})
    (one / "README.md").symlink_to("/etc/passwd")
    commit(one, {})
    run_git(one, "worktree", "add", "--quiet", "--detach", str(tmp_path / "a" / "tree"))
    make_repository(tmp_path / "a" / "sha256", {"LICENSE": "x"}, "--object-format=sha256")
    with serve(tmp_path / "a") as served:
        found = {name: look(f"{served.url}/{name}") for name in ("one", "tree", "sha256")}
    assert [one.failures for one in found.values()] == [(), (), ()]
    assert (found["one"].licence_raw, "readme" in found["one"].texts) == ("MIT", False)
    assert found["tree"].default_branch is None
    assert (found["sha256"].files, found["sha256"].activity is None) == (
        {"licence": "LICENSE"},
        False,
    )


@pytest.mark.slow
def test_a_history_beyond_bounds_is_unknown_and_the_rest_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(activity, "MOST_BYTES", 500)
    with serve(folder) as served:
        found = look(f"{served.url}/one")
    assert (found.activity, found.licence_raw) == (None, "MIT")
    assert [(one.code, one.permanent) for one in found.failures] == [("too-large", True)]
    assert "history" in found.failures[0].message


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (hostile.answers(b"<html><form>Sign in</form>"), "not-public"),
        (lambda wire: wire.answer(status="401 Unauthorized"), "not-public"),
        (lambda wire: wire.answer(status="403 Forbidden"), "forbidden"),
        (lambda wire: wire.answer(status="404 Not Found"), "not-found"),
        (lambda wire: wire.answer(status="410 Gone"), "gone"),
        (lambda wire: wire.answer(status="451 Legal"), "withheld"),
        (lambda wire: wire.answer(status="503 Busy"), "http-error"),
        (hostile.answers(b"", "text/plain"), "broken-answer"),
        (hostile.announces(MAIN), "broken-answer"),
        (hostile.redirects_to("http://127.0.0.2/"), "refused-address"),
        (hostile.bombs, "too-large"),
        (lambda wire: wire.socket.close(), "unreachable"),
    ],
)
def test_a_look_that_cannot_be_says_why(behave: Callable[[Wire], None], code: str) -> None:
    with hostile.hostile(behave) as served:
        found = look(f"{served.url}/a")
    assert [failure.code for failure in found.failures] == [code]
    assert (found.files, found.is_unchanged, found.head) == (None, False, "")


@pytest.mark.slow
def test_one_repository_is_found_where_it_was_or_named_as_gone(folder: Path) -> None:
    forge = GitForge("", door=Door(contact="", allowed=LOOPBACK, limits=LIMITS), git=Git())
    with serve(folder) as served:
        there, gone = (
            forge.find(Target(name, f"{served.url}/{name}", "")) for name in ("one", "two")
        )
    assert there.repository
    assert (there.key, there.repository.name, there.failure) == ("one", "one", None)
    assert gone.failure
    assert (gone.repository, gone.failure.code) == (None, "not-found")
