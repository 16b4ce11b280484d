"""The list of repositories that describe themselves for reuse."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from beffroi.portal.indexing import rebuild
from beffroi.repositories.shapes import SOFTWARE_TYPES
from tests.makers import make_account, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SAID: dict[str, Any] = {
    "name": "Signals", "developmentStatus": "stable", "softwareType": "standalone/web",
    "usedBy": ["Amsterdam", "Den Bosch", "Haarlem", "Zwolle"], "maintenance": {"type": "community"},
    "description": {"en": {"shortDescription": "Routes reports about public space."}},
}  # fmt: skip
FILES = {"publiccode": "publiccode.yml"}


def fill(number: int = 1, **more: Any) -> None:
    account = make_account()
    for at in range(number):
        facts = {"publiccode": SAID, "files": FILES, "licence": "MPL-2.0", **more}
        make_repository(account=account, name=f"signals-{at}", **facts)
    make_repository(account=account, name="silent", files={"readme": "README.md"})
    rebuild(holder="test", at=timezone.now())


def test_only_those_that_describe_themselves_are_listed_in_their_words(client: Client) -> None:
    fill()
    page = client.get("/en/reusable/").content.decode()
    assert "Signals" in page
    assert "silent" not in page
    assert "Routes reports about public space." in page
    for fact in ("Stable", "Web application", "MPL-2.0", "maintained: by a community"):
        assert f"<span>{fact}</span>" in page
    assert "<span>used by Amsterdam, Den Bosch and 2 others</span>" in page


def test_its_files_and_call_give_the_same_list_and_its_pages_their_short_address(
    client: Client,
) -> None:
    fill()
    page = client.get("/en/reusable/").content.decode()
    assert "/en/repositories.csv?has=publiccode" in page
    assert "/en/reusable/?has=" not in page
    assert "Clear all filters" not in page


def test_a_file_that_says_nothing_keeps_the_words_of_the_catalogue(client: Client) -> None:
    fill(publiccode={"usedBy": "x", "description": []}, description="As the forge says.")
    page = client.get("/en/reusable/").content.decode()
    assert "As the forge says." in page
    assert "signals-0" in page


def test_an_empty_list_says_so(client: Client) -> None:
    rebuild(holder="test", at=timezone.now())
    assert "Nothing here yet" in client.get("/en/reusable/").content.decode()


@pytest.mark.parametrize("number", [1, 20])
def test_it_costs_the_same_for_one_and_for_twenty(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    fill(number)
    client.get("/en/reusable/")
    with django_assert_num_queries(3):
        client.get("/en/reusable/")


def test_a_facet_of_one_value_is_shown_where_not_everything_has_it(client: Client) -> None:
    fill()
    page = client.get("/en/repositories/").content.decode()
    assert "<h3>Type of software</h3>" in page or ">Type of software<" in page
    narrowed = client.get("/en/reusable/").content.decode()
    assert ">Type of software<" not in narrowed  # all have the same: nothing to narrow


def test_a_facet_of_many_values_opens_by_a_link_with_words(client: Client) -> None:
    account = make_account()
    for number, sort in enumerate(SOFTWARE_TYPES):
        said = {**SAID, "softwareType": sort}
        make_repository(account=account, name=f"r{number}", publiccode=said, files=FILES)
    rebuild(holder="test", at=timezone.now())
    page = client.get("/en/reusable/").content.decode()
    assert f"All {len(SOFTWARE_TYPES)} types of software</a>" in page
