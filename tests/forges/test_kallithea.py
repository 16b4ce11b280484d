"""Reading Kallithea: answers as version 0.7.0 gives them, and what may be wrong with them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.forges.calls import Access
from beffroi.forges.kallithea import KallitheaForge, describe_repository
from beffroi.forges.opening import open_forge
from beffroi.forges.shapes import Failure, ForgeRepository, Known, Look, Target
from beffroi.lib.http import Door, Limits, parse_networks
from tests.fakes.hostile import Behaviour, Hostile, Wire, hostile

WEB = "https://code.example.org"
KEY = "only-for-tests"
NEWEST = {"raw_id": "1" * 40, "revision": 3, "date": "2021-05-04T12:00:00", "author": "A"}
ROW = {
    "repo_id": 7,
    "repo_name": "dinum/outils/x",
    "repo_type": "git",
    "clone_uri": None,
    "private": False,
    "created_on": "2020-01-02T03:04:05.678",
    "description": "Un dépôt",
    "owner": "admin",
    "fork_of": None,
    "last_changeset": NEWEST,
}


def access(**changes: Any) -> Access:
    door = Door(contact="", allowed=parse_networks(["127.0.0.1"]), limits=Limits(retries=0))
    return Access(door=door, **{"token": KEY, **changes})


def says(result: object = None, error: str | None = None) -> Behaviour:
    body = json.dumps({"id": 1, "result": result, "error": error}).encode()
    return lambda wire: wire.answer(body, Content_Type="application/json")


def forge(served: Hostile, path: str = "", **changes: Any) -> KallitheaForge:
    return KallitheaForge(f"{served.url}{path}", access(**changes))


def repository(**facts: Any) -> ForgeRepository:
    found = describe_repository({**ROW, **facts}, WEB)
    assert isinstance(found, ForgeRepository)
    return found


def test_a_row_is_described_fact_by_fact() -> None:
    found = repository()
    assert (found.forge_id, found.full_name, found.name) == ("7", "dinum/outils/x", "x")
    assert found.url == found.clone_url == f"{WEB}/dinum/outils/x"
    assert found.last_activity_at == datetime(2021, 5, 4, 12, tzinfo=UTC)
    assert (found.is_fork, found.is_mirror, found.is_empty, found.is_public) == (
        False, False, False, True)  # fmt: skip
    assert (found.stars, found.is_archived, found.licence_raw) == (None, None, None)


def test_forks_mirrors_empty_and_private_ones_say_so() -> None:
    found = repository(fork_of="up/stream", clone_uri="https://a.example/b", private=True)
    assert (found.is_fork, found.fork_parent) == (True, f"{WEB}/up/stream")
    assert (found.is_mirror, found.is_public) == (True, False)
    unborn = repository(last_changeset={"revision": -1, "date": "1970-01-01T00:00:00"})
    assert (unborn.is_empty, unborn.last_activity_at) == (True, None)


@pytest.mark.parametrize("row", [None, [], {}, {"repo_id": 7}, {"repo_name": "a"},
                                 {**ROW, "repo_name": "../a"}])  # fmt: skip
def test_a_row_that_is_no_repository_is_a_failure(row: Any) -> None:
    found = describe_repository(row, WEB)
    assert isinstance(found, Failure)
    assert found.code == "broken-answer"


def test_a_repository_of_mercurial_is_named() -> None:
    found = describe_repository({**ROW, "repo_type": "hg"}, WEB)
    assert isinstance(found, Failure)
    assert (found.code, found.permanent) == ("not-a-repository", True)
    assert "hg" in found.message


def test_the_whole_instance_is_one_answer() -> None:
    rows = [{**ROW, "repo_id": number, "repo_name": f"a/{number}"} for number in range(101)]
    with hostile(says(rows)) as served:
        reading = forge(served).read(Known())
    assert (len(reading.repositories), reading.is_complete, reading.failures) == (101, True, ())
    assert served.heads[0].startswith("POST /_admin/api ")


def test_of_a_group_only_what_is_below_it_counts() -> None:
    names = ["dinum/a", "dinum/b/c", "dinum2/d", "x/dinum"]
    rows = [{**ROW, "repo_id": n, "repo_name": name} for n, name in enumerate(names)]
    with hostile(says(rows)) as served:
        reading = forge(served, "/dinum").read(Known())
        absent = forge(served, "/nobody").read(Known())
    assert [one.full_name for one in reading.repositories] == ["dinum/a", "dinum/b/c"]
    assert (absent.failures[0].code, absent.is_complete) == ("account-not-found", False)


def test_a_row_that_cannot_be_read_is_not_taken_for_a_missing_one() -> None:
    with hostile(says([ROW, {**ROW, "repo_id": 8, "repo_type": "hg"}])) as served:
        reading = forge(served).read(Known())
    assert (reading.unchanged_ids, reading.is_complete) == (("8",), True)
    with hostile(says([ROW, {"repo_name": "without/id", "repo_type": "git"}])) as served:
        assert not forge(served).read(Known()).is_complete


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("Invalid API key", "credential-error"),
        ("request from IP:192.0.2.1 not allowed", "forbidden"),
        ("something else", "broken-answer"),
    ],
)
def test_faults_in_the_envelope_are_named(error: str, code: str) -> None:
    with hostile(says(error=error)) as served:
        reading = forge(served).read(Known())
    assert ([one.code for one in reading.failures], reading.is_complete) == ([code], False)


@pytest.mark.parametrize("body", [b"[]", b"7", b'{"id": 1}', b'{"result": 7, "error": null}',
                                  b"<html>", b""])  # fmt: skip
def test_an_answer_without_a_list_is_broken(body: bytes) -> None:
    with hostile(lambda wire: wire.answer(body, Content_Type="application/json")) as served:
        reading = forge(served).read(Known())
    assert [one.code for one in reading.failures] == ["broken-answer"]


def test_without_a_key_nothing_is_asked_and_the_way_out_is_told() -> None:
    with hostile(says([])) as served:
        reading = forge(served, token="").read(Known())
    assert (reading.failures[0].code, served.targets) == ("credential-error", [])
    assert "beffroi forge token" in reading.failures[0].message


def test_a_key_never_travels_in_the_clear() -> None:
    door = Door(contact="", resolve=lambda _: ["10.0.0.1"], limits=Limits(retries=0))
    plain = KallitheaForge("http://code.example.org", Access(door=door, token=KEY))
    assert plain.web == "https://code.example.org"
    assert [failure.code for failure in plain.read(Known()).failures] == ["refused-address"]


def test_a_limit_is_waited_for() -> None:
    def behave(wire: Wire) -> None:
        wire.answer(status="429 Too Many", Retry_After="60")

    with hostile(behave) as served:
        reading = forge(served).read(Known())
        found = forge(served).find(Target("key", "", "", "7"))
    assert (reading.failures, reading.wait_until is None, found.wait_until is None) == (
        (), False, False)  # fmt: skip


@pytest.mark.parametrize(
    ("behave", "code"),
    [(says(ROW), ""), (says(error="repository `7` does not exist"), "not-found"),
     (says({}), "broken-answer")],
)  # fmt: skip
def test_one_repository_is_read_by_its_id(behave: Behaviour, code: str) -> None:
    with hostile(behave) as served:
        found = forge(served).find(Target("key", "", "", "7"))
    assert (found.failure.code if found.failure else "") == code
    assert (found.repository is None) is bool(code)


def test_a_look_goes_by_git() -> None:
    look = Look(key="key", head="1")
    one = KallitheaForge(WEB, access(inside=lambda _: look))
    assert one.look(Target("key", "", "")) == look
    without = KallitheaForge(WEB, access()).look(Target("key", "", ""))
    assert [failure.code for failure in without.failures] == ["unsupported-forge"]


def test_its_api_gives_it_away() -> None:
    def behave(wire: Wire) -> None:
        if wire.target == "/_admin/api" and wire.head.startswith("GET"):
            says(error="No Content-Length in request")(wire)
        elif wire.target == "/_admin/api":
            says([ROW])(wire)
        else:
            wire.answer(b"<h1>404</h1>", "404 Not Found", Content_Type="text/html")

    with hostile(behave) as served:
        reading = open_forge(f"{served.url}/dinum", access=access()).read(Known())
    assert (reading.software, len(reading.repositories)) == ("kallithea", 1)
