"""The index on disk: open it for reading or writing, or build a new one beside the old.

The database is the truth; this folder is a cache that may be thrown away. There is one writer
at a time, readers in any number of processes, and no repair after a crash: what was committed
last is what is read.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from beffroi.search import generations
from beffroi.search.errors import SearchError
from beffroi.search.fields import as_tantivy, key_of, register, schema
from beffroi.search.native import tantivy
from beffroi.search.reader import TantivyIndex, open_index
from beffroi.search.shapes import Document

__all__ = ["TantivyIndex", "TantivyWriter", "build", "open_index", "open_writer"]

WRITER_BYTES = 64_000_000
BUILDER_BYTES = 1_000_000_000
"""Memory before words go to disk; the more, the fewer segments, the faster the reading."""


class TantivyWriter:
    """The one writer of an index; close it (``with``) so that the next one may write."""

    def __init__(self, folder: Path) -> None:
        with ExitStack() as stack:
            stack.enter_context(generations.lock(folder))
            generations.sweep(folder)
            name = generations.current(folder)
            if name is None:
                raise SearchError(
                    "no-index", f"There is no search index in {folder}; run 'beffroi reindex'."
                )
            self._writer = _writer(folder, name, WRITER_BYTES)
            self._open = stack.pop_all()

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those of the same kind and uid."""
        for document in documents:
            key = key_of(document.kind, document.uid)
            self._writer.delete_documents_by_term("key", key)
            self._writer.add_document(as_tantivy(document))

    def delete(self, things: Iterable[tuple[str, str]]) -> None:
        """Forget things, each named by (kind, uid); unknown ones are no error."""
        for kind, uid in things:
            self._writer.delete_documents_by_term("key", key_of(kind, uid))

    def commit(self) -> None:
        """Make everything written so far visible to readers, and safe from a crash."""
        self._writer.commit()

    def close(self) -> None:
        """Give the place free; what was not committed is forgotten."""
        with self._open:
            self._writer.rollback()
            self._writer.wait_merging_threads()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()


def open_writer(folder: Path) -> TantivyWriter:
    """Become the one writer; raises ``WriterBusyError`` when there is another one."""
    return TantivyWriter(Path(folder))


def build(folder: Path, documents: Iterable[Document]) -> str:
    """Build a new generation beside the current one, swap, and return its name.

    Every thing must come once. Writers are refused meanwhile; readers notice the swap within a
    second. A crash leaves the old generation in use.
    """
    folder = Path(folder)
    with generations.lock(folder):
        generations.sweep(folder)
        name = generations.new(folder)
        writer = _writer(folder, name, BUILDER_BYTES, is_new=True)
        for document in documents:
            writer.add_document(as_tantivy(document))
        writer.commit()
        writer.wait_merging_threads()
        generations.point(folder, name)
    return name


def _writer(folder: Path, name: str, size: int, *, is_new: bool = False) -> tantivy.IndexWriter:
    place = str(folder / name)
    try:
        index = tantivy.Index(schema(), place, reuse=False) if is_new else tantivy.Index.open(place)
        return register(index).writer(heap_size=size, num_threads=1)
    except (ValueError, OSError) as error:
        raise generations.broken(folder, error) from error
