"""Above the results: the bodies that match, or whose repositories do."""

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.portal.indexing import rebuild
from tests.makers import make_account, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def make_body_with_code() -> None:
    body = make_organisation(uid="ign", name="Institut géographique")
    account = make_account(organisation=body, full_path="ignf", name="IGNF")
    make_repository(account=account, name="cadastre-vecteur")
    rebuild(holder="test", at=timezone.now())


def test_a_search_of_code_names_the_bodies_that_match(client: Client) -> None:
    make_body_with_code()
    page = client.get("/en/repositories/?q=geographique").text
    assert '<a href="/en/organisations/?q=geographique">1 organisation</a> matches:' in page
    assert '<a href="/en/organisations/ign/"><bdi>Institut géographique</bdi></a>' in page


def test_a_search_of_bodies_finds_those_whose_repositories_match(client: Client) -> None:
    make_body_with_code()
    page = client.get("/en/organisations/?q=cadastre").text
    assert "1 organisation</a> has repositories with these words:" in page
    assert 'href="/en/repositories/?q=cadastre&amp;organisation=ign"' in page


@pytest.mark.parametrize("question", ["", "?q=zzzz", "?q=cadastre&page=2"])
def test_there_is_no_hint_where_it_would_say_nothing(client: Client, question: str) -> None:
    make_body_with_code()
    page = client.get(f"/en/organisations/{question}").text
    assert "with these words" not in page
