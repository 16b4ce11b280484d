"""Which index answers now."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from beffroi.search.current import MAX_OPEN, current_index
from beffroi.search.engine import build
from beffroi.search.errors import BrokenIndexError
from beffroi.search.reader import TantivyIndex
from beffroi.search.shapes import Document, Query
from beffroi.search.twin import SqlTwin

ONE = Document("repository", "a", "alpha")


class Base:
    """A database of its own, as ``connect`` wants it."""

    def __init__(self) -> None:
        self.base = sqlite3.connect(":memory:")

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Cursor]:
        """Give a cursor."""
        with closing(self.base.cursor()) as cursor:
            yield cursor

    def fill(self) -> None:
        """Make the twin's tables, with one document."""
        twin = SqlTwin(self.connect, "sqlite", placeholder="?")
        twin.create()
        twin.put([ONE])


def test_there_is_none_when_nothing_was_built(tmp_path: Path) -> None:
    assert current_index(tmp_path / "index", Base().connect, "sqlite") is None


def test_the_index_on_disk_is_opened_once(tmp_path: Path) -> None:
    build(tmp_path, [ONE])
    first = current_index(tmp_path, Base().connect, "sqlite")
    assert isinstance(first, TantivyIndex)
    assert current_index(tmp_path, Base().connect, "sqlite") is first


def test_the_twin_answers_while_there_is_no_index(tmp_path: Path) -> None:
    base = Base()
    base.fill()
    found = current_index(tmp_path / "index", base.connect, "sqlite")
    assert isinstance(found, SqlTwin)


def test_an_empty_twin_answers_nothing(tmp_path: Path) -> None:
    base = Base()
    SqlTwin(base.connect, "sqlite", placeholder="?").create()
    assert current_index(tmp_path / "index", base.connect, "sqlite") is None


def broken(folder: Path) -> None:
    name = build(folder, [ONE])
    for file in (folder / name).iterdir():
        file.write_bytes(b"not an index")


def test_a_broken_index_is_said_unless_the_twin_answers(tmp_path: Path) -> None:
    broken(tmp_path)
    base = Base()
    with pytest.raises(BrokenIndexError):
        current_index(tmp_path, base.connect, "sqlite")
    base.fill()
    assert isinstance(current_index(tmp_path, base.connect, "sqlite"), SqlTwin)


def test_few_folders_stay_open(tmp_path: Path) -> None:
    for number in range(MAX_OPEN + 2):
        build(tmp_path / str(number), [ONE])
        found = current_index(tmp_path / str(number), Base().connect, "sqlite")
        assert found is not None
        assert found.search(Query(text="alpha")).count == 1
