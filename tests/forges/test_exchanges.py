"""Every recorded exchange with a forge means what its file says, asked through the real door."""

import asyncio
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from beffroi.forges.calls import Access, Calls
from beffroi.forges.client import ApiForge, Begin
from beffroi.forges.outcomes import About, Verdict, classify_error
from beffroi.forges.shapes import Failure, ForgeRepository, Known, Page, Target
from beffroi.lib.http import Door, DoorError, Limits, parse_networks
from tests.fakes import hostile
from tests.fakes.hostile import Wire
from tests.fakes.recorded import read_exchanges, send

SHARED = Path(os.environ.get("BEFFROI_SHARED") or Path(__file__).parents[3] / "shared")
EXCHANGES = read_exchanges(SHARED.resolve() / "data/catalogue/forge/exchanges.json")
ANSWERED = [one for one in EXCHANGES if one["response"]["status"]]
SILENT = [one for one in EXCHANGES if not one["response"]["status"]]
LIMITED = [one for one in ANSWERED if one["expected"]["outcome"] == "rate_limited"]
RETRIED = [one for one in ANSWERED if "retry" in one["expected"]]
LISTED = "empty-list-after-full"  # needs what was known before: a listing's test, below
THEN = datetime.fromtimestamp(1_636_999_000, UTC)
LIMITS = Limits(retries=0, connect_seconds=2, total_seconds=2, whole_seconds=4)


def access(limits: Limits = LIMITS) -> Access:
    door = Door(contact="", allowed=parse_networks(["127.0.0.1"]), limits=limits)
    return Access(door=door, now=lambda: THEN)


def about(url: str) -> About:
    """Say what a client would say that it asks for."""
    path = urlsplit(url).path
    if "/raw/" in path:
        return "file"
    return "account" if "/orgs/" in path or "/groups/" in path else "repository"


def verdict_on(exchange: Mapping[str, Any]) -> Verdict:
    """Ask a server that answers the first call as recorded, and the others with a repository."""
    url = exchange["request"]["url"]
    parts = urlsplit(url)
    home = f"{parts.scheme}://{parts.netloc}"
    target = url.removeprefix(home)

    def behave(wire: Wire) -> None:
        if wire.target == target:
            send(wire, exchange["response"], {home: ""})
        elif "sign_in" in wire.target:
            wire.answer(b"<!DOCTYPE html>", Content_Type="text/html")
        else:
            wire.answer(b'{"id": 112116543}', Content_Type="application/json")

    validators = exchange["request"]["headers"]
    page = Page(url, etag=validators["If-None-Match"]) if validators else None
    with hostile.hostile(behave) as served:
        calls = Calls(access(), {})
        return asyncio.run(calls.ask(f"{served.url}{target}", about(url), page))


def expected(exchange: Mapping[str, Any]) -> str:
    return str(exchange["expected"]["outcome"]).replace("_", "-")


def test_the_file_holds_37_exchanges() -> None:
    assert (len(EXCHANGES), len(SILENT), len(LIMITED), len(RETRIED)) == (37, 3, 6, 5)


@pytest.mark.parametrize("exchange", ANSWERED, ids=lambda one: one["id"])
def test_an_answer_means_what_its_file_says(exchange: Mapping[str, Any]) -> None:
    if exchange["id"] == LISTED:
        assert empty_after_full(exchange) == ["suspicious-empty"]
        return
    verdict = verdict_on(exchange)
    assert verdict.outcome == expected(exchange)
    assert verdict.is_data == (expected(exchange) in {"unchanged", "follow", "next-page"})


@pytest.mark.parametrize("exchange", LIMITED, ids=lambda one: one["id"])
def test_a_limit_says_until_when_and_is_no_failure(exchange: Mapping[str, Any]) -> None:
    said = exchange["expected"]
    verdict = verdict_on(exchange)
    until = float(said.get("wait_until") or THEN.timestamp() + said.get("wait_seconds"))
    assert verdict.failure is None
    assert verdict.wait_until == datetime.fromtimestamp(until, UTC)


@pytest.mark.parametrize("exchange", RETRIED, ids=lambda one: one["id"])
def test_what_the_file_wants_tried_again_is_no_permanent_failure(exchange: Any) -> None:
    failure = verdict_on(exchange).failure
    assert failure
    assert failure.permanent is not exchange["expected"]["retry"]


@pytest.mark.parametrize("exchange", SILENT, ids=lambda one: one["id"])
def test_silence_means_what_its_file_says(exchange: Mapping[str, Any]) -> None:
    code = {"net-dns": "unreachable", "net-tls": "tls", "net-timeout": "timeout"}[exchange["id"]]
    verdict = classify_error(exchange["request"]["url"], DoorError(code, "Words."))
    assert verdict.outcome == expected(exchange)
    assert verdict.failure == Failure(exchange["request"]["url"], code, "Words.", permanent=False)


def test_a_name_without_a_machine_is_transient_through_the_door() -> None:
    def nobody(_host: str) -> list[str]:
        raise OSError

    door = Door(contact="", limits=LIMITS, resolve=nobody)
    calls = Calls(Access(door=door), {})
    verdict = asyncio.run(calls.ask("https://gitlab.dead.example/api/v4/groups"))
    assert (verdict.outcome, verdict.failure and verdict.failure.code) == (
        "transient",
        "unreachable",
    )


@pytest.mark.slow
def test_a_server_that_says_nothing_is_transient_through_the_door() -> None:
    with hostile.hostile(hostile.hangs) as served:
        calls = Calls(access(Limits(retries=0, total_seconds=0.3)), {})
        verdict = asyncio.run(calls.ask(served.url))
    assert (verdict.outcome, verdict.failure and verdict.failure.code) == ("transient", "timeout")


class _Group(ApiForge):
    """A client that reads one recorded list and nothing else."""

    software = "gitlab"

    def headers(self) -> Mapping[str, str]:
        return {}

    async def begin(self, calls: Calls) -> Begin:  # noqa: ARG002
        return Begin(url=f"{self.web}/api/v4/groups/etalab/projects?per_page=100")

    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        raise AssertionError(where, row)

    async def single(self, calls: Calls, target: Target) -> Verdict:
        raise AssertionError(calls, target)


def empty_after_full(exchange: Mapping[str, Any]) -> list[str]:
    """Read a list that is empty today and had a row before; return the failures' codes."""

    def behave(wire: Wire) -> None:
        body = json.dumps(exchange["response"]["body"]).encode()
        wire.answer(body, Content_Type="application/json", X_Total="0")

    with hostile.hostile(behave) as served:
        url = f"{served.url}/api/v4/groups/etalab/projects?per_page=100"
        reading = _Group(f"{served.url}/etalab", access()).read(
            Known(pages={url: Page(url, ids=("1",))})
        )
    assert not reading.is_complete
    assert (reading.repositories, reading.unchanged_ids, reading.cursor) == ((), (), "")
    return [failure.code for failure in reading.failures]
