"""Rows written as Parquet, and read back by the library that others use."""

import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import pytest
from pyarrow import parquet as pq
from pydantic import Field

from beffroi.lib.parquet import GROUP, parquet_pieces

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
KINDS: dict[str, Any] = {
    "text": str | None,
    "number": int | None,
    "truth": bool | None,
    "instant": Instant | None,
    "list": list[str],
    "mapping": dict[str, Any] | None,
    "nothing": None,
}


def written(*rows: list[Any]) -> Any:
    pieces = parquet_pieces(list(KINDS), list(KINDS.values()), rows)
    return pq.read_table(io.BytesIO(b"".join(pieces)))


def test_every_kind_of_value_comes_back_with_its_type() -> None:
    row = ["é 🦊", 3, False, NOON, ["a", "b, c"], {"b": 1}, None]
    (found,) = written(row).to_pylist()
    assert list(found.values()) == [*row[:5], '{"b": 1}', None]


def test_unknown_stays_unknown() -> None:
    (found,) = written([None, None, None, None, None, None, None]).to_pylist()
    assert list(found.values()) == [None, None, None, None, [], None, None]


def test_columns_say_what_they_hold() -> None:
    types = [str(one) for one in written().schema.types]
    assert types[:4] == ["string", "int64", "bool", "timestamp[us, tz=UTC]"]
    assert types[4:] == ["list<element: string>", "string", "string"]


def test_an_instant_as_text_is_an_instant_too() -> None:
    found = written(
        ["", 1, True, "2026-05-04T12:00:00Z", [], {}, None], ["", 1, True, "", [], {}, None]
    )
    assert found.column("instant").to_pylist() == [NOON, None]


@pytest.mark.slow
def test_rows_are_asked_for_a_group_at_a_time() -> None:
    asked = []

    def rows() -> Iterator[list[int]]:
        for number in range(3 * GROUP):
            asked.append(number)
            yield [number]

    pieces = parquet_pieces(["a"], [int], rows())
    first = next(pieces)
    assert (len(asked), bool(first)) == (GROUP, True)
    whole = pq.ParquetFile(io.BytesIO(first + b"".join(pieces)))
    assert (whole.num_row_groups, whole.metadata.num_rows) == (3, 3 * GROUP)


@pytest.mark.slow
def test_the_library_is_loaded_only_when_somebody_asks_for_parquet() -> None:
    code = "import sys, beffroi.lib.parquet; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.slow
def test_another_program_reads_the_same_rows() -> None:
    import polars as pl  # noqa: PLC0415 (a reader of its own, in Rust)

    rows = [["é 🦊", 3, False, NOON, ["a", "b, c"], {"b": 1}, None], [None] * 7]
    pieces = parquet_pieces(list(KINDS), list(KINDS.values()), rows)
    found = pl.read_parquet(io.BytesIO(b"".join(pieces)), use_pyarrow=False).rows()
    assert found[0] == ("é 🦊", 3, False, NOON, ["a", "b, c"], '{"b": 1}', None)
    assert found[1] == (None, None, None, None, [], None, None)
