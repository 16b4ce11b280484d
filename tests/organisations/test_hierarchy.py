"""Which body stands under which."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beffroi.organisations.models import Organisation
from beffroi.organisations.pages import hierarchy
from beffroi.organisations.pages.hierarchy import Branch
from tests.makers import make_account, make_organisation, make_repository

pytestmark = pytest.mark.django_db
ADDRESS = "/en/organisations/tree/"


def make_chain(length: int) -> list[Organisation]:
    """Make bodies, each under the one before."""
    made: list[Organisation] = []
    for number in range(length):
        above = made[-1] if made else None
        made.append(make_organisation(uid=f"floor-{number}", parent=above))
    return made


def everybody(branches: tuple[Branch, ...]) -> list[str]:
    return [uid for one in branches for uid in (one.uid, *everybody(one.children))]


def test_a_body_counts_its_own_repositories_and_those_of_all_below() -> None:
    top, middle, low = make_chain(3)
    for body, number in ((top, 1), (low, 2)):
        account = make_account(organisation=body)
        for _ in range(number):
            make_repository(account=account)
    first = hierarchy.hierarchy().branches[0]
    second = first.children[0]
    assert [(one.uid, one.own, one.total) for one in (first, second)] == [
        (top.uid, 1, 3),
        (middle.uid, 0, 2),
    ]
    assert first.below == 2


def test_a_withdrawn_repository_counts_nowhere() -> None:
    account = make_account(organisation=make_chain(1)[0])
    make_repository(account=account, withdrawn_at="2026-01-01T00:00Z", withdrawn_reason="deleted")
    assert hierarchy.hierarchy().alone[0].total == 0


def test_a_circle_is_shown_once_and_ends() -> None:
    first, _, last = make_chain(3)
    Organisation.objects.filter(pk=first.pk).update(parent=last)
    found = hierarchy.hierarchy()
    assert everybody(found.branches) == ["floor-0", "floor-1", "floor-2"]


def test_what_stands_too_deep_is_shown_on_the_last_floor(client: Client) -> None:
    make_chain(60)
    found = hierarchy.hierarchy()
    assert len(everybody(found.branches)) == 60
    assert client.get(ADDRESS).status_code == 200


def test_of_very_many_bodies_only_the_first_are_shown(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hierarchy, "MAX_BODIES", 5)
    make_chain(9)
    assert hierarchy.hierarchy().count == 5
    assert "only the first are shown" in client.get(ADDRESS).text


def test_one_branch_can_be_asked_for(client: Client) -> None:
    make_chain(3)
    make_organisation(uid="other", name="Another")
    make_organisation(uid="culture", kind="ministry", name="Culture")
    page = client.get(f"{ADDRESS}?ministry=floor-1").text
    assert "/en/organisations/floor-2/" in page
    assert "/en/organisations/other/" not in page
    assert '<option value="culture">Culture</option>' in page


def test_a_branch_that_is_not_there_leads_back(client: Client) -> None:
    page = client.get(f"{ADDRESS}?ministry=nothing").text
    assert "Nothing with these filters" in page
    assert f'<a href="{ADDRESS}">The whole hierarchy</a>' in page


def test_an_empty_registry_says_what_fills_it(client: Client) -> None:
    assert "beffroi import organisations FILE" in client.get(ADDRESS).text


def test_twenty_bodies_cost_as_many_questions_as_one(
    client: Client, django_assert_num_queries: object
) -> None:
    for number in range(20):
        make_account(organisation=make_organisation(uid=f"body-of-{number}"))
        if number in {0, 19}:
            with django_assert_num_queries(4):  # type: ignore[operator]
                client.get(ADDRESS)


@pytest.mark.slow
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.dictionaries(
        st.sampled_from(["ministry", "country", "organisation", "q", "page"]), st.text()
    )
)
def test_no_parameter_breaks_the_page(client: Client, asked: dict[str, str]) -> None:
    assert client.get(ADDRESS, asked).status_code in {200, 400}
