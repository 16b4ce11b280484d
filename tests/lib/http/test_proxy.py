"""The proxy that git speaks through lets nobody in and nothing inward out."""

import socket
import struct
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest

from beffroi.lib.http.addresses import parse_networks
from beffroi.lib.http.proxy import Proxy, Rules
from tests.fakes import hostile

LOOPBACK = parse_networks(["127.0.0.1"])
RULES = Rules(allowed=LOOPBACK, silent_seconds=0.3, connect_seconds=0.3)


def call(proxy: Proxy, *pieces: bytes) -> bytes:
    """Send pieces, each after the answer to the one before; return the last answer."""
    parts = urlsplit(proxy.url)
    answer = b""
    with socket.create_connection(("127.0.0.1", parts.port or 0), timeout=2) as end:
        for piece in pieces:
            end.sendall(piece)
            answer = end.recv(4096)
    return answer


def greeting(proxy: Proxy, password: str = "") -> Sequence[bytes]:
    """Return what git says to be let in."""
    word = (password or urlsplit(proxy.url).password or "").encode()
    return b"\x05\x01\x02", b"\x01\x03git" + bytes([len(word)]) + word


def wish(host: str, port: int, command: int = 1) -> bytes:
    """Return the wish to connect to a name."""
    return bytes([5, command, 0, 3, len(host)]) + host.encode() + struct.pack("!H", port)


def test_who_does_not_know_the_password_is_sent_away() -> None:
    with Proxy(RULES) as proxy:
        assert call(proxy, b"\x05\x01\x00") == b"\x05\xff"
        assert call(proxy, *greeting(proxy, "guess")) == b"\x01\x01"
        assert call(proxy, b"\x05\x01\x02", b"") == b""


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (wish("127.0.0.2", 80), 2),
        (wish("::ffff:127.0.0.1", 80), 2),
        (b"\x05\x01\x00\x01\x0a\x00\x00\x01\x00\x50", 2),
        (b"\x05\x01\x00\x04" + bytes(15) + b"\x02\x00\x50", 2),
        (wish("127.0.0.1", 1), 4),
        (wish("127.0.0.1", 1, command=2), 1),
        (b"\x05\x01\x00\x09", -1),
    ],
)
def test_wishes_are_judged_by_the_address_behind_them(asked: bytes, code: int) -> None:
    with Proxy(RULES) as proxy:
        answer = call(proxy, *greeting(proxy), asked)
    assert (answer[1] if answer else -1) == code


def test_a_name_is_resolved_here_and_then_judged() -> None:
    rules = Rules(resolve=lambda _host: ["127.0.0.1"])
    with Proxy(rules) as proxy:
        assert call(proxy, *greeting(proxy), wish("public.example.org", 443))[1] == 2
    assert proxy.failure
    assert proxy.failure.code == "refused-address"


def test_a_name_without_address_is_unreachable() -> None:
    def resolve(_host: str) -> list[str]:
        raise OSError

    with Proxy(Rules(resolve=resolve)) as proxy:
        assert call(proxy, *greeting(proxy), wish("nowhere.example.org", 443))[1] == 4
    assert proxy.failure
    assert proxy.failure.code == "unreachable"


def test_plain_http_stays_in_the_allowed_networks() -> None:
    rules = Rules(allowed=LOOPBACK, is_inner_only=True, resolve=lambda _host: ["8.8.8.8"])
    with Proxy(rules) as proxy:
        assert call(proxy, *greeting(proxy), wish("public.example.org", 80))[1] == 2
    assert proxy.failure
    assert "use https" in proxy.failure.message


def test_bytes_pass_in_both_directions_up_to_the_limit() -> None:
    with hostile.hostile(hostile.answers(b"x" * 5000)) as served:
        port = int(served.url.rpartition(":")[2])
        with Proxy(Rules(allowed=LOOPBACK, most_bytes=1000)) as proxy:
            asked = wish("127.0.0.1", port)
            assert call(proxy, *greeting(proxy), asked, b"GET / HTTP/1.1\r\n\r\n") == b""
    assert served.targets == ["/"]
    assert proxy.received > 1000
    assert proxy.failure
    assert proxy.failure.code == "too-large"


@pytest.mark.slow
def test_a_silent_server_is_hung_up_on() -> None:
    with hostile.hostile(hostile.hangs) as served:
        port = int(served.url.rpartition(":")[2])
        with Proxy(RULES) as proxy:
            assert call(proxy, *greeting(proxy), wish("127.0.0.1", port), b"GET") == b""
            assert proxy.failure
            assert proxy.failure.code == "timeout"


def test_who_hangs_up_in_the_middle_harms_nobody() -> None:
    with Proxy(RULES) as proxy:
        port = urlsplit(proxy.url).port or 0
        with socket.create_connection(("127.0.0.1", port), timeout=2) as end:
            end.sendall(b"\x05")
            end.shutdown(socket.SHUT_WR)
            assert end.recv(1) == b""
        assert call(proxy, *greeting(proxy), wish("127.0.0.2", 80))[1] == 2
