"""What a source says of a repository, cleaned and checked."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from beffroi.forges.shapes import ForgeRepository
from beffroi.repositories.actions.facts import (
    MAX_COUNT,
    MAX_DESCRIPTION,
    MAX_TOPICS,
    FactError,
    facts_of,
    key_of,
    newest,
)

URL = "https://forge.example/a/tool"


def facts(**said: Any) -> dict[str, Any]:
    return facts_of(repository(**said))[0]


def repository(**said: Any) -> ForgeRepository:
    known = {"forge_id": None, "full_name": "a/tool", "name": "tool", "url": URL, "clone_url": URL}
    return ForgeRepository(**{**known, **said})


def test_line_breaks_stay_in_descriptions() -> None:
    assert facts(description="one\r\ntwo\x00")["description"] == "one\ntwo"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", "", "missing"),
        ("name", "x" * 301, "too-long"),
        ("homepage", "https://a.example/" + "x" * 700, "too-long"),
        ("url", "nonsense", "bad-address"),
        ("url", "https://forge.example", "bad-address"),
        ("stars", -1, "bad-number"),
        ("forks", MAX_COUNT + 1, "bad-number"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_by_name(field: str, value: Any, code: str) -> None:
    with pytest.raises(FactError) as refused:
        facts(**{field: value})
    assert (refused.value.field, refused.value.code) == (field, code)


def test_long_texts_and_lists_are_cut() -> None:
    found = facts(description="x" * 6000, topics=tuple("t" * 1 for _ in range(300)))
    assert len(found["description"]) == MAX_DESCRIPTION
    assert len(found["topics"]) == MAX_TOPICS


def test_unknown_stays_unknown() -> None:
    found = facts()
    assert found["stars"] is None
    assert found["is_fork"] is None
    assert found["licence"] == ""


@pytest.mark.parametrize(
    ("homepage", "kept", "codes"),
    [
        ("participez.nanterre.fr", "https://participez.nanterre.fr", ["repaired"]),
        ("natural earth", "natural earth", ["not-an-address"]),
        ("https://a.example/ ", "https://a.example/", []),
        ("javascript:alert(1)", "javascript:alert(1)", ["not-an-address"]),
    ],
)
def test_a_doubtful_home_page_is_remarked(homepage: str, kept: str, codes: list[str]) -> None:
    found, remarks = facts_of(repository(homepage=homepage))
    assert found["homepage"] == kept
    assert [code for _, code, _ in remarks] == codes


def test_the_newest_is_the_greatest_of_the_known() -> None:
    old, new = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)
    assert newest([None, new, old]) == new
    assert newest([None, None]) is None


@pytest.mark.parametrize("url", ["javascript://a.example/b/c", "ftp://a.example/b", "//a/b", "a/b"])
def test_an_address_that_no_page_may_link_to_is_refused(url: str) -> None:
    with pytest.raises(FactError) as refused:
        facts(url=url)
    assert (refused.value.field, refused.value.code) == ("url", "bad-address")


def test_an_archive_that_is_no_link_is_left_out_and_named() -> None:
    found, remarks = facts_of(repository(heritage_url="javascript:alert(1)"))
    assert found["heritage_url"] == ""
    assert [remark[:2] for remark in remarks] == [("heritage_url", "not-an-address")]


def test_a_description_that_is_cut_is_named() -> None:
    _, remarks = facts_of(repository(description="x" * 6000))
    assert [remark[:2] for remark in remarks] == [("description", "cut")]
    assert "6000" in remarks[0][2]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://Forge.example:443/A/b.git/", "forge.example/a/b"),
        ("http://forge.example:8001/b", "forge.example:8001/b"),
        ("https://forge.example/g/s/src", "forge.example/g/s/src"),
        ("https://forge.example/g/archive/x", "forge.example/g/archive/x"),
        ("nonsense", ""),
    ],
)
def test_the_key_of_a_repository_is_its_whole_address(url: str, key: str) -> None:
    assert key_of(url) == key


def test_keys_and_texts_in_mappings_are_clean() -> None:
    found = facts(languages={"C\x00": 0.5}, files={"licence": "LICENSE\ud800"})
    assert (found["languages"], found["files"]) == ({"C": 0.5}, {"licence": "LICENSE"})


@given(
    origin=some.from_regex(r"https?://[a-z0-9.:-]{1,12}", fullmatch=True),
    path=some.from_regex(r"(/[A-Za-z0-9._~-]{1,6}){1,4}(\.git)?", fullmatch=True),
)
def test_the_short_way_of_plain_addresses_gives_the_key_of_the_long_one(
    origin: str, path: str
) -> None:
    assert key_of(origin + path) == key_of(f" {origin}{path}")


@given(some.text(alphabet="/:.aA-@ ?#é\\", max_size=20))
def test_any_address_is_taken_under_its_key_or_refused_by_name(text: str) -> None:
    url = f"https://{text}"
    try:
        found = facts(url=url)["url_key"]
    except FactError as refused:
        found = refused.code
    assert found in {"bad-address", key_of(f" {url.strip()}")}


@pytest.mark.parametrize("field", ["heritage_url", "fork_parent", "withheld_url"])
def test_an_address_that_no_page_may_link_to_is_left_out(field: str) -> None:
    found, remarks = facts_of(repository(**{field: "javascript:alert(1)"}))
    assert found[field] == ""
    assert remarks[0][:2] == (field, "not-an-address")
