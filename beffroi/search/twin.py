"""The same questions answered by a database: the fall-back without an index, and its oracle.

Both engines read the same forms of ``words`` and the same plan, so their hits and counts are
equal; only the order by relevance is simpler here. Plain tables of words serve SQLite and
PostgreSQL with one SQL: their own text search stems, folds and cuts words in other ways, and
could not be equal. Meant for catalogues up to some 20,000 things.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import chain, islice
from typing import Any, Literal, Protocol

from beffroi.search import counting, near, order, plan, sql, words
from beffroi.search.counting import Counts
from beffroi.search.fields import GAP, facets_of, key_of, said_by
from beffroi.search.plan import FEW, Near, Plan, Unit
from beffroi.search.reader import MAX_EXPANDED, check
from beffroi.search.shapes import Document, Hit, Query, Result

BATCH = 500
"""Documents written at once."""

Vendor = Literal["sqlite", "postgresql"]


class Cursor(Protocol):
    """What is used of a cursor (PEP 249, or Django's)."""

    def execute(self, query: str, params: Sequence[Any] = ..., /) -> Any:
        """Run one statement."""

    def executemany(self, query: str, params: Any, /) -> Any:
        """Run one statement for many rows."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows of the last statement."""


class SqlTwin:
    """Reader and writer in one; ``connect`` gives a cursor for each question.

    ``placeholder``: how the cursor writes a parameter (``%s`` for Django and psycopg). What
    ``put`` and ``delete`` write is visible when the transaction of the cursor ends.
    """

    generation = "sql-3"

    def __init__(
        self,
        connect: Callable[[], AbstractContextManager[Cursor]],
        vendor: Vendor,
        *,
        placeholder: str = "%s",
    ) -> None:
        self._connect = connect
        self._vendor = vendor
        self._placeholder = placeholder

    def create(self) -> None:
        """Make the tables if they are not there."""
        with self._connect() as cursor:
            for statement in sql.tables(self._vendor):
                cursor.execute(statement)

    def drop(self) -> None:
        """Throw the tables away."""
        with self._connect() as cursor:
            for table in sql.TABLES:
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those of the same kind and uid."""
        waiting = iter(documents)
        while batch := {key_of(one.kind, one.uid): one for one in islice(waiting, BATCH)}:
            with self._connect() as cursor:
                self._forget(cursor, list(batch))
                self._write(cursor, batch)

    def delete(self, things: Iterable[tuple[str, str]]) -> None:
        """Forget things, each named by (kind, uid); unknown ones are no error."""
        waiting = iter(things)
        while batch := [key_of(kind, uid) for kind, uid in islice(waiting, BATCH)]:
            with self._connect() as cursor:
                self._forget(cursor, batch)

    def commit(self) -> None:
        """Do nothing: each batch is a transaction of the database."""

    @property
    def state(self) -> None:
        """Return None: rows of a database do not tell when they last changed."""
        return

    def search(self, query: Query) -> Result:
        """Answer one question; raises ``SearchError`` for what cannot be asked."""
        check(query)
        wanted = plan.read(query.text, is_exact=query.is_exact)
        sort = order.chosen(query, has_words=bool(wanted.units))
        forgiven: dict[str, str] = {}
        with self._connect() as cursor:
            if not query.is_exact:
                wanted, forgiven = self._forgive(cursor, wanted)
            total, counts = self._counts(cursor, query, wanted)
            return Result(
                count=total,
                hits=self._hits(cursor, query, wanted, sort),
                facets={
                    name: counting.shown(
                        buckets,
                        tuple(query.filters.get(name, ())),
                        MAX_EXPANDED if name == query.expanded else query.facet_size,
                    )
                    for name, buckets in counts.items()
                },
                values={name: len(buckets) for name, buckets in counts.items()},
                forgiven=forgiven,
            )

    def suggest(self, text: str, size: int = 8) -> tuple[str, ...]:
        """Return words of names that begin like the last word typed, most frequent first."""
        typed = words.words(text[-200:])
        if not typed or len(typed[-1]) < plan.MIN_PREFIX:
            return ()
        with self._connect() as cursor:
            rows = self._rows(cursor, sql.suggestions(typed[-1], size))
        return tuple(row[0] for row in rows)

    def _rows(self, cursor: Cursor, statement: sql.Sql) -> list[tuple[Any, ...]]:
        cursor.execute(statement.text.replace("?", self._placeholder), statement.params)
        return cursor.fetchall()

    def _forgive(self, cursor: Cursor, wanted: Plan) -> tuple[Plan, dict[str, str]]:
        forgiven: dict[str, str] = {}
        units: list[Unit] = []
        for unit in wanted.units:
            if unit.near is None or self._count(cursor, sql.unit(unit)) >= FEW:
                units.append(unit)
                continue
            close = self._close(cursor, unit.near)
            units.append(near.with_near(unit, close))
            if best := near.best(unit.near, close):
                forgiven[unit.near.word] = best
        return replace(wanted, units=tuple(units)), forgiven

    def _close(self, cursor: Cursor, wanted: Near) -> dict[str, int]:
        """Return the forms near a word, with the number of things that have them."""
        rows = self._rows(cursor, sql.vocabulary(len(wanted.word), wanted.distance))
        return {
            form: int(number)
            for form, number in rows
            if not form.startswith(words.STEM)
            and near.distance(wanted.word, form, wanted.distance) <= wanted.distance
        }

    def _count(self, cursor: Cursor, docs: sql.Sql) -> int:
        return int(self._rows(cursor, sql.count(docs))[0][0])

    def _counts(self, cursor: Cursor, query: Query, wanted: Plan) -> tuple[int, Counts]:
        filters = {name: values for name, values in query.filters.items() if values}

        def counted(facets: tuple[str, ...], without: str) -> tuple[int, Counts]:
            docs = sql.question(wanted, filters, query.today, without=without)
            found: Counts = {name: [] for name in facets}
            for facet, value, number in self._rows(cursor, sql.facet_counts(docs, facets)):
                found[facet].append({"key": value, "doc_count": int(number)})
            if "activity" in facets:
                rows = self._rows(cursor, sql.activity_counts(docs, query.today))
                found["activity"] = [
                    {"key": value, "doc_count": int(number)} for value, number in rows
                ]
            return self._count(cursor, docs), found

        alone = {} if query.is_inside else filters
        return counting.self_excluding(query.facets, alone, counted)

    def _hits(self, cursor: Cursor, query: Query, wanted: Plan, sort: str) -> tuple[Hit, ...]:
        filters = {name: values for name, values in query.filters.items() if values}
        docs = sql.question(wanted, filters, query.today)
        rows = self._rows(cursor, sql.page(docs, wanted, sort, (query.size, query.offset)))
        return tuple(Hit(*row[0].split(":", 1)) for row in rows)

    def _forget(self, cursor: Cursor, keys: list[str]) -> None:
        rows = self._rows(cursor, sql.numbers(keys))
        if rows:
            for statement in sql.deletions([int(row[0]) for row in rows]):
                cursor.execute(statement.text.replace("?", self._placeholder), statement.params)

    def _write(self, cursor: Cursor, batch: dict[str, Document]) -> None:
        first = int(self._rows(cursor, sql.highest())[0][0]) + 1
        rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in sql.TABLES}
        for doc, (key, document) in enumerate(batch.items(), first):
            for table, row in _rows_of(doc, key, document):
                rows[table].append(row)
        for table, lines in rows.items():
            if lines:
                text = sql.insertion(table, len(lines[0]))
                cursor.executemany(text.replace("?", self._placeholder), lines)


def _rows_of(doc: int, key: str, document: Document) -> Iterator[tuple[str, tuple[Any, ...]]]:
    keys = order.keys(document)
    yield (
        "search_doc",
        (
            *(doc, key, keys.by_updated, keys.by_score, keys.by_stars, keys.by_added),
            *(keys.by_size, keys.by_read, keys.by_name, keys.seen, keys.weight),
        ),
    )
    said = said_by(document)
    forms = dict.fromkeys(said.long, sql.LONG) | dict.fromkeys(said.forms, sql.SAID)
    for form, where in (forms | dict.fromkeys(said.name, sql.NAMED)).items():
        yield "search_form", (form, doc, where)
    for place, word in chain(enumerate(said.words), enumerate(said.long_words, sql.FAR)):
        if word != GAP:
            yield "search_word", (word, doc, place)
    for facet, values in facets_of(document).items():
        for value in values:
            yield "search_value", (facet, value, doc)
