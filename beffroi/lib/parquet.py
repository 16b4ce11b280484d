"""Rows written as Apache Parquet: typed columns, in groups of rows, so that memory stays small.

Instants are timestamps in UTC, lists are lists of texts, mappings are JSON as text. The library
is loaded on first use: it weighs more than all of a start of the program.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from beffroi.lib import tables
from beffroi.lib.dates import read_instant

MEDIA_TYPE = "application/vnd.apache.parquet"
GROUP = 5_000
"""Rows of one group: what is held in memory at once."""


def parquet_pieces(
    columns: Sequence[str], kinds: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    """Write a file in pieces; ``kinds`` are those of ``tables.Column``, in the same order."""
    from pyarrow import parquet  # type: ignore[import-untyped]  # noqa: PLC0415 (40 MB)

    natures = [tables.nature(kind) for kind in kinds]
    schema = _schema(columns, natures)
    sink = _Sink()
    waiting = iter(rows)
    with parquet.ParquetWriter(sink, schema, compression="zstd") as writer:
        while group := list(islice(waiting, GROUP)):
            writer.write_batch(_batch(group, natures, schema))
            yield sink.taken()
    yield sink.taken()


class _Sink:
    """What the library writes to; the pieces are taken away as they come."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: Any) -> int:
        """Keep a copy of a piece: the library uses its buffer again."""
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def flush(self) -> None:
        """Do nothing: pieces wait for who takes them."""

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _schema(columns: Sequence[str], natures: Sequence[str]) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    types = {
        tables.TEXT: pa.string(),
        tables.NUMBER: pa.int64(),
        tables.TRUTH: pa.bool_(),
        tables.INSTANT: pa.timestamp("us", tz="UTC"),
        tables.LIST: pa.list_(pa.string()),
        tables.MAPPING: pa.string(),
    }
    return pa.schema([(name, types[one]) for name, one in zip(columns, natures, strict=True)])


def _batch(group: Sequence[Sequence[Any]], natures: Sequence[str], schema: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    arrays = [
        pa.array([_value(row[place], natures[place]) for row in group], type=field.type)
        for place, field in enumerate(schema)
    ]
    return pa.record_batch(arrays, schema=schema)


def _value(value: Any, nature: str) -> Any:
    if nature == tables.MAPPING and value is not None:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if nature == tables.INSTANT and not isinstance(value, datetime):
        return read_instant(value) if value else None
    if nature == tables.LIST:
        return [str(one) for one in value or ()]
    return value
