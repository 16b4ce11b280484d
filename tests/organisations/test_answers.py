"""Answers of the list of bodies: what is left out, in which orders it comes."""

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.portal.indexing import rebuild
from tests.makers import NOON, make_account, make_organisation, make_repository

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def make_three() -> None:
    """Make a large body, a starred one that was read lately, and a silent one."""
    large = make_account(organisation=make_organisation(uid="large", name="Alpha"))
    starred = make_account(organisation=make_organisation(uid="starred", name="Beta"), read_at=NOON)
    make_organisation(uid="silent", name="Gamma")
    make_repository(account=large)
    make_repository(account=large)
    make_repository(account=starred, stars=9)
    rebuild(holder="test", at=timezone.now())


def listed(client: Client, question: str = "") -> list[str]:
    page = client.get(f"/en/organisations/{question}").content.decode()
    rows = page.split('<li class="result">')[1:]
    return [row.split('<h3><a href="/en/organisations/')[1].split("/")[0] for row in rows]


def test_bodies_without_a_repository_are_one_click_away(client: Client) -> None:
    make_three()
    assert listed(client) == ["large", "starred"]
    assert "1 body without a known repository" in client.get("/en/organisations/").text
    assert listed(client, "?publishes=no") == ["silent"]
    assert len(listed(client, "?publishes=no&publishes=yes")) == 3


def test_words_find_every_body(client: Client) -> None:
    make_three()
    assert listed(client, "?q=gamma") == ["silent"]


def test_where_nobody_publishes_all_are_listed(client: Client) -> None:
    make_organisation(uid="silent")
    rebuild(holder="test", at=timezone.now())
    assert listed(client) == ["silent"]


@pytest.mark.parametrize(
    ("sort", "first"), [("-size", "large"), ("-stars", "starred"), ("-read", "starred")]
)
def test_bodies_come_by_size_stars_and_freshness(client: Client, sort: str, first: str) -> None:
    make_three()
    assert listed(client, f"?sort={sort}")[0] == first
    assert f'<option value="{sort}" selected>' in client.get(f"/en/organisations/?sort={sort}").text


def test_the_file_holds_the_same_bodies_as_the_page(client: Client) -> None:
    make_three()
    page = client.get("/en/organisations/").text
    assert "/en/organisations.csv?publishes=yes" in page
    file = b"".join(client.get("/en/organisations.csv?publishes=yes")).decode()
    assert [line.split(",")[0] for line in file.splitlines()[1:]] == ["large", "starred"]
