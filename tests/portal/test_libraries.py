"""The page and the API of libraries."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.makers import make_library, make_repository

pytestmark = pytest.mark.django_db


def page(client: Client, question: str = "") -> str:
    answer = client.get(f"/en/libraries/{question}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_library_leads_to_its_repository_and_one_without_to_its_site(client: Client) -> None:
    make_library(name="a", repository=make_repository(uid="one"))
    make_library(name="b", homepage="https://b.example")
    text = page(client)
    assert 'href="/en/repositories/one/"' in text
    assert 'href="https://b.example" rel="external nofollow"' in text


def test_an_address_that_is_no_link_is_none(client: Client) -> None:
    make_library(homepage="javascript:alert(1)", repository_url="None", description="<b>bold</b>")
    text = page(client)
    assert "javascript:" not in text
    assert "&lt;b&gt;bold" in text


def test_badges_of_a_description_are_left_out(client: Client) -> None:
    make_library(description="[![npm](https://b.example/x.svg)](https://b.example) ![ci][ci] Text")
    text = page(client)
    assert "b.example" not in text
    assert '<p dir="auto">Text</p>' in text


def test_words_and_registry_narrow_the_list(client: Client) -> None:
    make_library(name="urbanisme", registry="NPM")
    make_library(name="cadastre", registry="NPM", description="Pour l'urbanisme")
    make_library(name="impots", registry="Pypi")
    assert "3 libraries" in page(client)
    assert "2 libraries" in page(client, "?q=urbanisme")
    assert "1 library" in page(client, "?registry=Pypi")
    assert "No library fits." in page(client, "?q=urbanisme&registry=Pypi")


def test_an_empty_list_says_how_it_is_filled(client: Client) -> None:
    assert "beffroi import libraries FILE" in page(client)


def test_pages_keep_words_and_registry(client: Client) -> None:
    for number in range(30):
        make_library(name=f"lib-{number:02}", registry="NPM")
    text = page(client, "?q=lib&registry=NPM&page=2")
    assert 'href="/en/libraries/?q=lib&amp;registry=NPM"' in text
    assert "lib-29" in text


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_one_and_for_twenty(
    client: Client, django_assert_num_queries: Any, count: int
) -> None:
    for _ in range(count):
        make_library(repository=make_repository())
    page(client)
    with django_assert_num_queries(3):
        page(client)


def test_what_the_page_cannot_read_is_refused_in_words(client: Client) -> None:
    assert client.get("/en/libraries/?page=-1").status_code == 400


@pytest.mark.slow
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.dictionaries(st.sampled_from(["q", "registry", "page", "size"]), st.text(max_size=30)))
def test_no_parameter_of_a_stranger_is_a_fault(client: Client, asked: dict[str, str]) -> None:
    assert client.get("/en/libraries/", asked).status_code in {200, 400}
    assert client.get("/api/v1/libraries", asked).status_code in {200, 400}


def test_the_api_lists_libraries_and_reads_one(client: Client) -> None:
    make_library(uid="lib", name="x", repository=make_repository(uid="one"), licence="MIT")
    make_library(registry="NPM")
    listed = client.get("/api/v1/libraries?registry=pypi").json()
    assert [row["uid"] for row in listed["results"]] == ["lib"]
    one = client.get("/api/v1/libraries/lib").json()
    assert (one["repository_uid"], one["license_spdx"]) == ("one", "MIT")
    assert one["repository_page"].endswith("/repositories/one/")
    assert one["sources"]["*"]["by"] == "test"


def test_the_api_pages_by_cursor_and_refuses_what_it_does_not_know(client: Client) -> None:
    for _ in range(3):
        make_library()
    first = client.get("/api/v1/libraries?size=2").json()
    second = client.get(f"/api/v1/libraries?size=2&cursor={first['next']}").json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (2, 1, None)
    assert client.get("/api/v1/libraries?regsitry=x").status_code == 400
    assert client.get("/api/v1/libraries/none").status_code == 404
