"""The named rivals: SQLite FTS5 and PostgreSQL GIN, each with GROUP BY, doing the same work.

Both index the same forms (so their hits are the same), put the hits of a question into a
temporary table once, count each facet with its own choice left out, and return 20 rows by
``bm25`` or ``ts_rank``. Near spellings are given to them for nothing.
"""

import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Any

from beffroi.search import order, plan
from beffroi.search.fields import STORED_FACETS, facets_of, said_by
from beffroi.search.shapes import Document, Query

SEVERAL = ("organisation", "topic")
SINGLE = tuple(name for name in STORED_FACETS if name not in SEVERAL)
_BATCH = 5000


class Fts5:
    """SQLite FTS5, a temporary table, and GROUP BY."""

    name = "SQLite FTS5 + GROUP BY"

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-400000", "temp_store=2"):
            self.db.execute(f"PRAGMA {pragma}")
        self.db.execute("PRAGMA mmap_size=4000000000")

    def build(self, documents: Iterable[Document]) -> None:
        """Fill the tables and their indexes."""
        run = self.db.execute
        columns = ", ".join(f"{name} TEXT" for name in SINGLE)
        run(f"CREATE TABLE doc (id INTEGER PRIMARY KEY, {columns}, stars INT, seen INT, last INT)")
        for name in SEVERAL:
            run(f"CREATE TABLE {name} (doc INT, value TEXT)")
        run(
            "CREATE VIRTUAL TABLE fts USING fts5(name, about, rest, content='', prefix='3 4 5',"
            " tokenize=\"unicode61 remove_diacritics 0 tokenchars '~.+#-'\")"
        )
        waiting = enumerate(documents, 1)
        while batch := list(islice(waiting, _BATCH)):
            run("BEGIN")
            self._insert(batch)
            run("COMMIT")
        for name in SEVERAL:
            run(f"CREATE INDEX {name}_doc ON {name} (doc, value)")
            run(f"CREATE INDEX {name}_value ON {name} (value, doc)")
        for name in (*SINGLE, "stars"):
            run(f"CREATE INDEX doc_{name} ON doc ({name})")
        run("INSERT INTO fts(fts) VALUES ('optimize')")
        run("ANALYZE")

    def _insert(self, batch: list[tuple[int, Document]]) -> None:
        rows, texts = [], []
        for number, one in batch:
            facets = facets_of(one)
            single = [facets.get(name, ("",))[0] for name in SINGLE]
            seen = order.keys(one).seen
            rows.append((number, *single, one.stars, seen, one.is_last))
            said = said_by(one)
            texts.append((number, *map(" ".join, (said.name, said.about, said.text))))
            for name in SEVERAL:
                pairs = [(number, value) for value in facets.get(name, ())]
                self.db.executemany(f"INSERT INTO {name} VALUES (?, ?)", pairs)
        marks = ", ".join("?" * len(rows[0]))
        self.db.executemany(f"INSERT INTO doc VALUES ({marks})", rows)
        self.db.executemany("INSERT INTO fts(rowid, name, about, rest) VALUES (?,?,?,?)", texts)

    def search(self, query: Query, near: tuple[str, ...] = ()) -> tuple[int, list[int]]:
        """Answer one question; ``near``: near spellings to look for too."""
        total, page = self._hits(query, near, "")
        names = [name for name in query.facets if name not in query.filters]
        self._count(query, names)
        for name in query.filters:
            self._hits(query, near, name)
            self._count(query, [name])
        return total, page

    def _hits(self, query: Query, near: tuple[str, ...], without: str) -> tuple[int, list[int]]:
        """Put the hits with all that is counted into a table of their own, once."""
        conditions, params = _conditions(query, without)
        taken = f"{without if without in SINGLE else 'id'}, id" if without else "doc.*"
        self.db.execute("DROP TABLE IF EXISTS temp.hit")
        if query.text:
            rank = "0" if without else "bm25(fts, 5.0, 1.5, 1.0)"
            self.db.execute(
                f"CREATE TEMP TABLE hit AS SELECT {taken}, {rank} AS rank "
                "FROM fts CROSS JOIN doc ON doc.id = fts.rowid WHERE fts MATCH ?"
                + (f" AND {conditions}" if conditions else ""),
                (_fts(query.text, near), *params),
            )
        else:
            where = f"WHERE {conditions}" if conditions else ""
            self.db.execute(
                f"CREATE TEMP TABLE hit AS SELECT {taken}, -stars AS rank FROM doc {where}", params
            )
        if without:
            return 0, []
        total = self.db.execute("SELECT COUNT(*) FROM hit").fetchone()[0]
        page = self.db.execute("SELECT id FROM hit ORDER BY last, rank, id LIMIT 20").fetchall()
        return total, [row[0] for row in page]

    def _count(self, query: Query, names: list[str]) -> None:
        for name in names:
            value, source = name, "hit"
            if name == "activity":
                since = order.active_since(query.today)
                value = f"CASE WHEN last THEN 3 WHEN seen = 0 THEN 2 ELSE seen >= {since} END"
            elif name in SEVERAL:
                value, source = "value", f"hit JOIN {name} ON {name}.doc = hit.id"
            self.db.execute(
                f"SELECT {value}, COUNT(*) AS n FROM {source} GROUP BY 1 ORDER BY n DESC LIMIT 20"
            ).fetchall()


class Postgres:
    """PostgreSQL GIN over the same forms, a temporary table, and GROUP BY."""

    name = "PostgreSQL GIN + GROUP BY"

    def __init__(self, address: str) -> None:
        import psycopg  # noqa: PLC0415 - only whoever asks for PostgreSQL needs it

        self.db: Any = psycopg.connect(address, autocommit=True)

    def build(self, documents: Iterable[Document]) -> None:
        """Fill the tables and their indexes."""
        run = self.db.execute
        for name in ("doc", *SEVERAL):
            run(f"DROP TABLE IF EXISTS {name}")
        columns = ", ".join(f"{name} TEXT" for name in SINGLE)
        run(
            f"CREATE UNLOGGED TABLE doc (id INT PRIMARY KEY, {columns}, "
            "stars INT, seen BIGINT, last BOOLEAN, forms TSVECTOR)"
        )
        for name in SEVERAL:
            run(f"CREATE UNLOGGED TABLE {name} (doc INT, value TEXT)")
        waiting = enumerate(documents, 1)
        while batch := list(islice(waiting, _BATCH)):
            self._insert(batch)
        for name in SEVERAL:
            run(f"CREATE INDEX ON {name} (doc, value)")
            run(f"CREATE INDEX ON {name} (value, doc)")
        for name in (*SINGLE, "stars"):
            run(f"CREATE INDEX ON doc ({name})")
        run("CREATE INDEX ON doc USING GIN (forms) WITH (fastupdate = off)")
        run("ANALYZE")

    def _insert(self, batch: list[tuple[int, Document]]) -> None:
        several: dict[str, list[tuple[int, str]]] = {name: [] for name in SEVERAL}
        with self.db.cursor() as cursor:
            with cursor.copy("COPY doc FROM STDIN") as copy:
                for number, one in batch:
                    facets = facets_of(one)
                    single = [facets.get(name, ("",))[0] for name in SINGLE]
                    seen = order.keys(one).seen
                    forms = " ".join(map(_lexeme, set(said_by(one).forms)))
                    copy.write_row((number, *single, one.stars, seen, one.is_last, forms))
                    for name in SEVERAL:
                        several[name] += [(number, value) for value in facets.get(name, ())]
            for name, rows in several.items():
                with cursor.copy(f"COPY {name} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    def search(self, query: Query, near: tuple[str, ...] = ()) -> tuple[int, list[int]]:
        """Answer one question; ``near``: near spellings to look for too."""
        total, page = self._hits(query, near, "")
        names = [name for name in query.facets if name not in query.filters]
        self._count(query, names)
        for name in query.filters:
            self._hits(query, near, name)
            self._count(query, [name])
        return total, page

    def _hits(self, query: Query, near: tuple[str, ...], without: str) -> tuple[int, list[int]]:
        conditions, params = _conditions(query, without)
        where = [conditions.replace("?", "%s")] if conditions else []
        rank, first = "-stars", []
        if query.text:
            asked = _tsquery(query.text, near)
            where.append("forms @@ %s::tsquery")
            params = (*params, asked)
            rank, first = ("-ts_rank(forms, %s::tsquery)", [asked]) if not without else ("0", [])
        text = f"WHERE {' AND '.join(where)}" if where else ""
        self.db.execute("DROP TABLE IF EXISTS hit")
        self.db.execute(
            f"CREATE TEMP TABLE hit AS SELECT id, {rank} AS rank, last FROM doc {text}",
            (*first, *params),
        )
        if without:
            return 0, []
        total = self.db.execute("SELECT COUNT(*) FROM hit").fetchone()[0]
        page = self.db.execute("SELECT id FROM hit ORDER BY last, rank, id LIMIT 20").fetchall()
        return total, [row[0] for row in page]

    def _count(self, query: Query, names: list[str]) -> None:
        for name in names:
            source = "doc ON doc.id" if name not in SEVERAL else f"{name} ON {name}.doc"
            value = name if name in SINGLE else "value"
            if name == "activity":
                since = order.active_since(query.today)
                value = (
                    f"CASE WHEN doc.last THEN 3 WHEN seen = 0 THEN 2 WHEN seen >= {since} THEN 1 "
                )
                value += "ELSE 0 END"
            self.db.execute(
                f"SELECT {value}, COUNT(*) AS n FROM hit JOIN {source} = hit.id "
                "GROUP BY 1 ORDER BY n DESC LIMIT 20"
            ).fetchall()


def _conditions(query: Query, without: str) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    params: list[str] = []
    for name, values in query.filters.items():
        if name == without:
            continue
        marks = ", ".join("?" * len(values))
        within = f"{name} IN ({marks})"
        if name in SEVERAL:
            within = f"id IN (SELECT doc FROM {name} WHERE value IN ({marks}))"
        parts.append(within)
        params.extend(values)
    return " AND ".join(parts), tuple(params)


def _wanted(text: str, near: tuple[str, ...]) -> list[tuple[list[str], list[str]]]:
    """Return for each word its forms and its beginnings; sayings of several words are left out."""
    found = []
    for unit in plan.read(text).units:
        forms = [f for one in unit.alternatives if isinstance(one, plan.AnyOf) for f in one.forms]
        starts = [one.start for one in unit.alternatives if isinstance(one, plan.Prefix)]
        found.append((forms + list(near), starts))
    return found


def _fts(text: str, near: tuple[str, ...]) -> str:
    return " AND ".join(
        "("
        + " OR ".join([f'"{form}"' for form in forms] + [f'"{start}"*' for start in starts])
        + ")"
        for forms, starts in _wanted(text, near)
    )


def _lexeme(form: str) -> str:
    return "'" + form.replace("\\", "").replace("'", "''") + "'"


def _tsquery(text: str, near: tuple[str, ...]) -> str:
    return " & ".join(
        "("
        + " | ".join([_lexeme(form) for form in forms] + [f"{_lexeme(s)}:*" for s in starts])
        + ")"
        for forms, starts in _wanted(text, near)
    )
