"""Rows written as CSV, JSON or JSON Lines, in pieces, so that a file of any length stays small.

CSV as RFC 4180 and as generation 1 of the French data has it: UTF-8 without mark, comma, CRLF,
``True`` and ``False``, nothing for unknown, instants as ``YYYY-MM-DDThh:mm:ssZ``, the members
of a list joined by commas.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin

from beffroi.lib.dates import write_instant

T = TypeVar("T")

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""First characters of a cell that a spreadsheet would execute."""

PIECE = 200
"""Rows written at once."""


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its name in every format, the type of its value, what it says, where it is.

    ``kind`` is a type as pydantic takes it. Values: text, number, truth, instant, a list of
    texts, a mapping, or None for unknown.
    """

    name: str
    kind: Any
    about: str
    read: Callable[[T], Any]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write rows: media type and the function that writes them."""

    media_type: str
    write: Callable[[Sequence[str], Iterable[Sequence[Any]]], Iterator[str]]


TEXT, NUMBER, TRUTH = "text", "number", "truth"
INSTANT, LIST, MAPPING = "instant", "list", "mapping"
"""What a column may hold."""

_NATURES: Mapping[Any, str] = {str: TEXT, int: NUMBER, bool: TRUTH, list: LIST, dict: MAPPING}


def nature(kind: Any) -> str:
    """Return what a column of a kind holds, unknown or not: one of ``TEXT`` … ``MAPPING``."""
    if get_origin(kind) in {Union, UnionType}:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is Annotated:  # a text with a format: the only one in use is date-time
        return INSTANT
    return _NATURES.get(get_origin(kind) or kind, TEXT)


def may_be_unknown(kind: Any) -> bool:
    """Tell whether a column of a kind may be empty."""
    is_union = get_origin(kind) in {Union, UnionType}
    return kind is None or (is_union and type(None) in get_args(kind))


def csv_pieces(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, for_spreadsheet: bool = False
) -> Iterator[str]:
    """Write CSV, header first; ``for_spreadsheet`` disarms cells with a leading apostrophe."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines))
    writer.writerow(columns)
    for row in rows:
        cells = [_cell(value) for value in row]
        writer.writerow([_disarmed(cell) for cell in cells] if for_spreadsheet else cells)
        if len(lines) >= PIECE:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def json_pieces(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Write one array of objects, an object a line."""
    head = "[\n"
    for piece in _objects(columns, rows):
        yield head + ",\n".join(piece)
        head = ",\n"
    yield "[]\n" if head == "[\n" else "\n]\n"


def jsonl_pieces(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Write one object a line."""
    for piece in _objects(columns, rows):
        yield "\n".join(piece) + "\n"


def plain(value: Any) -> Any:
    """Return a value as JSON has it: instants as text, nothing for an empty text's absence."""
    if isinstance(value, datetime):
        return write_instant(value)
    return list(value) if isinstance(value, tuple) else value


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8; header=present", csv_pieces),
    "json": Format("application/json; charset=utf-8", json_pieces),
    "jsonl": Format("application/jsonl; charset=utf-8", jsonl_pieces),
}
PARQUET = "parquet"
FORMS = (*FORMATS, PARQUET)
"""Every way to write a table; Parquet, being no text, is written by ``lib.parquet``."""


class _Lines:
    """What ``csv.writer`` writes to."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append


def _objects(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    piece: list[str] = []
    for row in rows:
        found = dict(zip(columns, map(plain, row), strict=True))
        piece.append(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
        if len(piece) >= PIECE:
            yield piece
            piece = []
    if piece:
        yield piece


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return write_instant(value)
    if isinstance(value, list | tuple):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return text if value else ""
    return str(value)


def _disarmed(cell: str) -> str:
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell
