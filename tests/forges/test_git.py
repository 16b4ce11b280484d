"""Plain git: what is new, changed and vanished, and what a hostile server ends in."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.forges import AccountAddressError, open_forge
from beffroi.forges.git import GitForge
from beffroi.forges.shapes import Known, Reading
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
def test_one_repository_is_described(folder: Path) -> None:
    with serve(folder) as served:
        reading = read(f"{served.url}/one.git")
    (found,) = reading.repositories
    assert (found.url, found.clone_url) == (f"{served.url}/one", f"{served.url}/one.git")
    assert (found.full_name, found.name, found.default_branch) == ("one", "one", "main")
    assert (found.licence_raw, found.licence_source) == ("MIT", "file")
    assert found.description == "Un *outil* pour voir."
    assert found.files == {"readme": "README.md", "licence": "LICENSE"}
    assert (found.language, found.languages) == ("Python", {"Python": 1.0})
    assert found.last_activity_at == datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert (found.forge_id, found.stars, found.is_fork, found.is_empty) == (None, None, None, False)
    assert (reading.failures, reading.is_complete) == ((), True)


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
    licences = {found.name: found.licence_raw for found in reading.repositories}
    assert licences == {"one": "EUPL-1.2", "two": "MIT"}
    assert set(known) - set(heads(reading)) == {f"{served.url}/empty"}
    assert (reading.unchanged, reading.failures, reading.is_complete) == ((), (), True)


@pytest.mark.slow
def test_publiccode_describes_a_repository_first(tmp_path: Path) -> None:
    text = {
        "legal": {"license": "EUPL-1.2"},
        "landingURL": "https://example.org",
        "description": {
            "fr": {"shortDescription": "Voir."},
            "en": {"shortDescription": "See."},
        },
    }
    make_repository(tmp_path / "one", {"publiccode.yml": json.dumps(text), "README": "Other."})
    with serve(tmp_path) as served:
        (found,) = read(served.url).repositories
    assert (found.licence_raw, found.licence_source) == ("EUPL-1.2", "publiccode")
    assert (found.description, found.descriptions) == ("See.", {"fr": "Voir.", "en": "See."})
    assert (found.homepage, found.publiccode) == ("https://example.org", text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"publiccode.yml": "a: ["}, "publiccode-invalid"),
        ({"publiccode.yml": "a" * 200_001}, "too-large"),
        ({"publiccode.yml": "a: [" + "1," * 30_000 + "]"}, "publiccode-too-large"),
    ],
)
def test_a_bad_publiccode_is_named_and_the_repository_kept(
    tmp_path: Path, files: Mapping[str, str], code: str
) -> None:
    make_repository(tmp_path / "one", files)
    with serve(tmp_path) as served:
        reading = read(served.url)
    assert [(found.address, found.code) for found in reading.failures] == [
        (f"{served.url}/one", code)
    ]
    (found,) = reading.repositories
    assert (found.publiccode, found.files) == (None, {"publiccode": "publiccode.yml"})
    assert found.head


@pytest.mark.slow
def test_odd_repositories_are_read_all_the_same(tmp_path: Path) -> None:
    one = make_repository(tmp_path / "a" / "one", {"LICENSES/MIT.txt": "x", "é\nà.py": ""})
    (one / "README.md").symlink_to("/etc/passwd")
    commit(one, {})
    run_git(one, "worktree", "add", "--quiet", "--detach", str(tmp_path / "a" / "tree"))
    make_repository(tmp_path / "a" / "sha256", {"LICENSE": "x"}, "--object-format=sha256")
    with serve(tmp_path / "a") as served:
        reading = read(served.url)
    found = {one.name: one for one in reading.repositories}
    assert (set(found), codes(reading)) == ({"one", "tree", "sha256"}, set())
    assert (found["one"].licence_raw, found["one"].description) == ("MIT", "")
    assert found["tree"].default_branch is None
    assert found["sha256"].files == {"licence": "LICENSE"}


@pytest.mark.slow
def test_a_server_that_moved_is_followed_to_its_new_address(folder: Path) -> None:
    with serve(folder) as served:
        behave = lambda wire: wire.answer(status="301 Moved", Location=served.url + wire.target)  # noqa: E731
        with hostile.hostile(behave) as old:
            (found,) = read(f"{old.url}/one").repositories
    assert (found.url, found.clone_url) == (f"{old.url}/one", f"{served.url}/one")
    assert found.licence_raw == "MIT"


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
        (hostile.announces(MAIN), "broken-answer"),
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
    reading = open_forge("https://public.example.org/a", door=door).read(Known())
    assert codes(reading) == {"refused-address"}


def test_forges_that_cannot_be_read_are_named() -> None:
    with pytest.raises(AccountAddressError) as refused:
        open_forge("https://github.com/a", door=Door(contact=""), software="github")
    assert refused.value.code == "unsupported-forge"


def test_a_reading_that_takes_too_long_stops_and_is_not_complete() -> None:
    with hostile.hostile(hostile.announces(MAIN)) as served:
        reading = read(f"{served.url}/a", seconds=-1)
    assert (codes(reading), reading.is_complete) == ({"timeout"}, False)
