"""Reading organisations of GitHub: recorded pages of etalab, and answers modelled on its API."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from beffroi.forges.calls import Access
from beffroi.forges.github import GithubForge
from beffroi.forges.shapes import Failure, ForgeRepository, Known, Page, Reading, Target
from beffroi.lib.http import Door, Limits, parse_networks
from tests.fakes import hostile
from tests.fakes.hostile import Hostile
from tests.fakes.recorded import Exchange, exchange, read_exchanges, replays

API = "https://api.github.com"
HOMES = {API: "/api/v3", "https://github.com": ""}
ETALAB = {
    "login": "etalab",
    "id": 928531618,
    "type": "Organization",
    "name": "Etalab",
    "description": "Département de la DINUM",
    "blog": "https://www.etalab.gouv.fr",
    "location": "Paris",
    "avatar_url": "https://avatars.example.org/u/1",
    "is_verified": True,
    "followers": 412,
    "public_repos": 286,
    "created_at": "2011-05-12T09:00:00Z",
}
ACCOUNT = exchange(f"{API}/orgs/etalab", ETALAB, etag='"account"')
TOKEN = "only-for-tests"  # noqa: S105 - no secret
ROW = {"id": 7, "full_name": "etalab/a", "html_url": "https://github.com/etalab/a"}


def access(**changes: Any) -> Access:
    door = Door(contact="", allowed=parse_networks(["127.0.0.1"]), limits=Limits(retries=0))
    return Access(door=door, **changes)


def etalab(shared: Path) -> list[Exchange]:
    first, *others = read_exchanges(shared / "data/catalogue/forge/github-org-etalab.json.gz")
    for page in others:  # recorded by the account's name, named by its id in Link
        url = page["request"]["url"].replace("/orgs/etalab/", "/organizations/928531618/")
        page["request"]["url"] = url
    return [ACCOUNT, first, *others]


def forge(served: Hostile, **changes: Any) -> GithubForge:
    return GithubForge(f"{served.url}/etalab", access(**changes))


def read(exchanges: Sequence[Exchange], known: Known = Known()) -> Reading:  # noqa: B008
    with hostile.hostile(replays(exchanges, HOMES)) as served:
        return forge(served).read(known)


def described(row: Any) -> ForgeRepository | Failure:
    return GithubForge("https://github.com/etalab", access()).describe(row, "https://x.example")


def repository(**facts: Any) -> ForgeRepository:
    found = described({**ROW, **facts})
    assert isinstance(found, ForgeRepository)
    return found


def test_every_repository_of_three_pages_is_read(shared: Path) -> None:
    reading = read(etalab(shared))
    assert len({found.forge_id for found in reading.repositories}) == 286
    assert (reading.is_complete, reading.failures, reading.cursor) == (True, (), "")
    assert len(reading.pages) == 4


def test_the_account_is_described(shared: Path) -> None:
    account = read(etalab(shared)).account
    assert account
    assert (account.forge_key, account.kind, account.name) == (
        "928531618",
        "organization",
        "Etalab",
    )
    assert (account.is_verified, account.followers, account.declared) == (True, 412, 286)


def test_limits_are_told_as_the_last_page_said(shared: Path) -> None:
    rate = read(etalab(shared)).rate
    assert rate
    assert rate.limit == 5000


def test_a_second_reading_asks_only_for_what_is_new(shared: Path) -> None:
    with hostile.hostile(replays(etalab(shared), HOMES)) as served:
        first = forge(served).read(Known())
        again = forge(served).read(Known(pages={page.url: page for page in first.pages}))
    assert (again.repositories, again.is_complete) == ((), True)
    assert set(again.unchanged_ids) == {found.forge_id for found in first.repositories}
    assert all("If-None-Match" in head for head in served.heads[4:8])


def test_a_list_goes_on_piece_by_piece_to_the_same_end(shared: Path) -> None:
    found: list[str] = []
    cursor, pieces = "", 0
    with hostile.hostile(replays(etalab(shared), HOMES)) as served:
        while cursor or not pieces:
            reading = forge(served, requests=1 + (pieces == 0)).read(Known(cursor=cursor))
            found += [one.full_name for one in reading.repositories]
            cursor, pieces = reading.cursor, pieces + 1
    assert (pieces, len(set(found)), len(found), reading.is_complete) == (3, 286, 286, True)


def test_a_row_is_described_fact_by_fact(shared: Path) -> None:
    rows = {found.name: found for found in read(etalab(shared)).repositories}
    found = rows["DVF-app"]
    assert (found.forge_id, found.full_name) == ("742057797", "etalab/DVF-app")
    assert found.url.endswith("/etalab/DVF-app")
    assert found.clone_url == f"{found.url}.git"
    assert (found.stars, found.forks, found.open_issues) == (368, 75, 34)
    assert (found.licence_raw, found.licence_source) == ("Apache-2.0", "forge")
    assert (found.language, found.homepage) == ("JavaScript", "https://app.dvf.etalab.gouv.fr")
    assert "open-data" in found.topics


def test_what_a_row_does_not_say_is_unknown() -> None:
    found = repository()
    assert (found.is_fork, found.is_archived, found.is_empty, found.is_mirror) == (None,) * 4
    assert (found.stars, found.licence_raw, found.watchers, found.last_activity_at) == (None,) * 4


def test_the_last_activity_is_the_later_of_push_and_update() -> None:
    found = repository(pushed_at="2020-01-02T00:00:00Z", updated_at="2021-01-02T00:00:00Z")
    assert found.last_activity_at == found.updated_at
    found = repository(pushed_at="2022-01-02T00:00:00Z", updated_at="2021-01-02T00:00:00Z")
    assert found.last_activity_at == found.pushed_at


def test_a_push_before_the_creation_is_accepted() -> None:
    found = repository(pushed_at="2013-01-02T00:00:00Z", created_at="2019-01-02T00:00:00Z")
    assert found.pushed_at
    assert found.created_at
    assert found.pushed_at < found.created_at


def test_a_licence_that_github_does_not_know_keeps_its_word() -> None:
    found = repository(license={"key": "other", "name": "Other", "spdx_id": "NOASSERTION"})
    assert (found.licence_raw, found.licence_source) == ("NOASSERTION", "forge")


def test_emptiness_is_said_only_where_it_is_sure() -> None:
    assert repository(size=0, pushed_at=None).is_empty is True
    assert repository(size=12, pushed_at="2022-01-02T00:00:00Z").is_empty is False
    assert repository(size=0, pushed_at="2022-01-02T00:00:00Z").is_empty is None


def test_a_fork_names_its_parent_and_a_mirror_is_one() -> None:
    parent = {"html_url": "https://github.com/x/y"}
    found = repository(fork=True, parent=parent, mirror_url="https://git.example.org/y.git")
    assert (found.is_fork, found.fork_parent) == (True, "https://github.com/x/y")
    assert found.is_mirror is True


@pytest.mark.parametrize("facts", [{"private": True}, {"visibility": "internal"}])
def test_a_hidden_repository_is_not_public(facts: dict[str, Any]) -> None:
    assert repository(**facts).is_public is False


def test_addresses_of_another_host_are_not_believed() -> None:
    found = repository(html_url="https://evil.example/a", clone_url="https://evil.example/a.git")
    assert (found.url, found.clone_url) == (
        "https://github.com/etalab/a",
        "https://github.com/etalab/a.git",
    )


@pytest.mark.parametrize(
    "row", [[], "x", {}, {"id": 1}, {"full_name": "a/b"}, {"id": 1, "full_name": "a"}]
)
def test_a_row_that_is_no_repository_is_a_failure(row: Any) -> None:
    found = described(row)
    assert isinstance(found, Failure)
    assert found.code == "broken-answer"


def test_an_account_that_nobody_has_is_said_so() -> None:
    reading = read([])
    assert [failure.code for failure in reading.failures] == ["account-not-found"]
    assert (reading.is_complete, reading.cursor) == (False, "")


def person(shared: Path) -> list[Exchange]:
    """Return what GitHub answers for a person who owns what etalab does."""
    pages = [one for one in etalab(shared) if "page=1" in one["request"]["url"]]
    listed = exchange(f"{API}/users/etalab/repos", pages[0]["response"]["body"])
    user = {**ETALAB, "type": "User", "bio": "Someone", "public_repos": 100}
    return [exchange(f"{API}/users/etalab", user), listed]


def test_a_person_is_reported_and_not_listed(shared: Path) -> None:
    reading = read(person(shared))
    assert [failure.code for failure in reading.failures] == ["account-is-user"]
    assert (reading.repositories, reading.is_complete, reading.cursor) == ((), False, "")
    assert reading.account
    assert reading.account.kind == "user"


def test_a_person_is_listed_where_that_is_wished(shared: Path) -> None:
    with hostile.hostile(replays(person(shared), HOMES)) as served:
        listing = GithubForge(f"{served.url}/etalab", access(), is_user_listed=True)
        reading = listing.read(Known())
    assert (len(reading.repositories), reading.is_complete) == (100, True)


def test_a_whole_server_is_refused_with_the_way_out() -> None:
    reading = GithubForge("https://github.example.org/", access()).read(Known())
    assert [failure.code for failure in reading.failures] == ["whole-forge"]


def test_a_list_shorter_than_the_account_says_is_not_complete(shared: Path) -> None:
    account = exchange(f"{API}/orgs/etalab", {**ETALAB, "public_repos": 287})
    reading = read([account, *etalab(shared)[1:]])
    assert [failure.code for failure in reading.failures] == ["incomplete"]
    assert "286 of 287" in reading.failures[0].message
    assert not reading.is_complete


def test_the_token_goes_to_the_api_and_is_not_shown() -> None:
    with hostile.hostile(replays([], HOMES)) as served:
        forge(served, token=TOKEN).read(Known())
    assert f"Authorization: Bearer {TOKEN}\r\n" in served.heads[0]
    assert "X-GitHub-Api-Version: 2022-11-28\r\n" in served.heads[0]
    assert TOKEN not in repr(access(token=TOKEN))


@pytest.mark.parametrize(
    ("address", "api"),
    [
        ("https://github.com/etalab", "https://api.github.com"),
        ("https://github.example.org/x", "https://github.example.org/api/v3"),
    ],
)
def test_the_api_lies_where_the_host_has_it(address: str, api: str) -> None:
    assert GithubForge(address, access()).api == api


TARGET = Target("k", "https://github.com/etalab/a", "", forge_id="7", full_name="etalab/a")


def find(exchanges: Sequence[Exchange], target: Target = TARGET) -> Any:
    with hostile.hostile(replays(exchanges, HOMES)) as served:
        return forge(served).find(target)


def test_a_repository_is_found_by_its_id_under_a_new_name() -> None:
    moved = {**ROW, "full_name": "betagouv/b", "html_url": "https://github.com/betagouv/b"}
    found = find([exchange(f"{API}/repositories/7", moved)])
    assert (found.key, found.repository.full_name) == ("k", "betagouv/b")


def test_a_repository_without_known_id_is_found_by_name_through_a_redirect() -> None:
    target = Target("k", "", "", full_name="etalab/a")
    moved = exchange(f"{API}/repos/etalab/a", {}, 301, location=f"{API}/repositories/7")
    found = find([moved, exchange(f"{API}/repositories/7", ROW)], target)
    assert found.repository.forge_id == "7"


def test_a_repository_that_is_gone_blocked_or_withheld_says_so() -> None:
    assert find([]).failure.code == "not-found"
    block = {
        "message": "blocked",
        "block": {"reason": "dmca", "html_url": "https://x.example/dmca"},
    }
    withheld = find([exchange(f"{API}/repositories/7", block, 451)]).failure
    assert withheld.code == "withheld"
    assert "dmca, https://x.example/dmca" in withheld.message
    assert find([exchange(f"{API}/repositories/7", block, 403)]).failure.code == "blocked-by-forge"


def test_a_row_that_cannot_be_read_is_not_found() -> None:
    assert find([exchange(f"{API}/repositories/7", {"id": 7})]).failure.code == "broken-answer"


def test_a_limit_lets_a_single_read_wait() -> None:
    found = find([exchange(f"{API}/repositories/7", {}, 429, retry_after="60")])
    assert (found.repository, found.failure, bool(found.wait_until)) == (None, None, True)


def test_a_refused_token_stops_at_the_account() -> None:
    reading = read([exchange(f"{API}/orgs/etalab", {"message": "Bad credentials"}, 401)])
    assert [failure.code for failure in reading.failures] == ["credential-error"]
    assert (reading.is_complete, reading.cursor) == (False, "")


@pytest.mark.parametrize("following", ["", "https://evil.example/list"])
def test_a_known_account_that_leads_nowhere_is_read_again(shared: Path, following: str) -> None:
    with hostile.hostile(replays(etalab(shared), HOMES)) as served:
        page = Page(f"{served.url}/api/v3/orgs/etalab", '"account"', following=following)
        reading = forge(served).read(Known(pages={page.url: page}))
    assert (len(reading.repositories), reading.is_complete) == (286, True)
