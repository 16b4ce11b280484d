"""Calls of one piece: counted, conditional, with the limits that answers tell."""

import asyncio
from datetime import UTC, datetime

from beffroi.forges.calls import Access, Calls
from beffroi.forges.outcomes import Verdict
from beffroi.forges.shapes import Page
from tests.fakes.hostile import Hostile, Wire, answers, hostile
from tests.fakes.plain import make_access

EMPTY = answers(b"[]", "application/json")


def ask(served: Hostile, calls: Calls, page: Page | None = None) -> Verdict:
    return asyncio.run(calls.ask(served.url, "list", page, {"X-More": "1"}))


def test_a_call_carries_the_headers_of_the_client_and_its_own() -> None:
    with hostile(EMPTY) as served:
        assert ask(served, Calls(make_access(), {"Accept": "x/y"})).data == []
    assert "Accept: x/y\r\n" in served.heads[0]
    assert "X-More: 1\r\n" in served.heads[0]


def test_a_known_page_is_asked_conditionally() -> None:
    with hostile(EMPTY) as served:
        calls = Calls(make_access(), {}, {served.url: Page(served.url, '"1"', "then")})
        ask(served, calls, calls.page(served.url))
    assert 'If-None-Match: "1"\r\n' in served.heads[0]
    assert "If-Modified-Since: then\r\n" in served.heads[0]
    assert calls.page("https://other.example") is None


def test_a_piece_is_over_after_its_calls_or_its_time() -> None:
    with hostile(EMPTY) as served:
        calls = Calls(make_access(requests=1), {})
        assert not calls.is_over
        ask(served, calls)
    assert (calls.is_over, calls.count) == (True, 1)
    assert Calls(make_access(seconds=-1), {}).is_over


def test_the_strictest_limit_of_one_hour_counts() -> None:
    left = ["5", "7", "6"]

    def behave(wire: Wire) -> None:
        limits = {"X_RateLimit_Remaining": left[wire.count], "X_RateLimit_Reset": "1790000000"}
        wire.answer(b"[]", Content_Type="application/json", **limits)

    with hostile(behave) as served:
        calls = Calls(make_access(now=lambda: datetime(2026, 9, 21, tzinfo=UTC)), {})
        for _ in left:
            ask(served, calls)
    assert calls.rate
    assert calls.rate.remaining == 5


def test_a_new_hour_has_new_limits_and_silence_changes_none() -> None:
    resets = ["1790000000", "1790003600", ""]

    def behave(wire: Wire) -> None:
        limits = {"X_RateLimit_Remaining": str(wire.count), "X_RateLimit_Reset": resets[wire.count]}
        wire.answer(b"[]", Content_Type="application/json", **(limits if wire.count < 2 else {}))

    with hostile(behave) as served:
        calls = Calls(make_access(now=lambda: datetime(2026, 9, 21, tzinfo=UTC)), {})
        for _ in resets:
            ask(served, calls)
    assert calls.rate
    assert calls.rate.remaining == 1


def test_calls_wait_before_the_limit_and_count_those_under_way() -> None:
    limits = {"X_RateLimit_Remaining": "3", "X_RateLimit_Reset": "900"}
    with hostile(answers(b"[]", "application/json", **limits)) as served:
        calls = Calls(make_access(), {})
        ask(served, calls)
    assert calls.wait() is None
    assert calls.wait(under_way=2)


def test_a_call_that_fails_is_a_verdict() -> None:
    verdict = asyncio.run(Calls(make_access(), {}).ask("http://10.0.0.1/x"))
    assert verdict.failure
    assert verdict.failure.code == "refused-address"


def test_the_time_is_that_of_the_world_unless_told() -> None:
    said = Access(door=make_access().door).now()
    assert abs((datetime.now(UTC) - said).total_seconds()) < 60
