"""Lists as files: sent once, and recognised when nothing changed."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from beffroi.organisations.pages import files

pytestmark = pytest.mark.django_db
ROWS = [["1"], ["2"]]


def request(address: str = "/en/x.csv", **headers: str) -> HttpRequest:
    return RequestFactory().get(address, headers=headers)


def test_a_list_too_long_to_be_held_is_sent_without_a_tag() -> None:
    answer = files.send(request(), "csv", files.Table("x", ["a"], ROWS, None))
    assert b"".join(answer) == b"a\r\n1\r\n2\r\n"  # type: ignore[arg-type]
    assert "ETag" not in answer


def test_a_tag_stands_for_address_columns_and_results() -> None:
    tables = [
        files.Table("x", ["a"], ROWS), files.Table("x", ["b"], ROWS),
        files.Table("x", ["a"], ROWS, "other results"),
    ]  # fmt: skip
    tags = {files.send(request(), "csv", table)["ETag"] for table in tables}
    tags.add(files.send(request("/en/x.csv?q=a"), "csv", tables[0])["ETag"])
    assert len(tags) == 4


def test_the_question_of_a_file_has_no_place_on_a_page() -> None:
    found = files.question(request("/?q=a&page=9&size=5&cursor=x&expanded=y&topic=b"), kind="z")
    assert (found.text, found.offset, found.filters) == ("a", 0, {"topic": ("b",), "kind": ("z",)})


def test_more_hits_than_are_held_are_still_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    from beffroi.search.shapes import Hit, Query, Result  # noqa: PLC0415

    class Small:
        generation = "small"

        def search(self, query: Query) -> Result:
            """Find five things."""
            found = tuple(Hit("repository", f"r{number}") for number in range(5))
            return Result(5, found[query.offset : query.offset + query.size])

    monkeypatch.setattr(files, "MAX_HITS", 3)
    monkeypatch.setattr(files, "open_now", Small)
    hits, state = files.hits(Query(text="x"))
    assert ([hit.uid for hit in hits], state) == (["r0", "r1", "r2", "r3", "r4"], None)
