"""What the search index learns of repositories."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.repositories.offers.documents import AccountRepositories, RepositoryDocuments
from beffroi.repositories.shapes import score_of
from beffroi.search.shapes import Document
from tests.makers import NOON, make_account, make_forge, make_organisation, make_repository

pytestmark = pytest.mark.django_db


def document(**facts: Any) -> Document:
    """Return the document of one repository."""
    repository = make_repository(**facts)
    (found,) = RepositoryDocuments().documents([repository.uid])
    assert isinstance(found, Document)
    return found


def test_facets_say_what_the_record_says() -> None:
    facts = {"language": "Python", "licence": "MIT", "is_fork": False, "is_archived": True}
    found = document(topics=["API", "Open Data", "open-data", "?"], **facts)
    assert found.facets["language"] == ("Python",)
    assert found.facets["licence"] == ("MIT",)
    assert (found.facets["fork"], found.facets["archived"]) == (("no",), ("yes",))
    assert found.facets["topic"] == ("api", "open-data")
    assert found.facets["forge"] == ("github.com",)
    assert found.facets["country"] == ("FR",)
    assert found.is_last


def test_what_nobody_says_is_unknown_and_never_no() -> None:
    found = document(account=make_account(organisation=make_organisation(country="")))
    for name in ("language", "licence", "fork", "archived", "country"):
        assert found.facets[name] == ("unknown",)
    assert (found.facets["topic"], found.stars, found.updated) == ((), 0, 0)
    assert not found.is_last


def test_a_body_is_found_with_all_above_it_and_its_ministry() -> None:
    ministry = make_organisation(uid="culture", kind="ministry", name="Culture")
    agency = make_organisation(uid="archives", parent=ministry, name="Archives")
    found = document(account=make_account(organisation=agency))
    assert found.facets["organisation"] == ("archives", "culture")
    assert found.facets["ministry"] == ("culture",)
    assert "Archives Culture" in found.text


def test_its_text_holds_what_a_person_may_type() -> None:
    account = make_account(forge=make_forge("git.example"), full_path="grp/sub", name="Sub")
    found = document(
        account=account,
        name="tool",
        topics=["cartes"],
        language="Rust",
        licence="EUPL-1.2",
        descriptions={"fr": "Outil", "en": "Tool"},
        homepage="https://cartes.example/x",
    )
    words = found.text.split()
    for word in ("grp/sub/tool", "cartes", "Sub", "Outil", "Tool", "cartes.example", "Rust"):
        assert word in words


def test_instants_are_seconds_and_never_negative() -> None:
    at = datetime(2021, 1, 1, tzinfo=UTC)
    found = document(last_activity_at=at, stars=7)
    assert (found.updated, found.added, found.stars) == (
        1609459200,
        int(NOON.timestamp()),
        7,
    )
    assert document(last_activity_at=datetime(1960, 1, 1, tzinfo=UTC)).updated == 0


@pytest.mark.parametrize("homepage", ["natural earth", "http://[", "javascript:alert(1)"])
def test_a_home_page_that_is_none_adds_no_word(homepage: str) -> None:
    assert "alert" not in document(homepage=homepage).text


def test_withdrawn_ones_have_no_document() -> None:
    gone = make_repository(withdrawn_at=NOON, withdrawn_reason="deleted")
    listed = make_repository()
    assert list(RepositoryDocuments().documents([gone.uid])) == []
    assert [found.uid for found in RepositoryDocuments().documents(None)] == [listed.uid]


def test_many_uids_are_asked_for_in_parts(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    account = make_account()
    uids = [make_repository(account=account).uid for _ in range(3)]
    with django_assert_num_queries(1 + 3):  # lineage, and three parts of 500
        found = list(RepositoryDocuments().documents([*uids, *map(str, range(1200))]))
    assert sorted(one.uid for one in found) == sorted(uids)


def test_an_account_stands_for_its_repositories() -> None:
    account = make_account()
    mine = [make_repository(account=account).uid for _ in range(2)]
    make_repository()
    found = AccountRepositories().documents([account.uid])
    assert sorted(one.uid for one in found) == sorted(mine)
    assert list(AccountRepositories().documents(None)) == []


def test_both_are_in_their_slot() -> None:
    assert isinstance(SEARCH_DOCUMENTS.get("repository"), RepositoryDocuments)
    assert isinstance(SEARCH_DOCUMENTS.get("account"), AccountRepositories)


def test_it_has_the_one_score_and_its_hundreds() -> None:
    repository = make_repository(licence="EUPL-1.2", files={"readme": "README.md"}, forks=3)
    (found,) = RepositoryDocuments().documents([repository.uid])
    assert found.score == score_of(repository) == 1110
    assert found.facets["score"] == ("1100",)


@pytest.mark.parametrize(
    ("licence", "expected"),
    [("EUPL-1.2", "yes"), ("CC-BY-NC-4.0", "no"), ("other", "unknown"), ("", "unknown")],
)
def test_only_a_licence_that_is_named_and_free_is_free(licence: str, expected: str) -> None:
    assert document(licence=licence).facets["free"] == (expected,)


def test_files_that_nobody_looked_for_are_unknown_and_not_lacking() -> None:
    found = document()
    assert found.facets["has"] == ("unknown", "description")
    assert found.facets["lacks"] == ()


def test_files_that_were_looked_for_are_there_or_lacking() -> None:
    found = document(files={"readme": "README.md"}, description="")
    assert found.facets["has"] == ("readme",)
    assert {"licence", "publiccode", "description"} <= set(found.facets["lacks"])
    assert "readme" not in found.facets["lacks"]


def test_type_and_state_are_those_that_publiccode_knows() -> None:
    said = {"softwareType": "standalone/web", "developmentStatus": "<b>"}
    found = document(publiccode=said)
    assert (found.facets["type"], found.facets["status"]) == (("standalone/web",), ())
    assert document(publiccode={"softwareType": ["x"]}).facets["type"] == ()


def test_years_are_those_of_forge_and_catalogue() -> None:
    found = document(created_at=datetime(2019, 12, 31, tzinfo=UTC))
    assert (found.facets["created"], found.facets["added"]) == (("2019",), ("2026", "2026-05"))
    assert document().facets["created"] == ("unknown",)


@pytest.mark.django_db
def test_categories_users_and_features_of_its_publiccode_are_searched() -> None:
    said = {"name": "Médusa", "categories": ["e-signature"], "usedBy": ["Ville de Lyon"],
            "description": {"fr": {"features": ["signer"]}, "en": 3}}  # fmt: skip
    text = document(publiccode=said).text
    for word in ("Médusa", "e-signature", "Ville de Lyon", "signer"):
        assert word in text


@pytest.mark.django_db
@pytest.mark.parametrize("said", [[], "x", {"categories": "x", "usedBy": [1], "description": []}])
def test_a_publiccode_of_any_shape_can_be_searched(said: object) -> None:
    assert document(name="Outil", publiccode=said).name == "Outil"
