"""Pieces of work in, plain answers out: with the token, the connections and the calls they say."""

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from beffroi.forges.reading import Answer, Task, read_accounts
from beffroi.forges.shapes import Target
from tests.fakes.forges.running import FakeForges, fake_forges

TOKEN = "only-for-tests"  # noqa: S105 - no secret


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--software", "gitlab", "--repositories", "0") as running:
        yield running


def done(address: str, **wanted: Any) -> Answer:
    task = Task("key", address, allowed=("127.0.0.0/8",), **wanted)
    (answer,) = read_accounts([task])
    return answer


@pytest.mark.slow
def test_a_piece_makes_about_as_many_calls_as_it_may(running: FakeForges) -> None:
    forge = running.open("gitea", accounts=[{"path": "a", "repositories": 500}])
    answer = done(f"{forge.url}/a", software="gitea", requests=4)
    assert answer.reading
    assert (len(answer.reading.repositories), len(forge.requests("/api"))) == (150, 4)
    assert answer.reading.cursor


@pytest.mark.slow
def test_connections_are_used_at_one_time(running: FakeForges) -> None:
    settings = {"delay": 0.02, "keyset": False}
    accounts = [{"path": "a", "kind": "group", "repositories": 1000}]
    forge = running.open("gitlab", accounts=accounts, settings=settings)
    assert done(f"{forge.url}/a", software="gitlab").reading
    assert forge.state["most_at_once"] == 1
    assert done(f"{forge.url}/a", software="gitlab", connections=4).reading
    assert forge.state["most_at_once"] > 1


@pytest.mark.slow
def test_the_token_is_sent_and_never_shown(running: FakeForges) -> None:
    accounts = [{"path": "a", "repositories": 1}]
    forge = running.open("gitea", accounts=accounts, settings={"tokens": [TOKEN]})
    answer = done(f"{forge.url}/a", software="gitea", token=TOKEN)
    assert {one["authorization"] for one in forge.requests("/api")} == {f"token {TOKEN}"}
    assert TOKEN not in repr(answer) + repr(Task("key", forge.url, token=TOKEN))


@pytest.mark.slow
def test_what_ran_at_an_unknown_host_is_part_of_the_answer(running: FakeForges) -> None:
    forge = running.open("forgejo", accounts=[{"path": "a", "repositories": 1}])
    answer = done(f"{forge.url}/a")
    assert answer.reading
    assert (answer.reading.software, len(answer.reading.repositories)) == ("forgejo", 1)


@pytest.mark.parametrize(
    ("software", "address", "code"),
    [
        ("sourcehut", "https://git.sr.ht/~a", "unsupported-forge"),
        ("gitlab", "https://gitlab.com", "whole-forge"),
        ("gitea", "https://codeberg.org/a/b", "repository-address"),
        ("gitlab", "nonsense", "bad-address"),
    ],
)
def test_what_cannot_be_opened_fails_by_name(software: str, address: str, code: str) -> None:
    target = Target("key", "", "")
    reading = done(address, software=software).reading
    assert reading
    assert [failure.code for failure in reading.failures] == [code]
    (look,) = done(address, software=software, targets=(target,)).looks
    (find,) = done(address, software=software, finds=(target,)).finds
    assert find.failure
    assert (look.failures[0].code, find.failure.code) == (code, code)


def test_a_task_travels_to_another_machine() -> None:
    task = Task("key", "https://forge.example.org/a", token=TOKEN, targets=(Target("k", "", ""),))
    assert pickle.loads(pickle.dumps(task)) == task  # noqa: S301 - our own
