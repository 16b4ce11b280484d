"""Reading Gitea, Forgejo and Gogs: capped pages, people, unset dates, few facts, and looks."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.forges.calls import Access
from beffroi.forges.gitea import (
    ForgejoForge,
    GiteaForge,
    GogsForge,
    describe_owner,
    describe_repository,
)
from beffroi.forges.shapes import (
    Failure,
    ForgeRepository,
    Known,
    Look,
    Page,
    Reading,
    Target,
)
from beffroi.lib.http import Door, Limits, parse_networks
from tests.fakes.forges.running import FakeForge, FakeForges, fake_forges
from tests.fakes.hostile import Wire, hostile
from tests.fakes.recorded import exchange, read_exchanges, replays

RECORDED = "https://forge.example.org"
WHERE = f"{RECORDED}/api/v1/orgs/a/repos?limit=50&page=1"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
CLIENTS = {"gitea": GiteaForge, "forgejo": ForgejoForge, "gogs": GogsForge}
ROW = {"id": 7, "full_name": "a/b"}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
KEYS = [*ROW, "html_url", "fork", "parent", "licenses", "topics", "created_at", "private", "empty"]
ROWS = st.dictionaries(
    st.sampled_from(KEYS), SCALARS | st.lists(SCALARS) | st.dictionaries(st.text(), SCALARS)
)


def access(**changes: Any) -> Access:
    door = Door(contact="", allowed=parse_networks(["127.0.0.1"]), limits=Limits(retries=0))
    return Access(door=door, now=lambda: NOON, **changes)


def read(forge: FakeForge, path: str = "/a", known: Known = Known()) -> Reading:  # noqa: B008
    return CLIENTS[forge.software](f"{forge.url}{path}", access()).read(known)


def codes(reading: Reading) -> list[str]:
    return [failure.code for failure in reading.failures]


def repository(**facts: Any) -> ForgeRepository:
    found = describe_repository({**ROW, **facts}, WHERE)
    assert isinstance(found, ForgeRepository)
    return found


@pytest.fixture(scope="module")
def running() -> Iterator[FakeForges]:
    with fake_forges("--software", "gitea", "--repositories", "0") as running:
        yield running


def opened(running: FakeForges, software: str, rows: Any, **settings: Any) -> FakeForge:
    settings = {"page_most": 50, **settings}
    return running.open(software, accounts=[{"path": "a", "repositories": rows}], settings=settings)


def target(forge: FakeForge) -> Target:
    found = read(forge).repositories[0]
    return Target("key", found.url, found.clone_url, found.forge_id or "", found.full_name)


# rows


def recorded(shared: Path) -> list[dict[str, Any]]:
    exchanges = read_exchanges(shared / "data/catalogue/forge/gitea-org-lincnil.json.gz")
    return [row for one in exchanges for row in one["response"]["body"]]


def test_a_recorded_row_is_read_fact_by_fact(shared: Path) -> None:
    found = describe_repository(recorded(shared)[0], WHERE)
    assert isinstance(found, ForgeRepository)
    assert (found.forge_id, found.full_name) == ("1", "lincnil/Ads.txt-et-Sellers.json")
    assert found.url == f"{RECORDED}/lincnil/Ads.txt-et-Sellers.json"
    assert (found.licence_raw, found.licence_source) == ("EUPL-1.2", "forge")
    assert (found.language, found.stars, found.forks, found.watchers) == ("JavaScript", 3, 2, 1)
    assert found.created_at == datetime(2020, 10, 1, 14, 33, 19, tzinfo=UTC)
    assert found.last_activity_at == datetime(2021, 4, 26, 18, 17, 22, tzinfo=UTC)
    assert (found.is_fork, found.is_archived, found.is_template, found.is_mirror) == (False,) * 4


def test_the_recorded_rows_tell_an_empty_one_and_one_without_licence(shared: Path) -> None:
    found = repository(**recorded(shared)[1])
    assert (found.is_empty, found.default_branch, found.licence_raw) == (True, None, None)


def test_what_gogs_does_not_tell_is_unknown() -> None:
    found = repository(private=False, fork=False, mirror=False, empty=False)
    assert (found.is_fork, found.is_archived, found.is_template) == (False, None, None)
    assert (found.licence_raw, found.language, found.topics, found.stars) == (None, "", (), None)


def test_a_date_that_stands_for_never_is_unknown() -> None:
    found = repository(created_at="1970-01-01T00:00:00Z", updated_at="0001-01-01T00:00:00Z")
    assert (found.created_at, found.updated_at, found.last_activity_at) == (None, None, None)


@pytest.mark.parametrize(
    ("facts", "is_public"),
    [({}, True), ({"private": True}, False), ({"internal": True}, False), ({"private": 0}, True)],
)
def test_private_and_internal_repositories_are_not_public(facts: Any, *, is_public: bool) -> None:
    assert repository(**facts).is_public is is_public


def test_a_fork_names_its_parent_and_mirrors_and_templates_say_so() -> None:
    parent = {"html_url": f"{RECORDED}/up/stream"}
    found = repository(fork=True, parent=parent, mirror=True, template=True, archived=True)
    assert (found.is_fork, found.fork_parent) == (True, f"{RECORDED}/up/stream")
    assert (found.is_mirror, found.is_template, found.is_archived) == (True, True, True)


def test_where_there_are_no_issues_their_count_is_unknown() -> None:
    assert repository(open_issues_count=0, has_issues=False).open_issues is None
    assert repository(open_issues_count=0, has_issues=True).open_issues == 0


@pytest.mark.parametrize("row", [None, [], {}, {"id": 7}, {"id": 7, "full_name": "a"},
                                 {"id": 7, "full_name": "a/b/c"}, {"full_name": "a/b"},
                                 {"id": 7, "full_name": "a/" + "b" * 10**6}])  # fmt: skip
def test_a_row_that_is_no_repository_is_a_failure(row: Any) -> None:
    found = describe_repository(row, WHERE)
    assert isinstance(found, Failure)
    assert (found.code, found.address) == ("broken-answer", WHERE)


@given(ROWS)
def test_no_row_raises(row: dict[str, Any]) -> None:
    assert isinstance(describe_repository(row, WHERE), (ForgeRepository, Failure))
    describe_owner(row, "user")


def test_a_hostile_row_is_cleaned_and_stays_on_its_host() -> None:
    found = repository(
        html_url="https://evil.example/a/b", clone_url="ext::sh", description="a\u202eb\x00"
    )
    assert (found.url, found.clone_url) == (f"{RECORDED}/a/b", f"{RECORDED}/a/b.git")
    assert found.description == "ab"


# lists


def test_the_recorded_organisation_has_seven_repositories_on_two_pages(shared: Path) -> None:
    exchanges = read_exchanges(shared / "data/catalogue/forge/gitea-org-lincnil.json.gz")
    owner = {"id": 7, "username": "lincnil", "full_name": "LINC", "location": "Paris"}
    about = exchange(f"{RECORDED}/api/v1/orgs/lincnil", owner)
    with hostile(replays([about, *exchanges], {RECORDED: ""})) as served:
        reading = GiteaForge(f"{served.url}/lincnil", access()).read(Known())
    assert len({found.forge_id for found in reading.repositories}) == 7
    assert (reading.is_complete, reading.failures) == (True, ())
    assert reading.account
    assert (reading.account.kind, reading.account.name) == ("organization", "LINC")


@pytest.mark.slow
@pytest.mark.parametrize("software", CLIENTS)
@pytest.mark.parametrize(
    "odd", [{}, {"page_most": 20}, {"links": False, "page_most": 20}, {"totals": False}]
)
def test_101_repositories_are_101_however_the_limit_is_lowered(
    running: FakeForges, software: str, odd: Any
) -> None:
    reading = read(opened(running, software, 101, **odd))
    assert (len(reading.repositories), reading.is_complete, codes(reading)) == (101, True, [])


@pytest.mark.slow
@pytest.mark.parametrize("software", CLIENTS)
def test_a_whole_instance_is_read(running: FakeForges, software: str) -> None:
    forge = opened(running, software, 101)
    reading = read(forge, "")
    assert (len(reading.repositories), reading.is_complete, reading.software) == (
        101, True, software)  # fmt: skip
    versions = {"gitea": "1.22.6", "forgejo": "7.0.3+gitea-1.21.11", "gogs": ""}
    assert reading.version == versions[software]


@pytest.mark.slow
def test_the_whole_instance_is_read_in_pages_as_large_as_it_allows(running: FakeForges) -> None:
    forge = opened(running, "gitea", 101, page_most=80)
    assert len(read(forge, "").repositories) == 101
    assert len(forge.requests("/repos/search")) == 2


@pytest.mark.slow
@pytest.mark.parametrize("software", CLIENTS)
def test_a_person_is_read_when_there_is_no_organisation(running: FakeForges, software: str) -> None:
    accounts = [{"path": "alice", "kind": "user", "repositories": 3}]
    reading = read(running.open(software, accounts=accounts), "/alice")
    assert reading.account
    assert (reading.account.kind, len(reading.repositories)) == ("user", 3)


@pytest.mark.slow
@pytest.mark.parametrize("software", CLIENTS)
def test_an_account_that_is_not_there_is_told(running: FakeForges, software: str) -> None:
    reading = read(opened(running, software, 1), "/nobody")
    assert (codes(reading), reading.is_complete) == (["account-not-found"], False)


@pytest.mark.slow
@pytest.mark.parametrize("count", [7, 50])
def test_a_second_reading_costs_304_and_finds_what_is_new(running: FakeForges, count: int) -> None:
    forge = opened(running, "gitea", count)
    known = Known(pages={page.url: page for page in read(forge).pages})
    again = read(forge, known=known)
    forge.do("add", account="a", name="newest")
    third = read(forge, known=known)
    assert (len(again.unchanged_ids), again.repositories, again.is_complete) == (count, (), True)
    assert "newest" in {one.name for one in third.repositories}


def body_of(wire: Wire, body: object, status: str = "200 OK", **headers: str) -> None:
    wire.answer(json.dumps(body).encode(), status, Content_Type="application/json", **headers)


def test_where_gogs_lists_for_members_only_strangers_search_by_owner() -> None:
    def behave(wire: Wire) -> None:
        if "/orgs/a/repos" in wire.target:
            body_of(wire, {"message": "401"}, "401 Unauthorized")
        elif "/orgs/a" in wire.target:
            body_of(wire, {"id": 3, "username": "a"})
        elif "page=2" in wire.target:
            body_of(wire, {"ok": True, "data": [{"id": 9, "full_name": "a/c"}]})
        else:  # its Link forgets the query
            link = '<https://gogs.example/api/v1/repos/search?page=2>; rel="next"'
            body_of(wire, {"ok": True, "data": [ROW]}, Link=link)

    with hostile(behave) as served:
        reading = GogsForge(f"{served.url}/a", access()).read(Known())
    assert [one.full_name for one in reading.repositories] == ["a/b", "a/c"]
    assert reading.is_complete
    assert served.targets[-1] == "/api/v1/repos/search?q=_&uid=3&limit=50&page=2"


def test_behind_a_list_of_gogs_there_is_no_page_but_behind_a_search() -> None:
    forge = GogsForge("https://gogs.example.org/a", access())
    search = f"{forge.api}/repos/search?q=_&page=2"
    assert forge.beyond(Page(f"{forge.api}/orgs/a/repos", ids=("1",) * 50)) == ""
    assert forge.beyond(Page(search)) == f"{forge.api}/repos/search?q=_&page=3"


def test_a_token_travels_as_gitea_wants_it() -> None:
    with hostile(lambda wire: body_of(wire, {"id": 3, "username": "a"})) as served:
        GiteaForge(f"{served.url}/a", access(token="only-for-tests")).read(Known())  # noqa: S106
    assert "Authorization: token only-for-tests\r\n" in served.heads[0]


@pytest.mark.parametrize("body", [[], 7, {"id": None}, {"ok": True}])
def test_an_owner_that_makes_no_sense_is_a_broken_answer(body: object) -> None:
    with hostile(lambda wire: body_of(wire, body)) as served:
        reading = GiteaForge(f"{served.url}/a", access()).read(Known())
    assert (codes(reading), reading.is_complete) == (["broken-answer"], False)


# single reads and looks


@pytest.mark.slow
@pytest.mark.parametrize(("software", "full_name"), [("gitea", "a/new"), ("gogs", "a/new")])
def test_a_renamed_repository_is_found(running: FakeForges, software: str, full_name: str) -> None:
    forge = opened(running, software, ["old"])
    wanted = target(forge)
    forge.do("rename", repository="a/old", to=full_name)
    found = CLIENTS[software](f"{forge.url}/a", access()).find(wanted)
    assert found.repository
    assert (found.repository.full_name, found.repository.forge_id) == (full_name, wanted.forge_id)


@pytest.mark.slow
def test_a_repository_that_is_gone_is_not_found(running: FakeForges) -> None:
    forge = opened(running, "forgejo", ["old"])
    wanted = target(forge)
    forge.do("remove", repository="a/old")
    found = ForgejoForge(f"{forge.url}/a", access()).find(wanted)
    assert found.failure
    assert (found.failure.code, found.repository) == ("not-found", None)


@pytest.mark.slow
def test_a_look_learns_the_shares_of_languages(running: FakeForges) -> None:
    forge = opened(running, "gitea", [{"name": "x", "language": "Rust"}])
    git = Look(key="key", head="1", files={"readme": "README"}, languages={"Guess": 1.0})
    look = GiteaForge(forge.url, access(inside=lambda _: git)).look(target(forge))
    assert (look.languages, look.files) == ({"Rust": 0.9, "Shell": 0.1}, {"readme": "README"})


@pytest.mark.slow
@pytest.mark.parametrize("software", CLIENTS)
def test_without_git_the_files_are_read_through_the_api(running: FakeForges, software: str) -> None:
    files = {"README.md": "# X", "docs/CONTRIBUTING.md": "x", "publiccode.yml": "name: x"}
    forge = opened(running, software, [{"name": "x", "files": files}])
    look = CLIENTS[software](forge.url, access()).look(target(forge))
    assert look.files
    assert (look.files["contributing"], look.texts["publiccode"], look.failures) == (
        "docs/CONTRIBUTING.md", "name: x", ())  # fmt: skip


@pytest.mark.slow
def test_a_limit_during_a_look_leaves_it_for_later(running: FakeForges) -> None:
    forge = opened(running, "gitea", ["x"])
    wanted = target(forge)
    forge.switch("limited", "/git/trees", seconds=90)
    look = GiteaForge(forge.url, access()).look(wanted)
    assert (look.wait_until is None, look.failures, look.files) == (False, (), None)
