"""What pages say of the life of a repository's code."""

import pytest
from django.test import Client
from django.utils import translation

from beffroi.policy.forks import KINDS
from beffroi.repositories.models import Repository
from beffroi.repositories.pages.activity import FORKS, activity, counted_on, forked
from tests.makers import make_repository

HISTORY = {
    "at": "2026-05-04T12:00:00Z", "first_at": "2020-01-01T00:00:00Z",
    "last_at": "2023-05-01T00:00:00Z", "commits": 1234, "commits_year": 0, "authors_year": 0,
    "release": "v1.0", "released_at": "2022-05-01T00:00:00Z",
}  # fmt: skip


def said(language: str = "en", **facts: object) -> dict[str, str]:
    """Return term → text and note of a history."""
    row = Repository(activity={**HISTORY, **facts}, vitality=61)
    with translation.override(language):
        return {fact.term: f"{fact.text} {fact.note}".strip() for fact in activity(row)}


def test_plain_facts_stand_next_to_the_index() -> None:
    assert list(said()) == [
        *("Last commit", "Commits in 12 months", "Authors in 12 months"),
        *("Last release", "In all", "Vitality"),
    ]
    assert said()["Last commit"] == "1 May 2023"
    assert said()["Last release"] == "v1.0 1 May 2022"
    assert said()["In all"] == "1,234 commits since 1 January 2020"


def test_the_index_says_what_silence_would_have() -> None:
    assert said()["Vitality"].startswith("61 of 100")
    assert "in which nothing happens has 61" in said()["Vitality"]
    assert "nothing happens has 46" in said(first_at="2026-01-01T00:00:00Z")["Vitality"]
    assert "où rien ne se passe a 61" in said("fr")["Vitalité"]


def test_a_history_without_versions_says_so() -> None:
    assert said(release="")["Last release"] == "No tag looks like a version."


def test_what_nobody_counted_is_unknown_and_not_zero() -> None:
    row = Repository(activity=None)
    assert (activity(row), counted_on(row)) == ([], "")


def test_every_kind_of_fork_has_its_words() -> None:
    assert set(FORKS) == set(KINDS)
    row = Repository(fork_kind="technical", fork_parent="https://up.example/a/b")
    with translation.override("en"):
        parent, kind = forked(row)
    assert parent.links == (("https://up.example/a/b", "https://up.example/a/b"),)
    assert kind.text.startswith("A technical fork")


def test_a_parent_that_is_no_address_is_no_link() -> None:
    assert forked(Repository(fork_parent="javascript:alert(1)")) == []


@pytest.mark.django_db
def test_the_page_shows_history_kind_of_fork_and_what_is_withheld(client: Client) -> None:
    row = make_repository(
        activity=HISTORY, vitality=61, fork_kind="git", withheld="dmca", looked_at="2026-05-04T12Z",
        withheld_url="https://forge.example/dmca",
    )  # fmt: skip
    page = client.get(f"/en/repositories/{row.uid}/").content.decode()
    assert "Counted on 4 May 2026 in its history, without names." in page
    assert "61 of 100" in page
    assert "A copy at its forge" in page
    assert 'href="https://forge.example/dmca"' in page
    assert "withholds this repository" in page
