"""The index that answers now: the one on disk, or else its twin in the database."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock

from beffroi.search import native
from beffroi.search.errors import BrokenIndexError
from beffroi.search.reader import TantivyIndex, open_index
from beffroi.search.shapes import SearchIndex
from beffroi.search.twin import Cursor, SqlTwin, Vendor

MAX_OPEN = 8
"""Folders kept open at once; more than one only in tests."""

_open: dict[Path, TantivyIndex] = {}
_opening = Lock()


def current_index(
    folder: Path, connect: Callable[[], AbstractContextManager[Cursor]], vendor: Vendor
) -> SearchIndex | None:
    """Return the index in a folder, opened once a process; else the twin, if it was filled.

    None when there is neither. Without tantivy it is always the twin. Raises
    ``BrokenIndexError`` when the index cannot be used and there is no twin.
    """
    if not native.IS_THERE:
        return _twin(connect, vendor)
    known = _open.get(folder)
    if known is not None:
        return known
    try:
        found = _opened(folder)
    except BrokenIndexError:
        twin = _twin(connect, vendor)
        if twin is None:
            raise
        return twin
    return found or _twin(connect, vendor)


def _opened(folder: Path) -> TantivyIndex | None:
    with _opening:
        if folder not in _open:
            found = open_index(folder)
            if found is None:
                return None
            while len(_open) >= MAX_OPEN:
                _open.pop(next(iter(_open)))
            _open[folder] = found
        return _open[folder]


def _twin(connect: Callable[[], AbstractContextManager[Cursor]], vendor: Vendor) -> SqlTwin | None:
    tables = "sqlite_master" if vendor == "sqlite" else "information_schema.tables"
    column = "name" if vendor == "sqlite" else "table_name"
    with connect() as cursor:
        cursor.execute(f"SELECT 1 FROM {tables} WHERE {column} = 'search_doc'")  # noqa: S608
        if not cursor.fetchall():
            return None
        cursor.execute("SELECT 1 FROM search_doc LIMIT 1")
        return SqlTwin(connect, vendor) if cursor.fetchall() else None
