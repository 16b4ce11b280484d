"""The list of public bodies."""

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.portal.indexing import rebuild
from tests.makers import make_organisation
from tests.portal.pages import fill

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_list_counts_the_repositories_of_each_body(client: Client) -> None:
    fill(2)
    page = client.get("/en/organisations/").content.decode()
    assert "<bdi>Etalab, in English</bdi>" in page
    assert "<span>2 repositories</span>" in page


def test_the_list_narrows_by_country(client: Client) -> None:
    make_organisation(name="Swiss", country="CH")
    make_organisation(name="French", country="FR")
    rebuild(holder="test", at=timezone.now())
    page = client.get("/en/organisations/?country=CH").content.decode()
    assert "Swiss" in page
    assert "<bdi>French</bdi>" not in page
    assert "Country: Switzerland" in page


def test_another_kind_cannot_be_asked_of_this_list(client: Client) -> None:
    fill(1)
    page = client.get("/en/organisations/?kind=repository").content.decode()
    assert "urbanisme-0" not in page
    assert "1 result" in page


def test_an_empty_list_names_the_commands_that_fill_it(client: Client) -> None:
    rebuild(holder="test", at=timezone.now())
    page = client.get("/en/organisations/").content.decode()
    assert "beffroi import organisations FILE" in page
