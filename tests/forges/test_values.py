"""Values out of strangers' JSON: what has the wrong type is unknown, nothing is too large."""

import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.forges import values

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
READERS = [
    values.text,
    values.name,
    values.path,
    values.identifier,
    values.link,
    values.instant,
    values.count,
    values.flag,
    values.part,
    values.texts,
]
ORIGIN = "https://forge.example.org"


@given(ANYTHING)
def test_nothing_that_json_can_hold_raises(value: Any) -> None:
    for reader in READERS:
        reader({"key": value}, "key")
        reader({}, "key")
    values.shares(value)
    assert values.own_address({"key": value}, "key", ORIGIN, "a/b")


@pytest.mark.parametrize("value", [None, 7, True, ["a"], {"a": 1}, 1.5])
def test_what_is_no_text_is_no_text(value: object) -> None:
    row = {"key": value}
    assert values.text(row, "key") == values.name(row, "key") == values.link(row, "key") == ""


def test_a_text_is_cut_and_holds_no_control_characters() -> None:
    assert values.text({"key": "x" * 1_000_000}, "key") == "x" * values.MOST_CHARACTERS
    assert values.text({"key": " a\r\nb\x00\x07c "}, "key") == "a\nb c"


def test_a_name_of_a_million_characters_is_none() -> None:
    assert values.name({"key": "x" * 1_000_000}, "key") == ""


@pytest.mark.parametrize(
    "value",
    ["org/..", "a/../b", "org/.", "org//x", "org/x?y", "org/x#y", "org/%2e%2e", "a\\b", "", "/", 7],
)
def test_a_path_that_leads_elsewhere_is_none(value: object) -> None:
    assert values.path({"key": value}, "key") == ""
    assert values.path({"key": "/Org/dépôt..x/"}, "key") == "Org/dépôt..x"


@pytest.mark.parametrize("path", ["a/../c", "a/%2e%2e/c", "a//c", "a/b?c", "a/b#c"])
def test_an_own_address_that_leads_elsewhere_is_built_anew(path: str) -> None:
    row = {"key": f"{ORIGIN}/{path}"}
    assert values.own_address(row, "key", ORIGIN, "a/b") == f"{ORIGIN}/a/b"


def test_an_override_of_direction_never_comes_through() -> None:
    row = {"key": "harmless\u202egpj.exe\u2066\u200f"}
    assert values.name(row, "key") == values.text(row, "key") == "harmlessgpj.exe"


def test_emoji_joined_from_several_characters_stay_whole() -> None:
    assert values.text({"key": "👩\u200d💻 code"}, "key") == "👩\u200d💻 code"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(12, "12"), (0, "0"), ("{6f1a}", "{6f1a}"), (True, ""), (-1, ""), (2**63, ""), ("a\nb", "")],
)
def test_an_identifier_is_a_number_or_a_short_text(value: object, expected: str) -> None:
    assert values.identifier({"key": value}, "key") == expected


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "//a.example/b",
        "https://",
        "https://u:p@a.example/b",
        "https://a.example/ b",
        "https://a.example/\u202eb",
        "https://a.example/" + "x" * 700,
        "ftp://a.example/b",
    ],
)
def test_only_web_addresses_are_links(value: str) -> None:
    assert values.link({"key": value}, "key") == ""
    assert values.link({"key": "https://a.example/b?c=d"}, "key") == "https://a.example/b?c=d"


@pytest.mark.parametrize(
    "value",
    ["https://evil.example/a/b", "https://forge.example.org.evil.example/a/b", None, ORIGIN + "?a"],
)
def test_a_forge_speaks_for_its_own_host_alone(value: object) -> None:
    assert values.own_address({"key": value}, "key", ORIGIN, "a/b é") == f"{ORIGIN}/a/b%20%C3%A9"


def test_an_address_on_the_own_host_is_kept_as_written() -> None:
    row = {"key": "https://Forge.example.org/sub/A/b/"}
    assert values.own_address(row, "key", ORIGIN, "A/b") == "https://Forge.example.org/sub/A/b"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2018-02-20T06:44:35.461Z", datetime(2018, 2, 20, 6, 44, 35, 461000, tzinfo=UTC)),
        ("2019-09-05T12:30:02.017+02:00", datetime(2019, 9, 5, 10, 30, 2, 17000, tzinfo=UTC)),
        ("2020-10-01T16:33:19+02:00", datetime(2020, 10, 1, 14, 33, 19, tzinfo=UTC)),
        ("1970-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("yesterday", None),
        (1637000000, None),
        ("2" * 100_000, None),
    ],
)
def test_instants_are_read_with_fraction_and_offset(value: object, expected: object) -> None:
    assert values.instant({"key": value}, "key") == expected


@pytest.mark.parametrize("value", [True, -1, 2**31, 1.0, "7", None])
def test_what_is_no_count_is_unknown(value: object) -> None:
    assert values.count({"key": value}, "key") is None
    assert values.count({"key": 0}, "key") == 0


@pytest.mark.parametrize("value", [0, 1, "true", None, []])
def test_only_true_and_false_are_said(value: object) -> None:
    assert values.flag({"key": value}, "key") is None
    assert values.flag({"key": False}, "key") is False


def test_lists_hold_each_text_once_and_not_too_many() -> None:
    row = {"key": ["Open Data", "x", 7, None, "x", "", *map(str, range(1000))]}
    found = values.texts(row, "key")
    assert found[:3] == ("Open Data", "x", "0")
    assert len(found) < values.MOST_ITEMS


def test_sizes_and_percentages_become_shares() -> None:
    assert values.shares({"Python": 300, "C": 100}) == {"Python": 0.75, "C": 0.25}
    assert values.shares({"Ruby": 66.69, "Go": 33.31}) == {"Ruby": 0.6669, "Go": 0.3331}
    hostile = {"A": math.nan, "B": math.inf, "C": -1, "D": True, "E": "9", "": 5}
    assert values.shares(hostile) == values.shares([]) == {}


def test_the_failure_of_a_row_says_where_and_what() -> None:
    failure = values.broken("https://forge.example.org/list", "it is not an object")
    assert (failure.code, failure.permanent) == ("broken-answer", False)
    assert (
        json.dumps(failure.message) == '"A row of this list cannot be read: it is not an object."'
    )
