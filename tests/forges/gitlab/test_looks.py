"""What looks into projects of GitLab add to git, and what they do without git."""

import json
from typing import Any

import pytest

from beffroi.forges.gitlab import GitlabForge
from beffroi.forges.shapes import Failure, Look, Target
from tests.fakes.forges.running import FakeForges
from tests.fakes.hostile import Wire, hostile
from tests.forges.gitlab.making import NOON, access, group, opened, target

FACTS = {"name": "x", "licence": "EUPL-1.2", "language": "Python"}


def looked(wanted: Target, git: Look, url: str) -> Look:
    return GitlabForge(url, access(inside=lambda _: git)).look(wanted)


@pytest.mark.slow
def test_a_look_learns_licence_and_languages(running: FakeForges) -> None:
    forge = opened(running, group("a", [FACTS]))
    git = Look(key="key", head="1", files={"readme": "README"}, languages={"Guess": 1.0})
    look = looked(target(forge), git, forge.url)
    assert (look.licence_raw, look.licence_source) == ("eupl-1.2", "forge")
    assert (look.languages, look.files) == ({"Python": 0.9, "Shell": 0.1}, {"readme": "README"})


@pytest.mark.slow
def test_a_licence_that_git_found_stays(running: FakeForges) -> None:
    forge = opened(running, group("a", [{**FACTS, "licence": "other"}]))
    wanted = target(forge)
    git = Look(key="key", head="1", files={}, licence_raw="MIT", licence_source="file")
    assert looked(wanted, git, forge.url).licence_raw == "MIT"
    unknown = Look(key="key", head="1", files={})
    assert looked(wanted, unknown, forge.url).licence_raw == "Other"


@pytest.mark.slow
@pytest.mark.parametrize("facts", [{"is_unchanged": True}, {"is_empty": True, "files": {}},
                                   {"wait_until": NOON}])  # fmt: skip
def test_nothing_is_asked_where_nothing_can_be_new(running: FakeForges, facts: Any) -> None:
    forge = opened(running, group("a", [FACTS]))
    wanted = target(forge)
    git = Look(key="key", **facts)
    assert looked(wanted, git, forge.url) == git
    assert forge.requests("/api/v4/projects/") == []


@pytest.mark.slow
def test_without_git_the_files_are_read_through_the_api(running: FakeForges) -> None:
    files = {"README.md": "# X", "docs/CONTRIBUTING.md": "x", "publiccode.yml": "name: x"}
    forge = opened(running, group("a", [{**FACTS, "files": files}]))
    wanted = target(forge)
    look = GitlabForge(forge.url, access()).look(wanted)
    assert look.files
    assert (look.files["readme"], look.texts["publiccode"], look.failures) == (
        "README.md", "name: x", ())  # fmt: skip
    again = GitlabForge(forge.url, access()).look(Target("key", wanted.url, "", wanted.forge_id,
                                                         head=look.head))  # fmt: skip
    assert (again.is_unchanged, look.committed_at is None) == (True, False)


@pytest.mark.slow
def test_an_empty_project_has_no_tree_and_is_empty(running: FakeForges) -> None:
    forge = opened(running, group("a", [{"name": "x", "is_empty": True}]))
    look = GitlabForge(forge.url, access()).look(target(forge))
    assert (look.is_empty, look.files, look.failures) == (True, {}, ())


@pytest.mark.slow
@pytest.mark.parametrize("wall", ["sign-in", "sign-in-page"])
def test_a_sign_in_page_is_never_the_text_of_a_file(running: FakeForges, wall: str) -> None:
    forge = opened(running, group("a", [FACTS]))
    wanted = target(forge)
    forge.switch(wall, "/raw")
    look = GitlabForge(forge.url, access()).look(wanted)
    assert (look.texts, {failure.code for failure in look.failures}) == ({}, {"not-public"})


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/languages", "/repository/tree", "license=true"])
def test_a_limit_during_a_look_leaves_it_for_later(running: FakeForges, path: str) -> None:
    forge = opened(running, group("a", [FACTS]))
    wanted = target(forge)
    forge.switch("limited", path, seconds=90)
    look = GitlabForge(forge.url, access()).look(wanted)
    assert (look.wait_until is None, look.failures, look.files) == (False, (), None)


@pytest.mark.slow
@pytest.mark.parametrize("body", ["[]", "[7]", '[{"id": null}]', "{}", "x"])
def test_a_newest_commit_that_makes_no_sense_leaves_no_head(running: FakeForges, body: str) -> None:
    forge = opened(running, group("a", [FACTS]))
    wanted = target(forge)
    forge.switch("answer", "/commits", status=200, body=body)
    look = GitlabForge(forge.url, access()).look(wanted)
    assert (look.head, look.committed_at, look.files is None) == ("", None, False)


@pytest.mark.slow
def test_half_of_a_tree_is_not_taken_for_the_whole() -> None:
    def behave(wire: Wire) -> None:
        tree = [{"type": "tree", "path": "docs"}, {"type": "blob", "path": "LICENSE"}]
        if "path=docs" in wire.target:
            wire.answer(status="502 Bad Gateway")
        else:
            wire.answer(json.dumps(tree).encode(), Content_Type="application/json")

    wanted = Target("key", "", "", "7", "a/b")
    git = Look(key="key", failures=(Failure("", "not-found", "x", permanent=True),))
    with hostile(behave) as served:
        look = GitlabForge(f"{served.url}/a", access(inside=lambda _: git)).look(wanted)
    assert (look.files, look.failures) == (None, git.failures)
