"""What the search index knows of public bodies."""

from typing import Any

import pytest

from beffroi.lib.slots import SEARCH_DOCUMENTS
from beffroi.search.shapes import Document
from tests.makers import NOON, make_account, make_forge, make_organisation

pytestmark = pytest.mark.django_db


def documents(uids: list[str] | None = None) -> dict[str, Document]:
    source = SEARCH_DOCUMENTS.get("organisation")
    assert source is not None
    return {document.uid: document for document in source.documents(uids)}


def test_a_body_is_found_by_its_names_its_kind_and_its_accounts() -> None:
    body = make_organisation(uid="a", name="DINUM", names={"fr": "Direction"}, description="D")
    make_account(organisation=body, full_path="etalab", name="Étalab")
    found = documents()["a"]
    assert (found.kind, found.name, found.description) == ("organisation", "DINUM", "D")
    assert found.text == "Direction agence ou opérateur agency etalab Étalab"
    assert (found.added, found.updated) == (int(NOON.timestamp()), 0)


def test_it_is_counted_under_all_above_it_its_ministry_and_its_forges() -> None:
    top = make_organisation(uid="top", kind="ministry")
    body = make_organisation(uid="a", parent=top, country="")
    make_account(organisation=body, forge=make_forge("git.example.org"))
    make_account(organisation=body)
    found = documents(["a"])
    assert found["a"].facets == {
        "organisation": ("a", "top"), "ministry": ("top",), "country": ("unknown",),
        "forge": ("git.example.org", "github.com"), "body": ("agency",), "publishes": ("no",),
        "band": ("0",),
    }  # fmt: skip


def test_bodies_that_are_gone_are_not_there_nor_are_their_accounts() -> None:
    gone: dict[str, Any] = {"withdrawn_at": NOON, "withdrawn_reason": "closed"}
    body = make_organisation(uid="a")
    make_organisation(uid="gone", **gone)
    make_organisation(uid="merged", successor=body)
    make_account(organisation=body, full_path="old", **gone)
    found = documents(["a", "gone", "merged"])
    assert set(found) == {"a"}
    assert found["a"].facets["forge"] == ()
    assert "old" not in found["a"].text


def test_a_circle_of_bodies_ends() -> None:
    first = make_organisation(uid="a")
    first.parent = make_organisation(uid="b", parent=first)
    first.save()
    assert documents()["a"].facets["organisation"] == ("a", "b")


def test_many_bodies_cost_as_many_questions_as_one(django_assert_num_queries: Any) -> None:
    for _ in range(20):
        make_account()
    with django_assert_num_queries(5):
        assert len(documents()) == 20
