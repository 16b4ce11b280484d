"""What all clients of an API do alike: begin, look, find, and where a token may go."""

from typing import Any

import pytest

from beffroi.forges.calls import Calls
from beffroi.forges.client import Begin, split_declared, with_declared
from beffroi.forges.outcomes import Verdict
from beffroi.forges.places import Place
from beffroi.forges.shapes import Failure, Find, Known, Look, Page, Target
from tests.fakes.hostile import answers, hostile
from tests.fakes.plain import Lists, PlainForge, make_access, make_rows

TOKEN = "only-for-tests"  # noqa: S105 - no secret
TARGET = Target("k", "https://forge.example.org/a/b", "", forge_id="7")
HOME = "https://forge.example.org"


def client(address: str = f"{HOME}/a", **changes: Any) -> PlainForge:
    return PlainForge(address, make_access(**changes))


class Stopped(PlainForge):
    """A forge whose account answers what the test says."""

    verdict = Verdict("absent", HOME)

    async def begin(self, calls: Calls) -> Begin:
        """Hand over what stops us."""
        assert calls.count == 0
        return Begin(verdict=self.verdict)


def stopped(verdict: Verdict, cursor: str = "") -> Any:
    forge = Stopped(f"{HOME}/a", make_access())
    forge.verdict = verdict
    return forge.read(Known(cursor=cursor))


def test_an_account_that_fails_for_good_ends_here() -> None:
    failure = Failure(HOME, "x", "Words.", permanent=True)
    reading = stopped(Verdict("gone", HOME, failure=failure), "{}")
    assert (reading.failures, reading.is_complete, reading.cursor) == ((failure,), False, "")


def test_an_account_that_fails_for_now_begins_again() -> None:
    failure = Failure(HOME, "x", "Words.")
    reading = stopped(Verdict("transient", HOME, failure=failure), "{}")
    assert (reading.failures, reading.is_complete, reading.cursor) == ((failure,), False, "{}")


def test_a_limit_at_the_account_waits_and_is_no_failure() -> None:
    now = make_access().now()
    reading = stopped(Verdict("rate-limited", HOME, wait_until=now))
    assert (reading.wait_until, reading.failures, reading.cursor) == (now, (), "")


def test_an_account_without_list_says_nothing() -> None:
    forge = Stopped(f"{HOME}/a", make_access())
    forge.verdict = None  # type: ignore[assignment]
    assert forge.read(Known()).failures == ()


@pytest.mark.parametrize(
    ("address", "web"),
    [
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000"),
        ("https://forge.example.org:8443/a", "https://forge.example.org:8443"),
    ],
)
def test_the_scheme_in_allowed_networks_is_the_one_given(address: str, web: str) -> None:
    assert client(address).web == web


def test_plain_http_becomes_https_where_no_network_is_allowed() -> None:
    access = make_access()
    access.door.allowed = ()
    assert PlainForge("http://forge.example.org/a", access).web == HOME
    assert PlainForge("http://forge.example.org:81/a", access).web == f"{HOME}:81"


@pytest.mark.parametrize(
    ("address", "token"),
    [
        (f"{HOME}/a", TOKEN),
        ("http://127.0.0.1/a", TOKEN),
        ("http://127.0.0.2/a", ""),
        ("http://forge.example.org/a", ""),
    ],
)
def test_a_token_travels_encrypted_or_in_allowed_networks(address: str, token: str) -> None:
    assert client(address, token=TOKEN).token == token


def test_a_token_does_not_follow_a_redirect_to_another_host() -> None:
    with hostile(answers(b"{}", "application/json")) as other:
        redirect = {"Location": f"{other.url}/x"}
        with hostile(lambda wire: wire.answer(status="302 Found", **redirect)) as served:
            client(f"{served.url}/a", token=TOKEN).read(Known())
    assert f"Authorization: {TOKEN}" in served.heads[0]
    assert TOKEN not in other.heads[0]


@pytest.mark.parametrize(
    ("url", "beyond"),
    [
        (f"{HOME}/list?page=3&per_page=9", f"{HOME}/list?per_page=9&page=4"),
        (f"{HOME}/list?per_page=9", f"{HOME}/list?per_page=9&page=2"),
        (f"{HOME}/list", f"{HOME}/list?page=2"),
        (f"{HOME}/list?page=x", ""),
    ],
)
def test_the_page_beyond_is_the_next_number(url: str, beyond: str) -> None:
    assert client().beyond(Page(url)) == beyond


@pytest.mark.parametrize("declared", [None, 0, 286])
def test_a_declared_count_travels_with_the_address_of_the_list(declared: int | None) -> None:
    assert split_declared(with_declared(f"{HOME}/list", declared)) == (f"{HOME}/list", declared)


@pytest.mark.parametrize("total", ["x", "-1", "9" * 20])
def test_a_total_that_is_no_number_is_unknown(total: str) -> None:
    with hostile(Lists(make_rows(2), headers={"X_Total_Count": total})) as served:
        assert client(f"{served.url}/a").read(Known()).is_complete


def test_a_client_that_adds_nothing_looks_by_git_alone() -> None:
    seen = Look(key="k", head="abc")
    assert client(inside=lambda _target: seen).look(TARGET) == seen


def test_a_client_may_add_nothing_after_all() -> None:
    class Adding(PlainForge):
        def adds(self, look: Look) -> bool:
            return bool(look.head)

    seen = Look(key="k", head="abc")
    assert Adding(f"{HOME}/a", make_access(inside=lambda _target: seen)).look(TARGET) == seen


def find(body: bytes) -> Find:
    with hostile(answers(body, "application/json")) as served:
        return client(f"{served.url}/a").find(TARGET)


def test_a_single_read_gives_a_repository_or_a_failure() -> None:
    found = find(b'{"id": 7, "name": "b"}')
    assert (found.key, found.repository and found.repository.forge_id) == ("k", "7")
    broken = find(b'{"id": 7}').failure
    assert broken
    assert broken.code == "broken-answer"


def test_the_keyset_of_a_plain_list_is_nowhere() -> None:
    assert client().keyset(Place()) == ""
