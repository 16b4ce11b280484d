"""Rows written as CSV, JSON and JSON Lines."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.lib.tables import FORMATS, PIECE, csv_pieces, json_pieces, jsonl_pieces

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (True, "True"),
        (False, "False"),
        (0, "0"),
        (NOON, "2026-05-04T12:00:00Z"),
        (["a b", "c"], "a b,c"),
        ([], ""),
        ({"b": 1, "a": "é"}, '{"a":"é","b":1}'),
        ({}, ""),
    ],
)
def test_csv_writes_each_kind_of_value_as_generation_1_does(value: Any, cell: str) -> None:
    assert read_csv("".join(csv_pieces(["x", "y"], [[value, "z"]])))[1] == [cell, "z"]


@pytest.mark.parametrize(("form", "text"), [("csv", "a\r\n"), ("json", "[]\n"), ("jsonl", "")])
def test_no_rows_are_a_whole_file_too(form: str, text: str) -> None:
    assert "".join(FORMATS[form].write(["a"], [])) == text


@pytest.mark.slow
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2)))
def test_csv_gives_back_every_text_and_ends_each_line_as_rfc_4180_says(
    rows: list[list[str]],
) -> None:
    text = "".join(csv_pieces(["a", "b"], rows))
    assert read_csv(text) == [["a", "b"], *rows]
    assert text.startswith("a,b\r\n")
    assert text.endswith("\r\n")


@pytest.mark.slow
@given(st.lists(CELLS))
def test_json_and_json_lines_hold_the_same_objects(cells: list[str]) -> None:
    rows = [[cell, None] for cell in cells]
    whole = json.loads("".join(json_pieces(["a", "b"], rows)))
    lines = [json.loads(one) for one in "".join(jsonl_pieces(["a", "b"], rows)).split("\n") if one]
    assert whole == lines == [{"a": cell, "b": None} for cell in cells]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_only_the_file_for_spreadsheets_disarms_a_cell(cell: str) -> None:
    armed, disarmed = (
        read_csv("".join(csv_pieces(["a"], [[cell]], for_spreadsheet=wish)))[1][0]
        for wish in (False, True)
    )
    assert (armed, disarmed) == (cell, f"'{cell}")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_rows_are_asked_for_only_as_the_file_is_read(form: str) -> None:
    asked = []

    def rows() -> Iterator[list[int]]:
        for number in range(10 * PIECE):
            asked.append(number)
            yield [number]

    next(iter(FORMATS[form].write(["a"], rows())))
    assert len(asked) <= PIECE


@pytest.mark.parametrize("count", [PIECE - 1, PIECE, 2 * PIECE + 1])
def test_pieces_make_one_whole(count: int) -> None:
    rows = [[number] for number in range(count)]
    assert read_csv("".join(csv_pieces(["a"], rows)))[1:] == [[str(row[0])] for row in rows]
    assert [one["a"] for one in json.loads("".join(json_pieces(["a"], rows)))] == [*range(count)]
    assert len("".join(jsonl_pieces(["a"], rows)).splitlines()) == count


def test_json_writes_instants_and_lists_as_json_has_them() -> None:
    text = "".join(json_pieces(["a", "b"], [[NOON, ("x", "y")]]))
    assert json.loads(text) == [{"a": "2026-05-04T12:00:00Z", "b": ["x", "y"]}]
