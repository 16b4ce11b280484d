"""The SQL of the twin: plans and filters as sets of document numbers.

Only names of ours and question marks are put together; what a person typed is a parameter.
"""
# ruff: noqa: S608 - see the docstring: no text from outside is part of a statement

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from beffroi.search import order
from beffroi.search.fields import printable
from beffroi.search.plan import AllOf, Alternative, AnyOf, Near, Phrase, Plan, Prefix, Unit
from beffroi.search.shapes import TOGETHER

TABLES = ("search_doc", "search_form", "search_word", "search_value")
LAST_CHARACTER = "\U0010ffff"
NAMED, SAID, LONG = 1, 0, -1
"""Where a form stands: in the name; in description or text; only in the README."""

FAR = 1_000_000
"""The place of the first word of a README: beyond those of all other texts."""

_TABLES = """
CREATE TABLE IF NOT EXISTS search_doc (
    doc INTEGER PRIMARY KEY, key {text} NOT NULL UNIQUE, by_updated BIGINT NOT NULL,
    by_score BIGINT NOT NULL, by_stars BIGINT NOT NULL, by_added BIGINT NOT NULL,
    by_size BIGINT NOT NULL, by_read BIGINT NOT NULL, by_name {text} NOT NULL,
    seen BIGINT NOT NULL, weight DOUBLE PRECISION NOT NULL);
CREATE TABLE IF NOT EXISTS search_form (
    form {text} NOT NULL, doc INTEGER NOT NULL, named INTEGER NOT NULL,
    PRIMARY KEY (form, doc)){rowless};
CREATE TABLE IF NOT EXISTS search_word (
    word {text} NOT NULL, doc INTEGER NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (word, doc, place)){rowless};
CREATE TABLE IF NOT EXISTS search_value (
    facet {text} NOT NULL, value {text} NOT NULL, doc INTEGER NOT NULL,
    PRIMARY KEY (facet, value, doc)){rowless};
CREATE INDEX IF NOT EXISTS search_form_doc ON search_form (doc);
CREATE INDEX IF NOT EXISTS search_word_doc ON search_word (doc);
CREATE INDEX IF NOT EXISTS search_value_doc ON search_value (doc, facet)
"""


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement with ``?`` for each parameter."""

    text: str
    params: tuple[Any, ...] = ()


def tables(vendor: str) -> list[str]:
    """Return the statements that make the tables; texts compare byte by byte everywhere."""
    if vendor == "postgresql":
        made = _TABLES.format(text='TEXT COLLATE "C"', rowless="")
    else:
        made = _TABLES.format(text="TEXT", rowless=" WITHOUT ROWID")
    return [statement.strip() for statement in made.split(";")]


def insertion(table: str, columns: int) -> str:
    """Return the statement that adds one row."""
    return f"INSERT INTO {table} VALUES ({', '.join('?' * columns)})"


def highest() -> Sql:
    """Ask for the highest document number."""
    return Sql("SELECT COALESCE(MAX(doc), 0) FROM search_doc")


def numbers(keys: Sequence[str]) -> Sql:
    """Ask for the document numbers of these keys."""
    return Sql(f"SELECT doc FROM search_doc WHERE key IN {_list(keys)}", tuple(keys))


def deletions(docs: Sequence[int]) -> list[Sql]:
    """Return the statements that forget these documents."""
    return [Sql(f"DELETE FROM {table} WHERE doc IN {_list(docs)}", tuple(docs)) for table in TABLES]


def count(docs: Sql) -> Sql:
    """Ask how many documents there are."""
    return Sql(f"SELECT COUNT(*) FROM ({docs.text}) AS found", docs.params)


def vocabulary(length: int, distance: int) -> Sql:
    """Ask for all forms of about this length, with their numbers of documents."""
    return Sql(
        "SELECT form, COUNT(*) FROM search_form WHERE LENGTH(form) BETWEEN ? AND ? "
        "AND named >= 0 GROUP BY form",
        (length - distance, length + distance),
    )


def suggestions(start: str, size: int) -> Sql:
    """Ask for the most frequent forms of names that begin like this."""
    return Sql(
        "SELECT form FROM search_form WHERE named = 1 AND form >= ? AND form < ? "
        "GROUP BY form ORDER BY COUNT(*) DESC, form LIMIT ?",
        (start, start + LAST_CHARACTER, size),
    )


def unit(wanted: Unit, least: int = LONG) -> Sql:
    """Return the documents that match one of the alternatives, in the README or nearer."""
    parts = [_alternative(one, least) for one in wanted.alternatives]
    return Sql(
        " UNION ".join(part.text for part in parts),
        tuple(param for part in parts for param in part.params),
    )


def question(
    wanted: Plan, filters: Mapping[str, tuple[str, ...]], today: date, *, without: str = ""
) -> Sql:
    """Return the documents that match plan and filters, one filter left out."""
    conditions = [_within(unit(one), "IN") for one in wanted.units]
    conditions += [_within(unit(one), "NOT IN") for one in wanted.excluded]
    if wanted.is_nothing:
        conditions.append(Sql("1 = 0"))
    for name, values in filters.items():
        if values and name != without:
            conditions.append(_filter(name, values, today))
    return Sql(
        "SELECT doc FROM search_doc WHERE "
        + (" AND ".join(one.text for one in conditions) or "1 = 1"),
        tuple(param for one in conditions for param in one.params),
    )


def facet_counts(docs: Sql, facets: Sequence[str]) -> Sql:
    """Ask how many of these documents have each value of the facets."""
    return Sql(
        f"SELECT facet, value, COUNT(*) FROM search_value WHERE facet IN {_list(facets)} "
        f"AND doc IN ({docs.text}) GROUP BY facet, value ORDER BY COUNT(*) DESC, value",
        (*facets, *docs.params),
    )


def activity_counts(docs: Sql, today: date) -> Sql:
    """Ask how many of these documents are active, quiet, archived, unknown."""
    cases = "".join(
        f" WHEN seen >= {start} AND seen < {end} THEN '{value}'"
        for value, (start, end) in order.activities(today).items()
    )
    return Sql(
        f"SELECT value, COUNT(*) FROM (SELECT CASE{cases} END AS value FROM search_doc "
        f"WHERE doc IN ({docs.text})) AS days GROUP BY value ORDER BY COUNT(*) DESC, value",
        docs.params,
    )


def page(docs: Sql, wanted: Plan, sort: str, window: tuple[int, int]) -> Sql:
    """Ask for the keys of one page: ``window`` is (size, offset)."""
    if sort == "relevance":
        nearer = [(unit(one, NAMED), 4) for one in wanted.units]
        nearer += [(unit(one, SAID), 1) for one in wanted.units]
        rank = "".join(
            f" + CASE WHEN doc IN ({one.text}) THEN {more} ELSE 0 END" for one, more in nearer
        )
        by = f"CASE WHEN seen = {order.ARCHIVED} THEN 1 ELSE 0 END, weight * (0.2{rank}) DESC, key"
        params = tuple(param for one, _ in nearer for param in one.params)
    else:
        by, params = f"{order.COLUMNS[sort]} {'ASC' if sort == 'name' else 'DESC'}", ()
    return Sql(
        f"SELECT key FROM search_doc WHERE doc IN ({docs.text}) ORDER BY {by} LIMIT ? OFFSET ?",
        (*docs.params, *params, *window),
    )


def _list(values: Sequence[Any]) -> str:
    """Return a list of parameters; never empty, which PostgreSQL refuses."""
    return f"({', '.join('?' * len(values)) or 'NULL'})"


def _within(docs: Sql, how: str) -> Sql:
    return Sql(f"doc {how} ({docs.text})", docs.params)


def _filter(name: str, values: Sequence[str], today: date) -> Sql:
    if name == "activity":
        ranges = order.activities(today)
        known = [ranges[value] for value in values if value in ranges]
        either = " OR ".join("(seen >= ? AND seen < ?)" for _ in known)
        return Sql(f"({either or '1 = 0'})", tuple(bound for pair in known for bound in pair))
    if name in TOGETHER:
        each = [_within(_having(name, [value]), "IN") for value in values]
        return Sql(
            f"({' AND '.join(one.text for one in each)})",
            tuple(param for one in each for param in one.params),
        )
    return _within(_having(name, values), "IN")


def _having(name: str, values: Sequence[str]) -> Sql:
    return Sql(
        f"SELECT doc FROM search_value WHERE facet = ? AND value IN {_list(values)}",
        (name, *map(printable, values)),
    )


def _alternative(one: Alternative, least: int) -> Sql:
    extra = f" AND named >= {max(least, SAID)}"
    if isinstance(one, AnyOf):
        extra = "" if one.weight == 1 and least == LONG else extra
        forms = tuple(one.forms)
        return Sql(f"SELECT doc FROM search_form WHERE form IN {_list(forms)}{extra}", forms)
    if isinstance(one, Prefix):
        return Sql(
            f"SELECT doc FROM search_form WHERE form >= ? AND form < ?{extra}",
            (one.start, one.start + LAST_CHARACTER),
        )
    if isinstance(one, Phrase):
        return _phrase(one, least)
    if isinstance(one, AllOf):
        within = [_within(unit(part, least), "IN") for part in one.units]
        return Sql(
            "SELECT doc FROM search_doc WHERE " + " AND ".join(part.text for part in within),
            tuple(param for part in within for param in part.params),
        )
    return _never(one)


def _never(_one: Near) -> Sql:
    """Near spellings are looked up in the vocabulary first, and are forms then."""
    return Sql("SELECT doc FROM search_doc WHERE 1 = 0")


def _phrase(one: Phrase, least: int) -> Sql:
    joins = "".join(
        f" JOIN search_word w{at} ON w{at}.doc = w0.doc AND w{at}.place = w0.place + {at}"
        f" AND w{at}.word = ?"
        for at in range(1, len(one.words))
    )
    extra = "" if one.weight == 1 and least == LONG else f" AND w0.place < {FAR}"
    return Sql(
        f"SELECT w0.doc FROM search_word w0{joins} WHERE w0.word = ?{extra}",
        (*one.words[1:], one.words[0]),
    )
