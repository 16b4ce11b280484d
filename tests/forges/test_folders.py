"""What a page lists is asked one by one, and no answer is lost."""

import asyncio
from collections.abc import Callable, Collection

import pytest

from beffroi.forges.folders import Piece, Survey, survey
from beffroi.forges.patience import Patience
from beffroi.lib.http import Door, DoorError, Limits, parse_networks
from tests.fakes import hostile
from tests.fakes.hostile import OID, Wire, advertisement

LOOPBACK = parse_networks(["127.0.0.1"])
LIMITS = Limits(connect_seconds=5, total_seconds=10, retries=0)
HASTY = Limits(total_seconds=0.3, retries=0)
MAIN = advertisement(OID + b" HEAD", OID + b" refs/heads/main")
EMPTY = advertisement(b"0" * 40 + b" capabilities^{}")


def look(
    url: str,
    known: Collection[str] = (),
    seconds: float = 60,
    limits: Limits = LIMITS,
    piece: tuple[str, int] = ("", 2000),
) -> Survey:
    """Survey an address on loopback."""
    after, most = piece

    async def looking() -> Survey:
        async with Door(contact="", allowed=LOOPBACK, limits=limits) as door:
            return await survey(door, url, Piece(Patience(seconds), known, after, most))

    return asyncio.run(looking())


def listing(*paths: str) -> Callable[[Wire], None]:
    """Return a server that lists repositories and announces few of them well."""
    page = "".join(f"<a href='{path}'>x</a>" for path in paths).encode()

    def behave(wire: Wire) -> None:
        if wire.target == "/":
            wire.answer(page, Content_Type="text/html")
        elif "/hangs" in wire.target:
            hostile.hangs(wire)
        elif "/good" in wire.target:
            wire.answer(MAIN, Content_Type=hostile.ADVERTISED)
        else:
            wire.answer(b"<html>", status="404 Not Found" if "gone" in wire.target else "200 OK")

    return behave


def test_a_listed_repository_that_fails_is_named_and_has_not_vanished() -> None:
    with hostile.hostile(listing("a.git/", "gone.git/", "known/", "docs/", "good/")) as served:
        found = look(served.url, {f"{served.url}/known"})
    assert {failure.address: failure.code for failure in found.failures} == {
        f"{served.url}/a": "broken-answer",
        f"{served.url}/gone": "not-found",
        f"{served.url}/known": "broken-answer",
    }
    assert [seen.url for seen in found.seen] == [f"{served.url}/good"]
    assert found.is_complete


def test_a_page_without_repositories_says_what_to_give_instead() -> None:
    with hostile.hostile(listing("docs/")) as served, pytest.raises(DoorError) as refused:
        look(served.url)
    assert refused.value.code == "not-a-repository"
    assert "git clone" in refused.value.message


@pytest.mark.slow
def test_a_host_that_falls_silent_is_given_up() -> None:
    with hostile.hostile(listing(*(f"hangs{number}/" for number in range(50)))) as served:
        found = look(served.url, limits=HASTY)
    assert {failure.code for failure in found.failures} == {"timeout"}
    assert (len(found.failures), found.is_complete) == (5, False)


@pytest.mark.slow
def test_too_many_links_are_named() -> None:
    with hostile.hostile(listing(*(f"r{number}/" for number in range(2001)))) as served:
        found = look(served.url, seconds=0)
    assert {failure.code for failure in found.failures} == {"timeout", "too-large"}
    assert not found.is_complete


def test_gitweb_is_read_by_its_list_of_projects() -> None:
    pages = {
        "/": (b"<meta name=generator content='gitweb/2.39'>", "text/html"),
        "/?a=project_index": (b"g/one.git A\n", "text/plain; charset=utf-8"),
        "/g/one.git/info/refs?service=git-upload-pack": (EMPTY, hostile.ADVERTISED),
    }

    def behave(wire: Wire) -> None:
        body, kind = pages.get(wire.target, (b"", "text/html"))
        wire.answer(body, "200 OK" if body else "404 Not Found", Content_Type=kind)

    with hostile.hostile(behave) as served:
        (seen,) = look(served.url).seen
    assert (seen.url, seen.refs.is_empty) == (f"{served.url}/g/one", True)


def test_a_list_on_several_pages_is_read_to_its_end() -> None:
    def behave(wire: Wire) -> None:
        number = int(wire.target[6:]) if wire.target.startswith("/?ofs=") else 0
        if wire.target.startswith("/good"):
            wire.answer(MAIN, Content_Type=hostile.ADVERTISED)
        elif number < 3 and "info" not in wire.target and "robots" not in wire.target:
            page = f"<a href='/good{number}/'>x</a><a href='/?ofs={number + 1}'>next</a>"
            wire.answer(page.encode() if number < 2 else b"<p>end", Content_Type="text/html")
        else:
            wire.answer(status="404 Not Found")

    with hostile.hostile(behave) as served:
        found = look(served.url)
    assert [seen.url[-5:] for seen in found.seen] == ["good0", "good1"]
    assert found.is_complete


def test_pieces_of_a_long_list_follow_each_other_to_the_end() -> None:
    with hostile.hostile(listing("good3/", "good1/", "gone.git/", "good2/")) as served:
        first = look(served.url, piece=("", 3))
        second = look(served.url, piece=(first.cursor, 3))
    assert [seen.url[-5:] for seen in first.seen] == ["good1", "good2"]
    assert [failure.code for failure in first.failures] == ["not-found"]
    assert (first.is_complete, first.cursor != "") == (False, True)
    assert [seen.url[-5:] for seen in second.seen] == ["good3"]
    assert (second.is_complete, second.cursor) == (True, "")
