"""Facts of three forges in one shape."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from beffroi.lib.errors import UsageError
from beffroi.policy.check.forge_facts import facts_at, normal, read_facts

GITHUB = {
    "https://api.github.com/repos/ville/tool": {
        "html_url": "https://github.com/ville/tool", "name": "tool", "fork": False,
        "owner": {"login": "ville", "type": "Organization"},
        "created_at": "2026-01-02T03:04:05Z",
        "homepage": "https://tool.example",
    },
    "https://api.github.com/orgs/ville": {
        "login": "ville", "html_url": "https://github.com/ville", "email": None,
        "blog": "https://ville.fr", "is_verified": True, "description": "x", "avatar_url": "y",
    },
    "https://api.github.com/orgs/ville/public_members": [],
}  # fmt: skip
GITLAB = {
    "https://lab.example/api/v4/projects/a%2Fb%2Ftool": {
        "web_url": "https://lab.example/a/b/tool", "name": "tool", "created_at": "2026-01-02",
        "visibility": "internal", "archived": True,
        "namespace": {"kind": "group", "full_path": "a/b"},
    },
    "https://lab.example/api/v4/groups/a%2Fb": {"path": "b", "description": "", "avatar_url": None},
    "https://lab.example/api/v4/groups/a%2Fb/members": [{"access_level": 50}, {"access_level": 30}],
}  # fmt: skip
FORGEJO = {
    "https://code.example/api/v1/repos/ville/tool": {
        "html_url": "https://code.example/ville/tool", "name": "tool", "fork": True,
        "owner": {"login": "ville"}, "website": "https://tool.example",
    },
    "https://code.example/api/v1/orgs/ville": {"email": "contact@ville.fr", "website": ""},
}  # fmt: skip


def asking(answers: Mapping[str, Any]) -> Callable[[str], Any]:
    return answers.get


def test_github_says_what_is_empty_by_null() -> None:
    facts = facts_at("https://github.com/ville/tool.git", asking(GITHUB))
    assert facts
    repository, account = facts["repository"], facts["account"]
    assert (repository["owner_type"], repository["is_fork"]) == ("Organization", False)
    assert (account["email"], account["website"], account["is_verified"]) == (
        "",
        "https://ville.fr",
        True,
    )
    assert (account["public_owners"], facts["homepage"]) == (0, "https://tool.example")


def test_gitlab_has_groups_inside_groups_and_shows_roles() -> None:
    facts = facts_at("https://lab.example/a/b/tool", asking(GITLAB))
    assert facts
    assert facts["repository"]["owner_type"] == "group"
    assert (facts["repository"]["is_fork"], facts["repository"]["owners"]) == (False, None)
    assert facts["account"]["public_owners"] == 1
    assert (facts["repository"]["is_private"], facts["repository"]["is_archived"]) == (True, True)


def test_forgejo_tells_an_organisation_from_a_person_by_its_page() -> None:
    facts = facts_at("https://code.example/ville/tool", asking(FORGEJO))
    assert facts
    assert (facts["repository"]["owner_type"], facts["account"]["email"]) == (
        "organization",
        "contact@ville.fr",
    )
    alone = {key: value for key, value in FORGEJO.items() if "orgs" not in key}
    facts = facts_at("https://code.example/ville/tool", asking(alone))
    assert facts
    assert (facts["repository"]["owner_type"], facts["account"]["email"]) == ("user", None)


@pytest.mark.parametrize("address", ["https://x.example/tool", "https://x.example/a/b", "https://"])
def test_a_forge_that_is_not_known_says_nothing(address: str) -> None:
    assert facts_at(address, asking({})) is None


def test_a_file_may_hold_answers_of_an_api_or_the_one_shape(tmp_path: Path) -> None:
    raw = {"repository": GITHUB["https://api.github.com/repos/ville/tool"], "last_run": "success"}
    (tmp_path / "f.json").write_text(json.dumps(raw), "utf-8")
    facts = read_facts(tmp_path / "f.json")
    assert (facts["repository"]["owner_type"], facts["last_run"]) == ("Organization", "success")
    assert normal(facts) == facts


@pytest.mark.parametrize("text", ["[]", "{", "[" * 100_000, "\udcff"])
def test_a_file_that_holds_no_object_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "f.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(UsageError, match=r"f\.json"):
        read_facts(tmp_path / "f.json")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_facts(tmp_path / "no.json")


def test_nonsense_in_the_parts_is_no_fact() -> None:
    facts = normal({"repository": [], "account": {"email": None}})
    assert set(facts["repository"].values()) == {None}


def test_a_personal_account_has_no_facts_of_an_organisation() -> None:
    owner = {"login": "une", "type": "User"}
    answers = {"https://api.github.com/repos/une/tool": {"name": "tool", "owner": owner}}
    facts = facts_at("https://github.com/une/tool", asking(answers))
    assert facts
    assert (facts["repository"]["owner_type"], facts["account"]["email"]) == ("User", None)
    namespace = {"kind": "user", "full_path": "une"}
    lab = {"https://lab.example/api/v4/projects/une%2Ftool": {"namespace": namespace}}
    facts = facts_at("https://lab.example/une/tool", asking(lab))
    assert facts
    assert (facts["repository"]["owner_type"], facts["account"]["name"]) == ("user", None)


def test_what_github_does_not_show_is_not_known() -> None:
    assert facts_at("https://github.com/ville/none", asking(GITHUB)) is None
    shown = {**GITHUB, "https://api.github.com/orgs/ville/public_members": [{"login": "une"}]}
    facts = facts_at("https://github.com/ville/tool", asking(shown))
    assert facts
    assert facts["account"]["public_owners"] is None


def test_an_organisation_that_shows_nobody_shows_no_owner() -> None:
    nobody = {**FORGEJO, "https://code.example/api/v1/orgs/ville/public_members": []}
    facts = facts_at("https://code.example/ville/tool", asking(nobody))
    assert facts
    assert facts["account"]["public_owners"] == 0
