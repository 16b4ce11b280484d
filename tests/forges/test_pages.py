"""Addresses of pages: changed in their query, freed of a host, kept with what they are asked by."""

import pytest

from beffroi.forges.outcomes import Verdict
from beffroi.forges.pages import kept_page, parameter, with_query, without_host
from beffroi.lib.http import Answer

URL = "https://forge.example.org/api?order_by=id&page=2&empty="


@pytest.mark.parametrize(
    ("changes", "query"),
    [
        ({"page": "3"}, "order_by=id&page=3&empty="),
        ({"page": ""}, "order_by=id&empty="),
        ({"id_after": "é&"}, "order_by=id&page=2&empty=&id_after=%C3%A9%26"),
    ],
)
def test_parameters_are_changed_added_and_left_out(changes: dict[str, str], query: str) -> None:
    assert with_query(URL, **changes) == f"https://forge.example.org/api?{query}"


def test_a_parameter_is_read_as_it_was_written() -> None:
    assert parameter(URL, "page") == "2"
    assert parameter(URL, "missing") == parameter(URL, "empty") == ""
    assert parameter("https://a.example/?q=a%20b", "q") == "a b"


def test_an_address_without_its_host_keeps_path_and_query() -> None:
    assert without_host("http://localhost:8080/api/v4/x?page=2") == "/api/v4/x?page=2"


def test_a_page_is_kept_with_its_validators_and_where_it_leads() -> None:
    answer = Answer(URL, 200, {"etag": 'W/"1"', "last-modified": "x"}, b"{}")
    page = kept_page(Verdict("data", URL, answer), "https://forge.example.org/list")
    assert (page.url, page.etag, page.last_modified) == (URL, 'W/"1"', "x")
    assert (page.ids, page.following) == ((), "https://forge.example.org/list")


def test_a_page_without_an_answer_has_no_validators() -> None:
    assert kept_page(Verdict("transient", URL), "").etag == ""
