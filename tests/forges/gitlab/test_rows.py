"""What GitLab says of projects and accounts: recorded rows, missing facts, hostile rows."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.forges.gitlab.rows import describe_group, describe_project, describe_user
from beffroi.forges.shapes import Failure, ForgeRepository
from tests.fakes.recorded import read_exchanges

WHERE = "https://gitlab.example.org/api/v4/groups/7/projects?per_page=100"
SHORT = {"id": 7, "path_with_namespace": "a/b/c", "visibility": "public"}
WHOLE = {**SHORT, "archived": False, "issues_enabled": True, "default_branch": "main"}
KEYS = [*WHOLE, "web_url", "topics", "forked_from_project", "star_count", "created_at", "name"]
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
ROWS = st.dictionaries(
    st.sampled_from(KEYS), SCALARS | st.lists(SCALARS) | st.dictionaries(st.text(), SCALARS)
)


def project(**facts: Any) -> ForgeRepository:
    found = describe_project({**WHOLE, **facts}, WHERE)
    assert isinstance(found, ForgeRepository)
    return found


def short(**facts: Any) -> ForgeRepository:
    found = describe_project({**SHORT, **facts}, WHERE)
    assert isinstance(found, ForgeRepository)
    return found


def test_a_recorded_row_is_read_fact_by_fact(shared: Path) -> None:
    first = read_exchanges(shared / "data/catalogue/forge/gitlab-group-eole.json.gz")[0]
    row = first["response"]["body"][2]
    found = describe_project(row, "https://gitlab.mim-libre.fr/api/v4/groups/7/projects")
    assert isinstance(found, ForgeRepository)
    assert (found.forge_id, found.full_name) == ("1002", "EOLE/Zephir/data-model-eole")
    assert found.url == "https://gitlab.mim-libre.fr/EOLE/Zephir/data-model-eole"
    assert found.clone_url == f"{found.url}.git"
    assert found.created_at == datetime(2019, 1, 17, 16, 16, 46, 461000, tzinfo=UTC)
    assert found.last_activity_at == datetime(2019, 9, 5, 10, 30, 2, 17000, tzinfo=UTC)
    assert (found.is_archived, found.default_branch, found.stars) == (False, "master", 0)
    assert (found.pushed_at, found.licence_raw, found.language, found.homepage) == (
        None, None, "", "")  # fmt: skip


def test_a_whole_description_without_a_parent_says_that_it_is_no_fork() -> None:
    assert (project().is_fork, project().fork_parent) == (False, "")


def test_a_short_description_says_neither_fork_nor_archive() -> None:
    assert (short().is_fork, short().is_archived, short().is_empty, short().is_mirror) == (
        None,
    ) * 4
    assert (short().stars, short().forks, short().open_issues, short().watchers) == (None,) * 4


def test_a_parent_makes_a_fork_and_is_named() -> None:
    parent = {"id": 1, "web_url": "https://gitlab.example.org/up/stream"}
    found = short(forked_from_project=parent)
    assert (found.is_fork, found.fork_parent) == (True, "https://gitlab.example.org/up/stream")


def test_a_fork_of_something_hidden_is_a_fork_all_the_same() -> None:
    found = project(mr_default_target_self=False)
    assert (found.is_fork, found.fork_parent) == (True, "")


def test_a_row_says_more_of_the_archive_than_its_list() -> None:
    told = [
        describe_project({**SHORT, **facts}, WHERE, is_archived=True)
        for facts in ({}, {"archived": False})
    ]
    assert [one.is_archived for one in told if isinstance(one, ForgeRepository)] == [True, False]


@pytest.mark.parametrize(
    ("facts", "topics"),
    [
        ({"topics": ["Open Data", "api"], "tag_list": ["x"]}, ("Open Data", "api")),
        ({"tag_list": ["old"]}, ("old",)),
        ({"topics": None}, ()),
    ],
)
def test_topics_are_those_of_old_and_new_versions(facts: Any, topics: tuple[str, ...]) -> None:
    assert short(**facts).topics == topics


@pytest.mark.parametrize(
    ("facts", "is_empty"),
    [
        ({"empty_repo": True}, True),
        ({"empty_repo": False}, False),
        ({"default_branch": None}, True),
        ({"default_branch": None, "empty_repo": False}, True),
        ({}, None),
    ],
)
def test_what_is_empty_is_known_when_it_is_said(facts: Any, is_empty: object) -> None:
    assert short(**facts).is_empty is is_empty


@pytest.mark.parametrize(("visibility", "is_public"), [("public", True), ("internal", False)])
def test_only_public_projects_are_public(visibility: str, *, is_public: bool) -> None:
    assert short(visibility=visibility).is_public is is_public


def test_a_project_whose_code_is_switched_off_is_disabled() -> None:
    assert project(repository_access_level="disabled").is_disabled is True
    assert project(repository_access_level="enabled").is_disabled is False
    assert project().is_disabled is None


@pytest.mark.parametrize("row", [None, [], "x", 7, {}, {"id": 7}, {"path_with_namespace": "a/b"},
                                 {"id": True, "path_with_namespace": "a/b"},
                                 {"id": 7, "path_with_namespace": "a/" + "b" * 1_000_000},
                                 {"id": 7, "path_with_namespace": "alone"},
                                 {"id": {}, "path_with_namespace": ["a/b"]}])  # fmt: skip
def test_a_row_that_is_no_project_is_a_failure_with_its_place(row: Any) -> None:
    found = describe_project(row, WHERE)
    assert isinstance(found, Failure)
    assert (found.code, found.address) == ("broken-answer", WHERE)


@given(ROWS)
def test_no_row_raises(row: dict[str, Any]) -> None:
    assert isinstance(describe_project(row, WHERE), (ForgeRepository, Failure))
    describe_group(row, WHERE)
    describe_user(row, WHERE)


def test_a_hostile_row_is_cleaned() -> None:
    found = project(
        description="<script>\x00\u202e" + "x" * 5_000_000,
        web_url="https://evil.example/a/b/c",
        http_url_to_repo="file:///etc/passwd",
        forked_from_project={"web_url": "javascript:alert(1)"},
        star_count=-1,
        forks_count=10**12,
        created_at="0001-01-01T00:00:00Z",
    )
    assert found.url == "https://gitlab.example.org/a/b/c"
    assert found.clone_url == "https://gitlab.example.org/a/b/c.git"
    assert (len(found.description), found.description[:9]) == (19_998, "<script>x")
    assert (found.fork_parent, found.stars, found.forks, found.created_at) == ("", None, None, None)


def test_a_group_is_described() -> None:
    row = {"id": 7, "full_path": "a/b", "name": "B", "avatar_url": "/uploads/x.png",
           "description": None, "created_at": "2020-01-01T00:00:00.000Z"}  # fmt: skip
    account = describe_group(row, WHERE)
    assert (account.forge_key, account.full_path, account.kind, account.name) == (
        "7", "a/b", "group", "B")  # fmt: skip
    assert account.avatar_url == "https://gitlab.example.org/uploads/x.png"
    assert account.opened_at == datetime(2020, 1, 1, tzinfo=UTC)


def test_a_person_is_described_without_a_picture_that_is_none() -> None:
    row = {"id": 7, "username": "alice", "name": "Alice", "avatar_url": "javascript:x"}
    account = describe_user(row, WHERE)
    assert (account.kind, account.full_path, account.avatar_url) == ("user", "alice", "")
