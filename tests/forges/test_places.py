"""The cursor of a list: what is written is read again, what is not ours is the beginning."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.forges.places import LONGEST_CURSOR, MOST_BEFORE, Place, read_place, write_place
from beffroi.forges.values import LONGEST_ID

HOME = "https://forge.example.org"
PLACE = Place(
    url=f"{HOME}/list?page=3",
    list=f"{HOME}/list",
    declared=12,
    met=7,
    pages=2,
    rows=8,
    last=4,
    longest=4,
    stale=1,
    mark=f"{HOME}/list",
    before=("6", "7"),
    is_whole=False,
)


def changed(**facts: Any) -> str:
    return json.dumps({**json.loads(write_place(PLACE)), **facts})


def test_a_place_is_read_as_it_was_written() -> None:
    assert read_place(write_place(PLACE), HOME) == PLACE
    assert read_place(write_place(Place()), HOME) == Place()


def test_no_cursor_is_the_beginning() -> None:
    assert read_place("", HOME) == Place()


@pytest.mark.parametrize(
    "facts",
    [
        {"url": "https://evil.example/list"},
        {"url": f"{HOME}.evil.example/list"},
        {"url": HOME + "/" + "x" * 2000},
        {"url": 3},
        {"list": None},
        {"mark": "/list"},
        {"declared": -1},
        {"declared": "12"},
        {"met": True},
        {"pages": 2**31},
        {"is_whole": 1},
        {"before": "67"},
        {"before": [1]},
        {"before": ["x"] * 301},
        {"more": 1},
    ],
)
def test_a_cursor_that_is_not_ours_is_the_beginning(facts: dict[str, Any]) -> None:
    assert read_place(changed(**facts), HOME) == Place()


@pytest.mark.parametrize("cursor", ["{", "[]", "3", "null", "[" * 9999, "x" * (LONGEST_CURSOR + 1)])
def test_nonsense_is_the_beginning(cursor: str) -> None:
    assert read_place(cursor, HOME) == Place()


@pytest.mark.slow
@given(st.text(max_size=200))
def test_no_text_whatever_leads_elsewhere(text: str) -> None:
    assert read_place(text, HOME) == Place()


def test_a_full_page_of_long_ids_fits() -> None:
    address = f"{HOME}/" + '"' * (2000 - len(HOME) - 1)
    ids = ('"' * LONGEST_ID,) * MOST_BEFORE
    place = Place(url=address, list=address, mark=address, before=ids)
    assert read_place(write_place(place), HOME) == place
