"""Questions sent by POST: with their body, to one address, never sent on, never shown."""

import pytest

from beffroi.lib.http import Answer, Door, DoorError, Limits, Wanted, parse_networks
from tests.fakes.hostile import Wire, hostile

ASKED = Wanted(posted=b'{"method": "get_repos"}', headers={"Content-Type": "application/json"})


def door() -> Door:
    return Door(contact="", allowed=parse_networks(["127.0.0.1"]), limits=Limits(retries=0))


def echo(wire: Wire) -> None:
    """Answer with what was sent after the head, in the same packet or the next one."""
    came = wire.head.partition("\r\n\r\n")[2].encode()
    wire.answer(came or wire.socket.recv(1000))


def ask() -> tuple[Answer, str]:
    with hostile(echo) as served:
        answer = door().fetch(served.url, ASKED)
    return answer, served.heads[0]


def test_a_question_is_posted_with_its_body_and_type() -> None:
    answer, head = ask()
    assert head.startswith("POST / HTTP/1.1\r\n")
    assert "Content-Type: application/json\r\n" in head
    assert answer.text() == '{"method": "get_repos"}'


def test_a_question_is_not_sent_on_to_another_address() -> None:
    def sends_on(wire: Wire) -> None:
        wire.answer(status="307 Elsewhere", Location="/b")

    with hostile(sends_on) as served, pytest.raises(DoorError) as refused:
        door().fetch(served.url, ASKED)
    assert (refused.value.code, len(served.targets)) == ("broken-answer", 1)


def test_a_question_may_hold_a_key_and_is_not_shown() -> None:
    assert "get_repos" not in repr(ASKED)
