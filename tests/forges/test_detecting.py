"""What software runs at a host: by exact names, by a few polite questions, never by a guess."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from beffroi.forges.addresses import SOFTWARE_BY_HOST
from beffroi.forges.calls import Access
from beffroi.forges.detecting import MOST_CALLS, Detected, detect
from beffroi.forges.opening import open_forge
from beffroi.forges.shapes import Known, Target
from beffroi.lib.http import Door, Limits, parse_networks
from scripts.gitserver import serve
from tests.fakes.forges.running import FakeForges, fake_forges
from tests.fakes.hostile import Behaviour, Wire, hostile
from tests.fakes.repositories import make_repository

JSON = "application/json; charset=utf-8"
ABSENT = ("404 Not Found", {"message": "404"}, {})


def door(**limits: Any) -> Door:
    allowed = parse_networks(["127.0.0.1"])
    return Door(contact="", allowed=allowed, limits=Limits(retries=0, **limits))


def detected(address: str, **limits: Any) -> Detected:
    async def ask() -> Detected:
        async with door(**limits) as way:
            return await detect(way, address)

    return asyncio.run(ask())


def answers(path: str, status: str, body: object, **headers: str) -> Behaviour:
    """Answer one path so, all others with 404."""

    def behave(wire: Wire) -> None:
        told = (status, body, headers) if wire.target.startswith(path) else ABSENT
        wire.answer(json.dumps(told[1]).encode(), told[0], Content_Type=JSON, **told[2])

    return behave


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--software", "gitlab", "--repositories", "0") as running:
        yield running


@pytest.mark.parametrize(("host", "software"), SOFTWARE_BY_HOST.items())
def test_hosts_that_everybody_knows_are_not_asked(host: str, software: str) -> None:
    found = detected(f"https://{host.upper()}/a")
    assert (found.software, found.failure) == (software, None)


def test_a_host_whose_name_merely_holds_a_known_one_is_asked() -> None:
    with hostile(answers("/api/v1/version", "200 OK", {"version": "1.21.3"})) as served:
        port = served.url.rpartition(":")[2]
        allowed = parse_networks(["127.0.0.1"])
        way = Door(contact="", allowed=allowed, resolve=lambda _: ("127.0.0.1",))
        found = asyncio.run(detect(way, f"http://gitlab.com.example.org:{port}"))
    assert (found.software, found.version) == ("gitea", "1.21.3")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("software", "version"),
    [("gitlab", ""), ("gitea", "1.22.6"), ("forgejo", "7.0.3+gitea-1.21.11"), ("gogs", "")],
)
@pytest.mark.parametrize("path", ["", "/a"])
def test_each_software_is_found_with_few_questions(
    running: FakeForges, software: str, version: str, path: str
) -> None:
    forge = running.open(software, accounts=[{"path": "a", "repositories": 1}])
    found = detected(f"{forge.url}{path}")
    assert (found.software, found.version, found.failure) == (software, version, None)
    assert len(forge.requests("/")) <= MOST_CALLS


@pytest.mark.parametrize(
    ("path", "status", "body", "headers", "expected"),
    [
        ("/api/v4/version", "200 OK", {"version": "17.5.1", "revision": "0a"}, {},
         ("gitlab", "17.5.1")),
        ("/api/v4/version", "401 Unauthorized", {"message": "401 Unauthorized"}, {},
         ("gitlab", "")),
        ("/api/v4/version", "502 Bad Gateway", {}, {"X_Gitlab_Meta": "{}"}, ("gitlab", "")),
        ("/api/v1/version", "200 OK", {"version": "1.21.0+dev-99"}, {},
         ("gitea", "1.21.0+dev-99")),
        ("/api/v1/version", "403 Forbidden",
         {"message": "Only signed in user is allowed to call APIs."}, {}, ("gitea", "")),
        ("/api/v3/meta", "200 OK", {"installed_version": "3.14.2"}, {}, ("github", "3.14.2")),
        ("/api/v4/version", "404 Not Found", {}, {"X_GitHub_Enterprise_Version": "3.14.2"},
         ("github", "3.14.2")),
        ("/api/v1/repos/search", "200 OK", {"ok": True, "data": []}, {}, ("gogs", "")),
    ],
)  # fmt: skip
def test_answers_that_a_software_gives_away(
    path: str, status: str, body: object, headers: Any, expected: tuple[str, str]
) -> None:
    with hostile(answers(path, status, body, **headers)) as served:
        found = detected(served.url)
    assert (found.software, found.version) == expected
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    "body",
    [{"version": "1.0"}, [], "x", None, {"version": {"a": 1}, "revision": 1}, {"version": ""}],
)
def test_an_answer_that_only_looks_like_one_is_no_software(body: object) -> None:
    with hostile(answers("/api/v4", "200 OK", body)) as served:
        found = detected(served.url)
    assert (found.software, found.failure) == ("git", None)
    assert len(served.targets) == MOST_CALLS


def test_a_version_is_not_longer_than_its_column() -> None:
    with hostile(answers("/api/v1/version", "200 OK", {"version": "9" * 5000})) as served:
        assert len(detected(served.url).version) == 60


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://127.0.0.1:1/a", "unreachable"),
        ("http://169.254.169.254", "refused-address"),
        ("no address", "bad-address"),
    ],
)
def test_a_host_that_cannot_be_asked_is_told_by_name(address: str, code: str) -> None:
    found = detected(address)
    assert found.failure
    assert (found.software, found.failure.code) == ("", code)


def test_a_silent_host_is_asked_once() -> None:
    with hostile(lambda wire: wire.over.wait(5) and None) as served:
        found = detected(served.url, total_seconds=0.2)
    assert found.failure
    assert (found.failure.code, len(served.targets)) == ("timeout", 1)


@pytest.mark.slow
@pytest.mark.parametrize(("software", "calls"), [("gitlab", 2), ("gitea", 2)])
def test_a_repository_is_read_by_git_whatever_its_host_runs(
    running: FakeForges, tmp_path: Path, software: str, calls: int
) -> None:
    make_repository(tmp_path / "one")
    settings = {"git": str(tmp_path), "git_for_all": "one"}
    accounts = [{"path": "a", "repositories": ["x"]}]
    forge = running.open(software, accounts=accounts, settings=settings)
    found = detected(f"{forge.url}/a/x")
    asked = len(forge.requests("/"))
    reading = open_forge(f"{forge.url}/a/x", access=Access(door=door())).read(Known())
    assert (found.software, found.is_of_host, asked) == ("git", False, calls)
    assert (len(reading.repositories), reading.is_complete, reading.software) == (1, True, "")


@pytest.mark.slow
def test_a_page_of_repositories_makes_its_host_a_git_server(tmp_path: Path) -> None:
    make_repository(tmp_path / "one")
    make_repository(tmp_path / "two")
    with serve(tmp_path) as served:
        reading = open_forge(served.url, access=Access(door=door())).read(Known())
    assert (len(reading.repositories), reading.software) == (2, "git")


def test_a_host_with_nothing_to_read_stays_unknown() -> None:
    with hostile(answers("/none", "200 OK", {})) as served:
        reading = open_forge(served.url, access=Access(door=door())).read(Known())
    assert (reading.software, reading.is_complete) == ("", False)
    assert reading.failures


@pytest.mark.slow
def test_the_first_reading_says_what_it_found(running: FakeForges) -> None:
    forge = running.open("gitea", accounts=[{"path": "a", "repositories": 3}])
    reading = open_forge(f"{forge.url}/a", access=Access(door=door())).read(Known())
    assert (reading.software, reading.version) == ("gitea", "1.22.6")
    assert (len(reading.repositories), reading.is_complete) == (3, True)


@pytest.mark.slow
def test_a_single_read_finds_out_too_and_a_look_needs_not(running: FakeForges) -> None:
    forge = running.open("gitea", accounts=[{"path": "a", "repositories": ["x"]}])
    unknown = open_forge(f"{forge.url}/a", access=Access(door=door()))
    target = Target("key", f"{forge.url}/a/x", f"{forge.url}/a/x.git", full_name="a/x")
    found = unknown.find(target)
    assert found.repository
    asked = len(forge.requests("/api/"))
    look = unknown.look(target)
    assert [failure.code for failure in look.failures] == ["not-found"]
    assert len(forge.requests("/api/")) == asked


@pytest.mark.parametrize("wanted", ["read", "find"])
def test_a_host_that_does_not_answer_keeps_the_place_in_the_list(wanted: str) -> None:
    unknown = open_forge("http://127.0.0.1:1", access=Access(door=door()))
    if wanted == "read":
        reading = unknown.read(Known(cursor="here"))
        assert (reading.cursor, reading.failures[0].code) == ("here", "unreachable")
    else:
        failure = unknown.find(Target("key", "", "")).failure
        assert failure
        assert failure.code == "unreachable"


def test_an_account_of_sourcehut_is_refused_when_it_is_read_too() -> None:
    reading = open_forge("https://git.sr.ht/~a", access=Access(door=door())).read(Known())
    assert [failure.code for failure in reading.failures] == ["unsupported-forge"]
