"""Reading the pages of a list: all of them, in order, several at a time, never without end."""

import json
import time
from collections.abc import Callable

import pytest

from beffroi.forges import listing
from beffroi.forges.places import Place, read_place, write_place
from beffroi.forges.shapes import Known, Page, Reading
from tests.fakes.hostile import Hostile, Wire, hostile
from tests.fakes.plain import Lists, PlainForge, make_access, make_rows

Ask = Callable[..., Reading]


def read(served: Hostile, known: Known = Known(), **changes: object) -> Reading:  # noqa: B008
    return PlainForge(f"{served.url}/a", make_access(**changes)).read(known)


def read_all(lists: Callable[[Wire], None], **changes: object) -> Reading:
    with hostile(lists) as served:
        return read(served, **changes)


def names(reading: Reading) -> list[str]:
    return [found.full_name for found in reading.repositories]


def codes(reading: Reading) -> list[str]:
    return [failure.code for failure in reading.failures]


def known_by(reading: Reading) -> Known:
    return Known(pages={page.url: page for page in reading.pages})


def test_a_list_is_read_to_its_last_page() -> None:
    reading = read_all(Lists(make_rows(8)))
    assert names(reading) == [f"a/r{number}" for number in range(1, 9)]
    assert (reading.is_complete, reading.cursor, reading.failures) == (True, "", ())
    assert [len(page.ids) for page in reading.pages] == [3, 3, 2]


def test_a_page_shorter_than_asked_does_not_end_a_list() -> None:
    reading = read_all(Lists(make_rows(5), per_page=1))
    assert (len(reading.repositories), reading.is_complete) == (5, True)


def test_a_piece_makes_its_calls_and_tells_where_it_stopped() -> None:
    with hostile(Lists(make_rows(8))) as served:
        first = read(served, requests=2)
        second = read(served, Known(cursor=first.cursor), requests=2)
    assert (len(first.repositories), first.is_complete) == (6, False)
    assert read_place(first.cursor, served.url).url == f"{served.url}/list?page=3"
    assert (names(second), second.is_complete, second.cursor) == (["a/r7", "a/r8"], True, "")


def test_a_piece_that_took_its_time_ends_with_its_cursor() -> None:
    reading = read_all(Lists(make_rows(8)), seconds=0)
    assert (reading.repositories, reading.is_complete) == ((), False)
    assert reading.cursor


def test_a_row_met_twice_counts_once() -> None:
    rows = make_rows(6)
    rows[3] = rows[2]  # one was deleted while we read: the list moved up by one
    reading = read_all(Lists(rows, total=6))
    assert len(names(reading)) == 5
    assert (codes(reading), reading.is_complete) == (["incomplete"], False)


def test_a_row_met_twice_counts_once_over_pieces() -> None:
    rows = make_rows(6)
    rows[3] = rows[2]
    with hostile(Lists(rows, total=6)) as served:
        first = read(served, requests=1)
        second = read(served, Known(cursor=first.cursor))
    assert names(second) == ["a/r5", "a/r6"]
    assert codes(second) == ["incomplete"]
    assert "5 of 6" in second.failures[0].message


def test_a_row_without_name_is_one_failure_and_still_seen() -> None:
    reading = read_all(Lists([*make_rows(2), {"id": 9}]))
    assert (len(reading.repositories), codes(reading)) == (2, ["broken-answer"])
    assert (reading.unchanged_ids, reading.is_complete) == (("9",), True)


def test_a_row_without_id_makes_the_list_incomplete() -> None:
    reading = read_all(Lists([*make_rows(2), {"name": "x"}, 7]))
    assert (len(reading.repositories), codes(reading)) == (2, ["broken-answer"] * 2)
    assert not reading.is_complete


def test_a_thousand_bad_rows_are_not_a_thousand_failures() -> None:
    reading = read_all(Lists([{"id": number} for number in range(500)], per_page=500))
    assert (len(reading.failures), len(reading.unchanged_ids)) == (100, 500)


@pytest.mark.parametrize("body", [b"{}", b"null", b'"x"', b"3", b"[1", b'{"errors": [{}]}'])
def test_what_is_no_list_stops_the_piece_at_that_page(body: bytes) -> None:
    reading = read_all(lambda wire: wire.answer(body, Content_Type="application/json"))
    assert (codes(reading), reading.is_complete) == (["broken-answer"], False)
    assert json.loads(reading.cursor)["url"].endswith("/list?page=1")


def test_a_fault_of_the_server_ends_the_piece_at_that_page() -> None:
    lists = Lists(make_rows(8), faults={2: "502 Bad Gateway"})
    with hostile(lists) as served:
        first = read(served)
        again = read(served, Known(cursor=first.cursor))
        lists.faults.clear()
        last = read(served, Known(cursor=again.cursor))
    assert (len(first.repositories), codes(first), first.is_complete) == (3, ["http-error"], False)
    assert again.cursor == first.cursor
    assert (len(last.repositories), last.is_complete) == (5, True)


def test_what_waiting_does_not_cure_ends_the_list() -> None:
    reading = read_all(Lists(make_rows(8), faults={2: "403 Forbidden"}))
    assert (len(reading.repositories), codes(reading)) == (3, ["forbidden"])
    assert (reading.cursor, reading.is_complete) == ("", False)


def test_a_limit_is_no_failure() -> None:
    reading = read_all(Lists(make_rows(8), faults={2: "429 Too Many Requests"}))
    assert (len(reading.repositories), reading.failures) == (3, ())
    assert reading.wait_until
    assert read_place(reading.cursor, "http://127.0.0.1").url == ""
    assert '/list?page=2"' in reading.cursor


def test_a_limit_is_honoured_before_it_bites() -> None:
    headers = {"X_RateLimit_Limit": "60", "X_RateLimit_Remaining": "1", "X_RateLimit_Reset": "90"}
    with hostile(Lists(make_rows(8), headers=headers)) as served:
        reading = read(served)
    assert (len(served.targets), len(reading.repositories)) == (1, 3)
    assert reading.wait_until
    assert reading.rate
    assert (reading.rate.remaining, reading.rate.reset_at) == (1, reading.wait_until)


def test_the_last_page_needs_no_waiting() -> None:
    headers = {"RateLimit_Remaining": "0", "RateLimit_Reset": "90"}
    reading = read_all(Lists(make_rows(2), headers=headers))
    assert (reading.wait_until, reading.is_complete) == (None, True)


def test_unchanged_pages_cost_no_body() -> None:
    with hostile(Lists(make_rows(8), has_etags=True)) as served:
        first = read(served)
        again = read(served, known_by(first))
    assert (again.repositories, again.is_complete) == ((), True)
    assert again.unchanged_ids == tuple(str(number) for number in range(1, 9))
    assert again.pages == first.pages


def test_a_changed_page_among_unchanged_ones_is_read() -> None:
    lists = Lists(make_rows(8), has_etags=True)
    with hostile(lists) as served:
        first = read(served)
        lists.rows[4] = {"id": 5, "name": "renamed"}
        again = read(served, known_by(first))
    assert names(again) == ["a/r4", "a/renamed", "a/r6"]
    assert (len(again.unchanged_ids), again.is_complete) == (5, True)


@pytest.mark.parametrize("count", [3, 6])
def test_a_list_that_grew_beyond_a_full_last_page_is_noticed(count: int) -> None:
    lists = Lists(make_rows(count), has_etags=True, has_links=False)
    with hostile(lists) as served:
        lists.has_links = count > 3  # one page: no Link at all
        first = read(served)
        lists.rows += make_rows(1, first=count + 1)
        lists.has_links = False  # 304 answers that name no next page
        again = read(served, known_by(first))
    assert names(again) == [f"a/r{count + 1}"]
    assert (len(again.unchanged_ids), again.is_complete) == (count, True)


def test_a_server_that_says_unchanged_unasked_is_not_believed() -> None:
    reading = read_all(lambda wire: wire.answer(status="304 Not Modified"))
    assert (codes(reading), reading.is_complete) == (["broken-answer"], False)


@pytest.mark.parametrize("left", [0, 3])
def test_an_end_that_became_empty_is_believed_only_when_it_stays_so(left: int) -> None:
    lists = Lists(make_rows(left + 2), is_generous=True)
    with hostile(lists) as served:
        first = read(served)
        del lists.rows[left:]
        again = read(served, known_by(first))
        last = read(served, known_by(again))
    assert (codes(again), again.is_complete) == (["suspicious-empty"], False)
    assert (codes(last), last.is_complete) == ([], True)


def test_an_empty_list_where_none_was_is_complete() -> None:
    assert read_all(Lists([], total=0)).is_complete


def test_a_list_shorter_than_its_total_is_not_complete() -> None:
    reading = read_all(Lists(make_rows(4), total=5))
    assert (codes(reading), reading.is_complete, reading.cursor) == (["incomplete"], False, "")


def circle(wire: Wire) -> None:
    """Send from page 2 back to page 1."""
    following = 1 if wire.target.endswith("2") else 2
    body = json.dumps(make_rows(1, first=wire.count)).encode()
    link = f'</list?page={following}>; rel="next"'
    wire.answer(body, Content_Type="application/json", Link=link)


def test_pages_in_a_circle_are_left() -> None:
    reading = read_all(circle)
    assert (codes(reading), reading.cursor, reading.is_complete) == (["endless"], "", False)


def test_pages_in_a_circle_are_left_over_pieces() -> None:
    cursor, pieces = "", 0
    with hostile(circle) as served:
        while cursor or not pieces:
            reading = read(served, Known(cursor=cursor), requests=1)
            cursor, pieces = reading.cursor, pieces + 1
    assert (codes(reading), pieces < 8) == (["endless"], True)


def endless(wire: Wire) -> None:
    """Name a next page for ever, with a repository nobody saw before."""
    body = json.dumps(make_rows(1, first=wire.count)).encode()
    link = f'</list?page={wire.count + 2}>; rel="next"'
    wire.answer(body, Content_Type="application/json", Link=link)


def test_pages_without_end_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_PAGES", 7)
    reading = read_all(endless)
    assert (codes(reading), len(reading.repositories)) == (["endless"], 7)


def test_rows_without_end_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "MOST_ROWS", 5)
    assert len(read_all(endless).repositories) == 5


@pytest.mark.slow
def test_pages_that_bring_nothing_new_are_left() -> None:
    def behave(wire: Wire) -> None:
        link = f'</list?page={wire.count + 2}>; rel="next"'
        wire.answer(b"[]", Content_Type="application/json", Link=link)

    with hostile(behave) as served:
        reading = read(served, requests=200)
    assert (codes(reading), len(served.targets)) == (["endless"], listing.MOST_STALE + 1)


@pytest.mark.slow
def test_a_page_with_too_many_rows_is_not_taken() -> None:
    reading = read_all(Lists(make_rows(10_001), per_page=10_001))
    assert (codes(reading), reading.repositories, reading.pages) == (["endless"], (), ())


@pytest.mark.parametrize(
    "link", ["https://evil.example/list", "//evil.example/x", "/" + "x" * 1999]
)
def test_a_next_page_elsewhere_is_not_asked(link: str) -> None:
    def behave(wire: Wire) -> None:
        body = json.dumps(make_rows(1)).encode()
        wire.answer(body, Content_Type="application/json", Link=f'<{link}>; rel="next"')

    with hostile(behave) as served:
        reading = read(served)
    assert (codes(reading), reading.cursor) == (["broken-answer"], "")
    assert len(served.targets) == 1


def test_a_cursor_of_another_host_begins_again() -> None:
    cursor = write_place(Place(url="https://evil.example/list", list="https://evil.example/list"))
    with hostile(Lists(make_rows(2))) as served:
        reading = read(served, Known(cursor=cursor))
    assert (len(reading.repositories), reading.is_complete) == (2, True)
    assert served.targets == ["/list?page=1"]


def test_known_pages_of_another_host_are_not_asked() -> None:
    with hostile(Lists(make_rows(2))) as served:
        url = f"{served.url}/list?page=1"
        page = Page(url, following="https://evil.example/list")
        assert read(served, Known(pages={url: page}), connections=3).is_complete
    assert served.targets == ["/list?page=1"]


@pytest.mark.slow
def test_numbered_pages_are_read_side_by_side() -> None:
    lists = Lists(make_rows(39), pause=0.1)
    begin = time.monotonic()
    reading = read_all(lists, connections=4)
    assert (lists.most_at_once, reading.is_complete) == (4, True)
    assert names(reading) == [f"a/r{number}" for number in range(1, 40)]
    assert time.monotonic() - begin < 0.1 * 8


@pytest.mark.slow
def test_known_pages_are_asked_side_by_side() -> None:
    lists = Lists(make_rows(24), has_etags=True)
    with hostile(lists) as served:
        first = read(served)
        lists.pause = 0.05
        again = read(served, known_by(first), connections=4)
    assert (lists.most_at_once, again.is_complete, len(again.unchanged_ids)) == (4, True, 24)


def test_one_connection_asks_one_page_at_a_time() -> None:
    lists = Lists(make_rows(12), pause=0.01)
    assert read_all(lists).is_complete
    assert lists.most_at_once == 1


def test_a_list_that_got_shorter_drops_the_pages_asked_ahead() -> None:
    lists = Lists(make_rows(12), has_etags=True)
    with hostile(lists) as served:
        first = read(served)
        del lists.rows[4:]
        again = read(served, known_by(first), connections=4)
    assert (len(again.unchanged_ids), names(again)) == (3, ["a/r4"])
    assert (again.is_complete, len(again.pages)) == (True, 2)


def test_a_next_page_that_was_not_foreseen_is_read_in_its_place() -> None:
    def behave(wire: Wire) -> None:
        number = int(wire.target.rpartition("page=")[2].partition("&")[0])
        last = '</list?page=9>; rel="last"'
        link = f'</list?page={number + 1}&x=1>; rel="next", {last}' if number < 4 else ""
        body = json.dumps(make_rows(1, first=number)).encode()
        wire.answer(body, Content_Type="application/json", Link=link)

    with hostile(behave) as served:
        page = Page(f"{served.url}/list?page=1", following=f"{served.url}/list?page=2&x=2")
        reading = read(served, Known(pages={page.url: page}), connections=3)
    assert names(reading) == ["a/r1", "a/r2", "a/r3", "a/r4"]
    assert reading.is_complete


def test_a_link_to_plain_http_behind_a_proxy_is_read_by_https() -> None:
    client = PlainForge("https://forge.example.org/a", make_access(door=make_access().door))
    client.api = "https://forge.example.org"
    found = listing.Listing(client, None, Place())._resolve(  # type: ignore[arg-type]  # noqa: SLF001
        "https://forge.example.org/list", "http://forge.example.org/list?page=2"
    )
    assert found == "https://forge.example.org/list?page=2"


def test_a_list_that_must_be_read_by_keyset_goes_on_there() -> None:
    class Keyset(PlainForge):
        def keyset(self, place: Place) -> str:
            return f"{self.web}/list?page=3&after={place.before[-1]}"

    def behave(wire: Wire) -> None:
        if wire.target == "/list?page=2":
            body = b'{"error": "use keyset pagination"}'
            wire.answer(body, "405 Method Not Allowed", Content_Type="application/json")
        else:
            Lists(make_rows(7))(wire)

    with hostile(behave) as served:
        reading = Keyset(f"{served.url}/a", make_access()).read(Known())
    assert served.targets[-1] == "/list?page=3&after=3"
    assert (names(reading)[-1], reading.is_complete) == ("a/r7", True)


def test_a_list_that_knows_no_keyset_ends() -> None:
    def behave(wire: Wire) -> None:
        body = b'{"error": "use keyset pagination"}'
        wire.answer(body, "405 Method Not Allowed", Content_Type="application/json")

    assert codes(read_all(behave)) == ["bad-request"]


def test_a_server_that_has_nothing_beyond_its_last_page_may_say_so() -> None:
    lists = Lists(make_rows(3), has_etags=True)
    with hostile(lists) as served:
        first = read(served)
        lists.faults[2] = "404 Not Found"
        again = read(served, known_by(first))
    assert (again.is_complete, again.failures, len(again.unchanged_ids)) == (True, (), 3)


def test_one_id_for_several_rows_of_a_page_is_one_repository() -> None:
    reading = read_all(Lists([{"id": 1, "name": "a"}, {"id": 1, "name": "b"}], total=2))
    assert names(reading) == ["a/a"]
    assert (reading.pages[0].ids, codes(reading)) == (("1",), ["incomplete"])
