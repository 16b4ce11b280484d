"""The query string, both ways."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.search import parameters
from beffroi.search.errors import SearchError
from beffroi.search.parameters import decode_cursor, encode_cursor, parse, to_params
from beffroi.search.reader import MAX_OFFSET
from beffroi.search.shapes import FACETS, QUIET, SORTS, Query
from tests.search.documents import TODAY


def read(**params: Any) -> Query:
    lists = {name: [value] if isinstance(value, str) else value for name, value in params.items()}
    return parse(lists, today=TODAY)


def refused(**params: Any) -> tuple[str, str]:
    with pytest.raises(SearchError) as error:
        read(**params)
    return error.value.code, error.value.parameter


def test_an_empty_address_asks_for_everything() -> None:
    counted = tuple(name for name in FACETS if name not in QUIET)
    assert parse({}, today=TODAY) == Query(facets=counted, today=TODAY)


@pytest.mark.parametrize("given", [{"lacks": ["readme"]}, {"expanded": ["lacks"]}])
def test_a_quiet_facet_is_counted_where_it_is_chosen_or_opened(given: dict[str, list[str]]) -> None:
    assert "lacks" not in parse({}, today=TODAY).facets
    assert "lacks" in parse(given, today=TODAY).facets


def test_repeated_parameters_are_alternatives() -> None:
    query = read(q="urbanisme", language=["R", "Python", "R", ""], sort="-stars", page="3")
    assert query.filters == {"language": ("Python", "R")}
    assert (query.text, query.sort, query.offset) == ("urbanisme", "-stars", 40)


def test_of_a_single_parameter_the_last_counts() -> None:
    assert read(q=["one", "two"]).text == "two"


def test_parameters_of_others_and_empty_ones_are_left_alone() -> None:
    assert read(utm_source="x", page="", size="", cursor="", language="") == read()


def test_control_characters_are_taken_out() -> None:
    query = read(q="a\0b\x1b\ud800c", language="Py\0thon")
    assert query.text == "a b c"
    assert query.filters == {"language": ("Py thon",)}


def test_a_long_text_is_cut() -> None:
    assert len(read(q="x" * 10_000).text) == parameters.MAX_TEXT


def test_unknown_values_of_a_facet_are_legal() -> None:
    assert read(organisation="none").filters == {"organisation": ("none",)}


@pytest.mark.parametrize("value", ["-1", "0", "1.5", "x", "²", "٣", "1" * 5000, "1e3", " "])
def test_a_page_that_is_no_page_is_refused(value: str) -> None:
    assert value == " " or refused(page=value) == ("bad-page", "page")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"size": "1000000000"}, ("bad-size", "size")),
        ({"size": "0"}, ("bad-size", "size")),
        ({"size": "101"}, ("bad-size", "size")),
        ({"page": "999999999"}, ("too-deep", "page")),
        ({"sort": "best"}, ("unknown-sort", "sort")),
        ({"expanded": "colour"}, ("unknown-expanded", "expanded")),
        ({"exact": "maybe"}, ("bad-exact", "exact")),
        ({"cursor": "x", "page": "2"}, ("page-and-cursor", "cursor")),
        ({"cursor": "nonsense"}, ("bad-cursor", "cursor")),
        ({"cursor": "é"}, ("bad-cursor", "cursor")),
        ({"cursor": "A" * 10_000}, ("bad-cursor", "cursor")),
        ({"topic": [str(n) for n in range(99)]}, ("too-many-values", "topic")),
    ],
)
def test_bad_parameters_are_refused_by_name(
    params: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refused(**params) == expected


def test_the_message_names_the_value_and_the_way_out() -> None:
    with pytest.raises(SearchError, match="'page' is '-1'; give a whole number from 1"):
        read(page="-1")


def test_the_deepest_page_is_allowed() -> None:
    assert read(page="501").offset == MAX_OFFSET
    assert refused(page="502") == ("too-deep", "page")


def test_defaults_are_left_out_and_the_rest_has_one_order() -> None:
    query = read(
        page="2", sort="relevance", language=["R", "C"], q="x", kind="repository", size="20"
    )
    assert to_params(query) == [
        ("q", "x"),
        ("kind", "repository"),
        ("language", "C"),
        ("language", "R"),
        ("page", "2"),
    ]


def test_everything_that_is_not_default_is_written() -> None:
    query = read(q="x", sort="name", exact="true", expanded="topic", size="50", page="2")
    assert to_params(query, with_page=False) == [
        ("q", "x"),
        ("sort", "name"),
        ("exact", "1"),
        ("expanded", "topic"),
        ("size", "50"),
    ]


@pytest.mark.slow
@given(
    st.fixed_dictionaries(
        {},
        optional={
            "q": st.lists(st.text(max_size=30), max_size=2),
            "language": st.lists(st.text(max_size=9), max_size=3),
            "topic": st.lists(st.text(max_size=9), max_size=3),
            "sort": st.lists(st.sampled_from(SORTS), max_size=1),
            "size": st.lists(st.sampled_from(["1", "20", "100"]), max_size=1),
            "page": st.lists(st.sampled_from(["1", "2", "77"]), max_size=1),
            "exact": st.lists(st.sampled_from(["0", "1"]), max_size=1),
        },
    )
)
def test_the_canonical_address_asks_the_same(params: dict[str, list[str]]) -> None:
    query = parse(params, today=TODAY)
    written: dict[str, list[str]] = {}
    for name, value in to_params(query):
        written.setdefault(name, []).append(value)
    again = parse(written, today=TODAY)
    assert to_params(again) == to_params(query)
    assert replace(again, sort="") == replace(query, sort="")


QUERY = read(q="x", language="R", page="3")


def test_a_cursor_names_the_page_it_was_made_for() -> None:
    cursor = encode_cursor(QUERY, generation="g1", secret=b"s")
    first = replace(QUERY, offset=0)
    assert decode_cursor(cursor, first, generation="g1", secret=b"s") == 40
    params = {"q": ["x"], "language": ["R"], "cursor": [cursor]}
    assert parse(params, today=TODAY, generation="g1", secret=b"s") == QUERY


@pytest.mark.parametrize(
    ("query", "generation", "secret", "code"),
    [
        (QUERY, "g2", b"s", "stale-cursor"),
        (replace(QUERY, text="y"), "g1", b"s", "bad-cursor"),
        (QUERY, "g1", b"other", "bad-cursor"),
    ],
)
def test_a_cursor_is_good_for_one_question_and_generation(
    query: Query, generation: str, secret: bytes, code: str
) -> None:
    cursor = encode_cursor(QUERY, generation="g1", secret=b"s")
    with pytest.raises(SearchError, match="first page") as error:
        decode_cursor(cursor, query, generation=generation, secret=secret)
    assert error.value.code == code


@pytest.mark.slow
@given(st.text(max_size=60))
def test_no_cursor_that_is_not_ours_is_believed(cursor: str) -> None:
    with pytest.raises(SearchError):
        decode_cursor(cursor, QUERY)


def test_a_cursor_beyond_the_bound_is_refused() -> None:
    with pytest.raises(SearchError):
        decode_cursor(encode_cursor(replace(QUERY, offset=MAX_OFFSET + 1)), QUERY)
