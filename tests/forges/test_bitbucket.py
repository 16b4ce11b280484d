"""Reading workspaces of Bitbucket Cloud: recorded pages, and answers modelled on its API."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from beffroi.forges.bitbucket import BitbucketForge
from beffroi.forges.shapes import Failure, ForgeRepository, Known, Reading, Target
from tests.fakes import hostile
from tests.fakes.plain import make_access
from tests.fakes.recorded import Exchange, exchange, read_exchanges, replays

API = "https://api.bitbucket.org/2.0"
HOMES = {API: "/2.0", "https://bitbucket.org": ""}
ROW = {"uuid": "{7}", "full_name": "art-uniroma2/a"}
LISTED = f"{API}/repositories/art-uniroma2"
TOKEN = "only-for-tests"  # noqa: S105 - no secret


def recorded(shared: Path) -> list[dict[str, Any]]:
    return read_exchanges(shared / "data/catalogue/forge/bitbucket-workspace.json.gz")


def read(exchanges: Sequence[Exchange], path: str = "/art-uniroma2") -> Reading:
    with hostile.hostile(replays(exchanges, HOMES)) as served:
        return BitbucketForge(served.url + path, make_access()).read(Known())


def described(row: Any) -> ForgeRepository | Failure:
    return BitbucketForge("https://bitbucket.org/x", make_access()).describe(row, "https://a.b")


def repository(**facts: Any) -> ForgeRepository:
    found = described({**ROW, **facts})
    assert isinstance(found, ForgeRepository)
    return found


def test_every_repository_of_two_pages_is_read(shared: Path) -> None:
    reading = read(recorded(shared))
    assert [found.name for found in reading.repositories] == [
        "semantic-turkey",
        "vocbench3",
        "empty-project",
    ]
    assert (reading.is_complete, reading.failures, reading.software) == (True, (), "bitbucket")


def test_a_row_is_described_fact_by_fact(shared: Path) -> None:
    found = read(recorded(shared)).repositories[0]
    assert found.forge_id == "{d8e4311c-0000-4000-8000-000000000000}"
    assert found.url.endswith("/art-uniroma2/semantic-turkey")
    assert found.clone_url == f"{found.url}.git"
    assert (found.language, found.default_branch) == ("java", "master")
    assert found.homepage == "http://semanticturkey.uniroma2.it"
    assert (found.is_fork, found.is_empty, found.is_public) == (False, False, True)
    assert found.created_at == datetime(2018, 10, 2, 9, 31, 44, 512334, UTC)
    assert found.updated_at == found.last_activity_at


def test_an_empty_fork_is_both(shared: Path) -> None:
    found = read(recorded(shared)).repositories[2]
    assert (found.is_empty, found.default_branch, found.is_fork) == (True, None, True)
    assert found.fork_parent.endswith("/other-ws/empty-project")


def test_what_bitbucket_has_no_notion_of_is_unknown(shared: Path) -> None:
    found = read(recorded(shared)).repositories[0]
    assert (found.stars, found.forks, found.watchers, found.open_issues) == (None,) * 4
    assert (found.licence_raw, found.is_archived, found.is_template) == (None,) * 3
    assert found.topics == ()


def test_what_a_row_does_not_say_is_unknown() -> None:
    found = repository(is_private=True, parent={}, links={"clone": "x"})
    assert (found.is_empty, found.created_at, found.is_public) == (None, None, False)
    assert (found.is_fork, found.fork_parent) == (True, "")
    assert repository().is_fork is None
    assert found.clone_url == "https://bitbucket.org/art-uniroma2/a.git"


@pytest.mark.parametrize("row", [[], {}, {"uuid": "{1}"}, {"uuid": "{1}", "full_name": "a"}])
def test_a_row_that_is_no_repository_is_a_failure(row: Any) -> None:
    found = described(row)
    assert isinstance(found, Failure)
    assert found.code == "broken-answer"


def test_the_workspace_is_described_by_its_rows() -> None:
    workspace = {"uuid": "{w}", "slug": "art-uniroma2", "name": "ART"}
    account = read([exchange(LISTED, {"values": [{**ROW, "workspace": workspace}]})]).account
    assert account
    assert (account.forge_key, account.name, account.kind) == ("{w}", "ART", "workspace")
    assert read([exchange(LISTED, {"values": []})]).account is None


def test_a_list_smaller_than_its_size_is_not_complete() -> None:
    reading = read([exchange(LISTED, {"size": 2, "values": [ROW]})])
    assert [failure.code for failure in reading.failures] == ["incomplete"]


@pytest.mark.parametrize("body", [{}, {"values": {}}, []])
def test_an_answer_without_rows_is_not_believed(body: Any) -> None:
    reading = read([exchange(LISTED, body)])
    assert [failure.code for failure in reading.failures] == ["broken-answer"]


def test_an_unchanged_list_costs_no_body_and_asks_no_page_beyond() -> None:
    rows = [exchange(LISTED, {"values": [ROW] * 1}, etag='"1"')]
    with hostile.hostile(replays(rows, HOMES)) as served:
        forge = BitbucketForge(f"{served.url}/art-uniroma2", make_access())
        forge.per_page = 1
        pages = {page.url: page for page in forge.read(Known()).pages}
        again = forge.read(Known(pages=pages))
    assert (again.unchanged_ids, again.is_complete, len(served.targets)) == (("{7}",), True, 2)


def test_a_workspace_that_nobody_has_is_said_so() -> None:
    assert [failure.code for failure in read([]).failures] == ["account-not-found"]


def test_all_of_bitbucket_is_refused_with_the_way_out() -> None:
    assert [failure.code for failure in read([], "/").failures] == ["whole-forge"]


def test_a_removed_account_is_gone() -> None:
    reading = read([exchange(LISTED, {"type": "error"}, 410)])
    assert ([failure.code for failure in reading.failures], reading.cursor) == (["gone"], "")


def test_the_api_lies_where_the_host_has_it() -> None:
    assert BitbucketForge("https://bitbucket.org/x", make_access()).api == API
    other = BitbucketForge("https://bitbucket.example.org/x", make_access())
    assert other.api == "https://bitbucket.example.org/2.0"


def test_a_repository_is_found_by_its_id_else_by_name() -> None:
    by_id = exchange(f"{API}/repositories/%7B%7D/%7B7%7D", ROW)
    by_name = exchange(f"{API}/repositories/art-uniroma2/a", ROW)
    with hostile.hostile(replays([by_id, by_name], HOMES)) as served:
        forge = BitbucketForge(f"{served.url}/art-uniroma2", make_access(token=TOKEN))
        found = [
            forge.find(Target("k", "", "", forge_id="{7}")),
            forge.find(Target("k", "", "", full_name="art-uniroma2/a")),
        ]
    assert [one.repository and one.repository.forge_id for one in found] == ["{7}", "{7}"]
    assert all(f"Authorization: Bearer {TOKEN}\r\n" in head for head in served.heads)
