"""Calling web addresses: what comes back, what is refused, and that every call ends."""

import asyncio
import gzip
import time
from collections.abc import Callable
from email.utils import formatdate

import pytest

from beffroi.lib.http import Answer, Door, DoorError, Limits, Validators, Wanted, parse_networks
from beffroi.lib.http.addresses import parse_address
from beffroi.lib.http.door import Chance, following_address
from tests.fakes import hostile
from tests.fakes.hostile import Wire

LOOPBACK = parse_networks(["127.0.0.1"])
LIMITS = Limits(
    connect_seconds=5, total_seconds=10, whole_seconds=20, body_bytes=100_000, retries=0
)
JSON = Wanted(types=("application/json",))


def door(limits: Limits = LIMITS, pauses: list[float] | None = None) -> Door:
    """Return a door to loopback that notes pauses instead of making them."""

    async def sleep(seconds: float) -> None:
        (pauses if pauses is not None else []).append(seconds)

    chance = Chance(sleep=sleep, number=lambda: 0.5)
    return Door(contact="https://example.org/about", allowed=LOOPBACK, limits=limits, chance=chance)


def fetch(behave: Callable[[Wire], None], wanted: Wanted = Wanted()) -> Answer:  # noqa: B008
    """Ask a server with one behaviour."""
    with hostile.hostile(behave) as served:
        return door().fetch(served.url, wanted)


def refusal(behave: Callable[[Wire], None], wanted: Wanted = Wanted()) -> DoorError:  # noqa: B008
    """Return the error that a behaviour ends in."""
    with pytest.raises(DoorError) as refused:
        fetch(behave, wanted)
    return refused.value


def test_an_answer_says_where_it_comes_from_and_what_it_holds() -> None:
    answer = fetch(hostile.answers(b'{"a": 1}', "application/json; charset=utf-8"), JSON)
    assert (answer.status, answer.json(), answer.text()) == (200, {"a": 1}, '{"a": 1}')
    assert answer.content_type == "application/json"
    assert not answer.is_unchanged


def test_a_server_learns_whom_to_write_to_and_gets_no_cookie() -> None:
    with hostile.hostile(hostile.answers(b"", Set_Cookie="a=b")) as served:
        asking = door()
        asking.fetch(served.url)
        asking.fetch(served.url)
    assert "Beffroi (+https://example.org/about)" in served.heads[1]
    assert "Cookie" not in served.heads[1]


def test_a_door_without_contact_says_its_name() -> None:
    with hostile.hostile(hostile.answers(b"")) as served:
        Door(contact="", allowed=LOOPBACK).fetch(served.url)
    assert "User-Agent: Beffroi\r\n" in served.heads[0]


def test_an_open_door_serves_several_calls() -> None:
    async def twice(url: str) -> list[int]:
        async with door() as opened:
            return [(await opened.get(url)).status for _ in range(2)]

    with hostile.hostile(hostile.answers(b"x")) as served:
        assert asyncio.run(twice(served.url)) == [200, 200]


def test_validators_make_the_next_call_conditional() -> None:
    def behave(wire: Wire) -> None:
        if 'If-None-Match: "1"' in wire.head and "If-Modified-Since: then" in wire.head:
            wire.send(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n")
        else:
            wire.answer(b"x", ETag='"1"', Last_Modified="then")

    with hostile.hostile(behave) as served:
        first = door().fetch(served.url)
        second = door().fetch(served.url, Wanted(validators=first.validators))
    assert first.validators == Validators('"1"', "then")
    assert (second.is_unchanged, second.body) == (True, b"")


def test_a_packed_answer_of_several_members_is_unpacked() -> None:
    body = gzip.compress(b"abc", mtime=0) + gzip.compress(b"def", mtime=0)
    assert fetch(hostile.answers(body, Content_Encoding="gzip")).body == b"abcdef"


def test_json_has_many_types() -> None:
    answer = fetch(hostile.answers(b"[]", "application/problem+json"), JSON)
    assert answer.json() == []


@pytest.mark.parametrize(
    ("behave", "code"),
    [
        (hostile.answers(b"{}", "text/html"), "broken-answer"),
        (hostile.breaks_off, "broken-answer"),
        (hostile.breaks_off_packed, "broken-answer"),
        (hostile.answers(b"xxxxxx", Content_Encoding="gzip"), "broken-answer"),
        (hostile.answers(b"xxxxxx", Content_Encoding="br"), "broken-answer"),
        (hostile.speaks_no_http, "broken-answer"),
        (hostile.redirects_to(""), "broken-answer"),
        (hostile.bombs, "too-large"),
        (hostile.promises_10_gigabytes, "too-large"),
        (hostile.answers(bytes(100_001)), "too-large"),
        (lambda wire: wire.answer(status="404 Not Found"), "not-found"),
        (lambda wire: wire.answer(status="410 Gone"), "not-found"),
        (lambda wire: wire.answer(status="403 Forbidden"), "http-error"),
        (lambda wire: wire.answer(status="500 Oops"), "http-error"),
        (lambda wire: wire.socket.close(), "unreachable"),
        (hostile.redirects_to("http://127.0.0.2/"), "refused-address"),
        (hostile.redirects_to("http://[::1]/"), "refused-address"),
        (hostile.redirects_to("http://[::ffff:127.0.0.1]/"), "refused-address"),
        (hostile.redirects_to("http://169.254.169.254/latest"), "refused-address"),
        (hostile.redirects_to("http://2130706433/"), "bad-address"),
        (hostile.redirects_to("http://a:b@127.0.0.1/"), "bad-address"),
        (hostile.redirects_to("file:///etc/passwd"), "bad-address"),
        (hostile.goes_in_circles, "too-many-redirects"),
    ],
)
def test_bad_servers_get_a_named_answer(behave: Callable[[Wire], None], code: str) -> None:
    assert refusal(behave, JSON if code == "broken-answer" else Wanted()).code == code


@pytest.mark.slow
@pytest.mark.parametrize("behave", [hostile.hangs, hostile.trickles])
def test_a_slow_server_ends_in_bounded_time(behave: Callable[[Wire], None]) -> None:
    begun = time.monotonic()
    with hostile.hostile(behave) as served, pytest.raises(DoorError) as refused:
        door(Limits(total_seconds=0.3)).fetch(served.url)
    assert refused.value.code == "timeout"
    assert time.monotonic() - begun < 3


@pytest.mark.slow
def test_all_attempts_together_have_a_limit() -> None:
    limits = Limits(whole_seconds=0.3)
    with hostile.hostile(hostile.hangs) as served, pytest.raises(DoorError, match="too long"):
        door(limits).fetch(served.url)


def test_an_answer_that_is_no_json_is_broken() -> None:
    for body in (b"{", b"\xff", b"[" * 100_000):
        answer = fetch(hostile.answers(body, "application/json"), JSON)
        with pytest.raises(DoorError, match="not valid JSON"):
            answer.json()


def test_redirects_are_followed_and_named() -> None:
    def behave(wire: Wire) -> None:
        if wire.target == "/":
            wire.answer(status="301 Moved Permanently", Location="/there?a=b")
        else:
            wire.answer(b"here")

    with hostile.hostile(behave) as served:
        answer = door().fetch(served.url)
    assert (answer.url, answer.body) == (f"{served.url}/there?a=b", b"here")
    assert answer.moved_from == (f"{served.url}/",)


def test_a_token_goes_to_its_own_host_only() -> None:
    wanted = Wanted(headers={"Authorization": "Bearer secret"})
    with (
        hostile.hostile(hostile.answers(b"x")) as other,
        hostile.hostile(hostile.redirects_to(other.url)) as served,
    ):
        door().fetch(served.url, wanted)
    assert "secret" in served.heads[0]
    assert "secret" not in other.heads[0]


def test_from_https_no_redirect_leads_to_plain_http() -> None:
    with pytest.raises(DoorError, match="plain http") as refused:
        following_address(parse_address("https://example.org/"), "http://example.org/")
    assert refused.value.code == "refused-address"


def test_a_busy_server_is_asked_again_as_late_as_it_wants() -> None:
    def behave(wire: Wire) -> None:
        late = ("7", formatdate(time.time() + 20, usegmt=True), "soon")
        if wire.count < 3:
            wire.answer(status="503 Busy", Retry_After=late[wire.count])
        else:
            wire.answer(b"at last")

    pauses: list[float] = []
    with hostile.hostile(behave) as served:
        assert door(Limits(), pauses).fetch(served.url).body == b"at last"
    assert (pauses[0], pauses[2]) == (7, 4)
    assert 15 < pauses[1] <= 20


def test_a_server_that_asks_for_too_much_patience_is_left_alone() -> None:
    pauses: list[float] = []
    busy = lambda wire: wire.answer(status="429 Slow", Retry_After="3600")  # noqa: E731
    with hostile.hostile(busy) as served, pytest.raises(DoorError) as refused:
        door(Limits(), pauses).fetch(served.url)
    assert (refused.value.status, refused.value.retry_after, pauses) == (429, 3600, [])


def test_no_more_than_three_further_attempts_are_made() -> None:
    pauses: list[float] = []
    busy = lambda wire: wire.answer(status="502 Oops")  # noqa: E731
    with hostile.hostile(busy) as served, pytest.raises(DoorError):
        door(Limits(), pauses).fetch(served.url)
    assert (len(served.targets), pauses) == (4, [1, 2, 4])


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.2/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[::7f00:1]/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://0.0.0.0/",
        "https://8.8.8.8:8443/",
    ],
)
def test_literal_addresses_inward_are_refused(url: str) -> None:
    with pytest.raises(DoorError) as refused:
        door().fetch(url)
    assert refused.value.code == "refused-address"


@pytest.mark.parametrize(
    "peers", [["10.0.0.1"], ["::1"], ["127.0.0.2", "::1"], ["64:ff9b::7f00:1", "10.0.0.1"]]
)
def test_a_public_name_of_an_inward_address_is_refused(peers: list[str]) -> None:
    asking = Door(contact="", allowed=LOOPBACK, limits=LIMITS, resolve=lambda _host: peers)
    with pytest.raises(DoorError) as refused:
        asking.fetch("http://public.example.org/")
    assert refused.value.code == "refused-address"


def test_the_allowed_one_of_several_addresses_is_called() -> None:
    asking = Door(contact="", allowed=LOOPBACK, resolve=lambda _host: ["10.0.0.1", "127.0.0.1"])
    with hostile.hostile(hostile.answers(b"x")) as served:
        url = served.url.replace("127.0.0.1", "public.example.org")
        assert asking.fetch(url).body == b"x"


def test_a_name_without_address_is_unreachable() -> None:
    def resolve(_host: str) -> list[str]:
        raise OSError

    with pytest.raises(DoorError, match="host name") as refused:
        Door(contact="", limits=LIMITS, resolve=resolve).fetch("https://nowhere.example.org/")
    assert refused.value.code == "unreachable"


def test_a_server_without_tls_has_no_valid_certificate() -> None:
    with hostile.hostile(hostile.speaks_no_http) as served, pytest.raises(DoorError) as refused:
        door().fetch(served.url.replace("http:", "https:"))
    assert refused.value.code == "tls"


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert fetch(hostile.answers(b"x")).body == b"x"


ERRORS = Wanted(errors=True)


def test_an_error_comes_back_with_headers_and_words_where_it_is_wanted() -> None:
    answer = fetch(lambda wire: wire.answer(b"why", "404 Not Found", X_Kind="a"), ERRORS)
    assert (answer.status, answer.headers["x-kind"], answer.body) == (404, "a", b"why")


def test_the_words_of_an_error_are_unpacked() -> None:
    packed = gzip.compress(b"why", mtime=0)
    answer = fetch(lambda wire: wire.answer(packed, "403 No", Content_Encoding="gzip"), ERRORS)
    assert answer.body == b"why"


@pytest.mark.parametrize("headers", [{}, {"Content_Length": "99"}, {"Content_Encoding": "br"}])
def test_an_error_that_says_too_much_or_breaks_off_says_nothing(headers: dict[str, str]) -> None:
    body = b"x" * (70_000 if not headers else 9)
    answer = fetch(lambda wire: wire.answer(body, "403 Forbidden", **headers), ERRORS)
    assert (answer.status, answer.body) == (403, b"")


def test_a_bomb_in_an_error_is_not_unpacked() -> None:
    def behave(wire: Wire) -> None:
        wire.answer(hostile.BOMB, "403 Forbidden", Content_Encoding="gzip")

    assert fetch(behave, ERRORS).body == b""


def test_a_wanted_error_of_the_server_is_tried_again_before_it_comes_back() -> None:
    pauses: list[float] = []
    limits = Limits(retries=2, total_seconds=5)
    with hostile.hostile(lambda wire: wire.answer(status="502 Bad Gateway")) as served:
        assert door(limits, pauses).fetch(served.url, ERRORS).status == 502
    assert (len(served.targets), pauses) == (3, [1.0, 2.0])


def test_a_wanted_error_that_passes_is_forgotten() -> None:
    def behave(wire: Wire) -> None:
        wire.answer(b"x", "503 Busy" if wire.count == 0 else "200 OK", Retry_After="1")

    with hostile.hostile(behave) as served:
        assert door(Limits(retries=1), pauses := []).fetch(served.url, ERRORS).body == b"x"
    assert pauses == [1.0]


def test_a_limit_that_is_wanted_comes_back_at_once() -> None:
    def behave(wire: Wire) -> None:
        wire.answer(status="429 Too Many Requests", Retry_After="1")

    with hostile.hostile(behave) as served:
        answer = door(Limits(retries=3), []).fetch(served.url, ERRORS)
    assert (answer.status, answer.headers["retry-after"], len(served.targets)) == (429, "1", 1)


def test_a_wanted_error_does_not_let_another_type_pass() -> None:
    page = hostile.answers(b"<html>", "text/html")
    assert refusal(page, Wanted(types=("application/json",), errors=True)).code == "broken-answer"


def test_an_unchanged_answer_keeps_the_connection() -> None:
    """A server that counts its connections sees one for two conditional calls."""

    def behave(wire: Wire) -> None:
        answered = b"HTTP/1.1 304 Not Modified\r\nETag: 1\r\n\r\n"
        wire.send(answered)
        if wire.socket.recv(4096):
            wire.send(answered)

    async def twice(url: str) -> list[int]:
        async with door() as opened:
            return [(await opened.get(url)).status for _ in range(2)]

    with hostile.hostile(behave) as served:
        assert asyncio.run(twice(served.url)) == [304, 304]
    assert len(served.targets) == 1
