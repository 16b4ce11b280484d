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

_NEWEST_COLUMN = {
    "sqlite": "SELECT 1 FROM pragma_table_info('search_doc') WHERE name = 'by_score'",
    "postgresql": "SELECT 1 FROM information_schema.columns"
    " WHERE table_name = 'search_doc' AND column_name = 'by_score'",
}
"""Vendor → the question whether the twin's table is there as this version makes it."""

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
    with connect() as cursor:
        cursor.execute(_NEWEST_COLUMN[vendor])
        if not cursor.fetchall():  # never filled, or by a version that knew less
            return None
        cursor.execute("SELECT 1 FROM search_doc LIMIT 1")
        return SqlTwin(connect, vendor) if cursor.fetchall() else None
