"""Reading GitLab: groups at any depth, people, instances, limits, walls, single reads."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from beffroi.forges.gitlab import GitlabForge
from beffroi.forges.outcomes import Verdict
from beffroi.forges.shapes import Known, Page, Target
from beffroi.lib.http import Answer
from tests.fakes.forges.running import FakeForges
from tests.fakes.hostile import Wire, hostile
from tests.fakes.recorded import exchange, read_exchanges, replays
from tests.forges.gitlab.making import NOON, access, codes, group, opened, read, target

LIBRE = "https://gitlab.mim-libre.fr"
TOKEN = "only-for-tests"  # noqa: S105 - no secret
JSON = "application/json"
LONG = ["a", "a/b", "a/b/c", "a/b/c/d", "a/b/c/d/e"]


# lists


def test_the_recorded_group_has_50_projects_where_20_were_counted(shared: Path) -> None:
    exchanges = read_exchanges(shared / "data/catalogue/forge/gitlab-group-eole.json.gz")
    exchanges[0]["request"]["url"] = f"{LIBRE}/api/v4/groups/3981/projects?page=1"
    about = exchange(f"{LIBRE}/api/v4/groups/EOLE", {"id": 3981, "full_path": "EOLE"})
    with hostile(replays([about, *exchanges], {LIBRE: ""})) as served:
        reading = read(f"{served.url}/EOLE")
    assert len({found.forge_id for found in reading.repositories}) == 50
    assert (reading.is_complete, reading.failures, reading.cursor) == (True, (), "")


@pytest.mark.slow
def test_each_project_of_five_nested_groups_is_read_once(running: FakeForges) -> None:
    forge = opened(running, *(group(path, 23) for path in LONG))
    reading = read(f"{forge.url}/a")
    assert len(reading.repositories) == len({one.forge_id for one in reading.repositories}) == 115
    assert (reading.is_complete, len(forge.requests("/projects"))) == (True, 2)
    assert forge.requests("descendant_groups") == forge.requests("subgroups/") == []


@pytest.mark.slow
@pytest.mark.parametrize("odd", [{}, {"keyset": False}, {"keyset": False, "page_most": 20},
                                      {"keyset": False, "links": False}])  # fmt: skip
def test_101_projects_are_101_whatever_the_pages(running: FakeForges, odd: Any) -> None:
    forge = opened(running, group("a", 101), **odd)
    reading = read(f"{forge.url}/a")
    assert (len(reading.repositories), reading.is_complete, codes(reading)) == (101, True, [])


@pytest.mark.slow
def test_a_list_goes_on_piece_by_piece(running: FakeForges) -> None:
    forge = opened(running, group("a/b", 250))
    cursor, names = "", list[str]()
    for _ in range(9):
        reading = read(f"{forge.url}/a/b", Known(cursor=cursor), requests=2)
        names += [one.full_name for one in reading.repositories]
        cursor = reading.cursor
        if not cursor:
            break
    assert (len(names), len(set(names)), reading.is_complete) == (250, 250, True)


@pytest.mark.slow
def test_archived_projects_are_listed_with_their_flag(running: FakeForges) -> None:
    rows = [{"name": "old", "is_archived": True}, {"name": "new", "is_archived": False}]
    forge = opened(running, group("a", rows))
    found = {one.name: one.is_archived for one in read(f"{forge.url}/a").repositories}
    assert found == {"old": True, "new": False}


@pytest.mark.slow
def test_projects_of_others_that_a_group_is_shown_are_not_its_own(running: FakeForges) -> None:
    forge = opened(running, group("a", ["own"]), group("b", ["foreign"]))
    forge.do("share", repository="b/foreign", account="a")
    assert [one.full_name for one in read(f"{forge.url}/a").repositories] == ["a/own"]


@pytest.mark.slow
def test_a_person_s_account_is_read_when_there_is_no_group(running: FakeForges) -> None:
    forge = opened(running, {"path": "alice", "kind": "user", "repositories": 101})
    reading = read(f"{forge.url}/alice")
    assert reading.account
    assert (reading.account.kind, len(reading.repositories), reading.is_complete) == (
        "user", 101, True)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("address", ["nobody", "a/nobody", "12", "12/b"])
def test_an_account_that_is_not_there_is_told(running: FakeForges, address: str) -> None:
    forge = opened(running, group("a"))
    reading = read(f"{forge.url}/{address}")
    assert (codes(reading), reading.is_complete, reading.cursor) == (
        ["account-not-found"], False, "")  # fmt: skip


@pytest.mark.slow
def test_a_group_named_by_digits_is_a_path_and_no_id(running: FakeForges) -> None:
    forge = opened(running, group("other", 3), group("10", 2), group("10/13", 1))
    account = read(f"{forge.url}/other").account
    name = account.forge_key if account else ""
    forge.do("rename-account", account="10", to=name)
    paths = [one.full_name.split("/")[0] for one in read(f"{forge.url}/{name}").repositories]
    assert paths == [name] * 3


# whole instances


@pytest.mark.slow
def test_strangers_read_two_lists_so_that_the_archive_is_known(running: FakeForges) -> None:
    rows = [{"name": f"p{n:03}", "is_archived": n % 3 == 0} for n in range(150)]
    forge = opened(running, group("a", rows))
    reading = read(forge.url)
    assert (len(reading.repositories), reading.is_complete) == (150, True)
    assert {one["target"].count("archived=true") for one in forge.requests("/projects")} == {0, 1}


def test_what_a_row_does_not_say_of_the_archive_its_list_does() -> None:
    row = {"id": 7, "path_with_namespace": "a/b"}
    forge = GitlabForge("https://gitlab.example.org", access())
    where = f"{forge.api}/projects?archived="
    told = [forge.describe(row, f"{where}{word}") for word in ("true", "false", "")]
    assert [getattr(one, "is_archived", "failure") for one in told] == [True, False, None]


@pytest.mark.slow
def test_with_a_token_one_list_says_all_and_the_version_is_known(running: FakeForges) -> None:
    forge = opened(running, group("a", 3), tokens=[TOKEN], version="17.5.1")
    reading = read(forge.url, token=TOKEN)
    assert (len(reading.repositories), reading.version) == (3, "17.5.1")
    assert len(forge.requests("/projects")) == 1


@pytest.mark.slow
def test_a_token_that_is_refused_stops_the_host(running: FakeForges) -> None:
    forge = opened(running, group("a", 3), tokens=[])
    assert codes(read(f"{forge.url}/a", token=TOKEN)) == ["credential-error"]


# what changes between two readings


@pytest.mark.slow
@pytest.mark.parametrize("address", ["", "/a"])
def test_a_second_reading_costs_304_and_finds_what_is_new(
    running: FakeForges, address: str
) -> None:
    rows = [{"name": f"p{n:03}", "is_archived": False} for n in range(100)]  # the page is full
    forge = opened(running, group("a", rows))
    first = read(f"{forge.url}{address}")
    known = Known(pages={page.url: page for page in first.pages})
    again = read(f"{forge.url}{address}", known)
    forge.do("add", account="a", name="newest", is_archived=False)
    third = read(f"{forge.url}{address}", known)
    assert (len(again.unchanged_ids), again.repositories) == (100, ())
    assert [one.name for one in third.repositories] == ["newest"]
    assert third.is_complete


@pytest.mark.parametrize(("count", "leads_to"), [(100, "id_after=99"), (99, "archived=true")])
def test_behind_a_full_page_of_the_first_list_something_may_stand(
    count: int, leads_to: str
) -> None:
    forge = GitlabForge("https://gitlab.example.org", access())
    url = f"{forge.api}/projects?pagination=keyset&archived=false"
    rows = [{"id": number} for number in range(count)]
    following = forge.following(Verdict("data", url, Answer(url, 200, {}, b""), rows))
    assert leads_to in following


@pytest.mark.parametrize(
    ("query", "leads_to"),
    [("pagination=keyset&archived=true", "pagination=keyset&archived=true&id_after=12"),
     ("per_page=100&page=3", "per_page=100&page=4")],
)  # fmt: skip
def test_behind_a_full_page_that_has_not_changed_one_looks_on(query: str, leads_to: str) -> None:
    forge = GitlabForge("https://gitlab.example.org", access())
    page = Page(f"{forge.api}/projects?{query}", ids=("7", "12", "9"))
    assert forge.beyond(page) == f"{forge.api}/projects?{leads_to}"


# limits and walls


def body_of(wire: Wire, body: object, status: str = "200 OK", **headers: str) -> None:
    wire.answer(json.dumps(body).encode(), status, Content_Type=JSON, **headers)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry_After": "120"}, 120), ({}, 60), ({"RateLimit_Remaining": "0",
     "RateLimit_Reset": str(int(NOON.timestamp()) + 300)}, 300)],
)  # fmt: skip
def test_at_a_limit_the_list_waits_at_its_place(headers: Any, seconds: int) -> None:
    def behave(wire: Wire) -> None:
        if "/groups/a?" in wire.target:
            body_of(wire, {"id": 7, "full_path": "a"})
        elif "id_after=2" not in wire.target:
            link = '</api/v4/groups/7/projects?id_after=2>; rel="next"'
            body_of(wire, [{"id": 2, "path_with_namespace": "a/b"}], Link=link)
        else:
            wire.answer(b"Retry later\n", "429 Too Many", Content_Type="text/plain", **headers)

    with hostile(behave) as served:
        reading = read(f"{served.url}/a")
    assert (len(reading.repositories), reading.failures, reading.is_complete) == (1, (), False)
    assert reading.wait_until == NOON + timedelta(seconds=seconds)
    assert "id_after=2" in reading.cursor


def test_beyond_the_offset_that_is_allowed_the_list_goes_on_by_keyset() -> None:
    text = "Offset pagination has a maximum allowed offset of 50000 … using keyset pagination."

    def behave(wire: Wire) -> None:
        if "/groups/a?" in wire.target:
            body_of(wire, {"id": 7, "full_path": "a"})
        elif "page=2" in wire.target:
            body_of(wire, {"error": text}, "405 Method Not Allowed")
        elif "id_after=5" in wire.target:
            body_of(wire, [{"id": 9, "path_with_namespace": "a/c"}])
        else:
            link = f'<http://elsewhere.example{wire.target}&page=2>; rel="next"'
            body_of(wire, [{"id": 5, "path_with_namespace": "a/b"}], Link=link)

    with hostile(behave) as served:
        reading = read(f"{served.url}/a")
    assert [one.forge_id for one in reading.repositories] == ["5", "9"]
    assert (reading.is_complete, reading.failures, len(served.targets)) == (True, (), 4)


def test_where_keyset_is_refused_the_list_is_read_by_offset() -> None:
    def behave(wire: Wire) -> None:
        if "/groups/a?" in wire.target:
            body_of(wire, {"id": 7, "full_path": "a"})
        elif "pagination=keyset" in wire.target:
            text = "Keyset pagination is not yet available for this type of request"
            body_of(wire, {"error": text}, "405 Method Not Allowed")
        else:
            body_of(wire, [{"id": 5, "path_with_namespace": "a/b"}], X_Total="1")

    with hostile(behave) as served:
        reading = read(f"{served.url}/a")
    assert (len(reading.repositories), reading.is_complete) == (1, True)


@pytest.mark.slow
@pytest.mark.parametrize("wall", ["sign-in", "sign-in-page"])
def test_an_instance_behind_a_sign_in_page_is_not_public(running: FakeForges, wall: str) -> None:
    forge = opened(running, group("a", 3))
    forge.switch(wall, "/api/v4/groups")
    reading = read(f"{forge.url}/a")
    assert (codes(reading), reading.is_complete, reading.repositories) == (
        ["not-public"],
        False,
        (),
    )


@pytest.mark.parametrize("body", [[], "x", {"id": None}, {"full_path": "a"}, 7])
def test_a_group_that_makes_no_sense_is_a_broken_answer(body: object) -> None:
    with hostile(lambda wire: body_of(wire, body)) as served:
        reading = read(f"{served.url}/a")
    assert (codes(reading), reading.is_complete) == (["broken-answer"], False)


def test_users_that_strangers_may_not_search_leave_the_account_not_found() -> None:
    def behave(wire: Wire) -> None:
        status = "403 Forbidden" if "/users" in wire.target else "404 Not Found"
        body_of(wire, {"message": status}, status)

    with hostile(behave) as served:
        assert codes(read(f"{served.url}/a")) == ["account-not-found"]


# single reads


@pytest.mark.slow
def test_a_renamed_project_is_found_by_its_id(running: FakeForges) -> None:
    forge = opened(running, group("a", ["old"]), group("b"))
    wanted = target(forge)
    forge.do("rename", repository="a/old", to="b/new")
    found = GitlabForge(f"{forge.url}/a", access()).find(wanted)
    assert found.repository
    assert (found.repository.full_name, found.repository.forge_id) == ("b/new", wanted.forge_id)


@pytest.mark.slow
def test_without_an_id_the_former_path_leads_on(running: FakeForges) -> None:
    forge = opened(running, group("a", ["old"]))
    forge.do("rename", repository="a/old", to="a/new")
    wanted = Target("key", f"{forge.url}/a/old", "", full_name="a/old")
    found = GitlabForge(f"{forge.url}/a", access()).find(wanted)
    assert found.repository
    assert found.repository.full_name == "a/new"


@pytest.mark.slow
def test_a_project_that_is_gone_or_private_is_not_found(running: FakeForges) -> None:
    forge = opened(running, group("a", ["one"]))
    wanted = target(forge)
    forge.do("change", repository="a/one", visibility="private")
    found = GitlabForge(f"{forge.url}/a", access()).find(wanted)
    assert found.failure
    assert (found.failure.code, found.repository) == ("not-found", None)
