"""Valid documents, indexes and twins to try things on."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from beffroi.search.engine import TantivyIndex, build, open_index
from beffroi.search.shapes import FACETS, Document, Query
from beffroi.search.twin import Cursor, SqlTwin

TODAY = date(2026, 5, 4)


def seconds(year: int, month: int = 1, day: int = 1) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def make_document(uid: str = "r1", name: str = "thing", /, **more: Any) -> Document:
    more.setdefault("kind", "repository")
    more.setdefault("updated", seconds(2026, 4))
    return Document(uid=uid, name=name, **more)


def ask(text: str = "", **more: Any) -> Query:
    more.setdefault("facets", FACETS)
    return Query(text=text, today=TODAY, **more)


def make_index(folder: Path, documents: Iterable[Document]) -> TantivyIndex:
    build(folder, documents)
    index = open_index(folder)
    assert index is not None
    return index


def memory() -> Callable[[], AbstractContextManager[Cursor]]:
    """Return what gives cursors of one SQLite database in memory."""
    database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)

    @contextmanager
    def connect() -> Iterator[Cursor]:
        cursor = database.cursor()
        cursor.execute("BEGIN")
        yield cursor
        cursor.execute("COMMIT")

    return connect


def make_twin(documents: Iterable[Document]) -> SqlTwin:
    twin = SqlTwin(memory(), "sqlite", placeholder="?")
    twin.create()
    twin.put(documents)
    return twin


def found(index: Any, text: str = "", **more: Any) -> list[str]:
    """Return the uids that a question finds, in order."""
    return [hit.uid for hit in index.search(ask(text, **more)).hits]
