"""Many rows of one table read or written at once, without what Django takes per row and field.

For tables whose columns are texts, numbers, booleans, instants and JSON. A row is a mapping from
each column's attribute (``account_id``, not ``account``) to its value. The caller's transaction.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import groupby, repeat
from json.encoder import encode_basestring_ascii
from operator import is_
from typing import Any, Final, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.base import ModelState
from django.db.models.expressions import RawSQL

Row = Mapping[str, Any]
M = TypeVar("M", bound=models.Model)
Plan = Sequence[tuple[int, Callable[[Any], Any]]]
"""Which places of a row are converted, and how; all others go as they are."""
MANY: Final = 10
"""From so many rows on, what is the same in all of them is written into the statement."""
_SIGNS: Final = frozenset("'%")


def insert(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows without keys; their keys are given by the database and not told.

    Binding a value costs more than storing it: a column in which no row has one is not named, and
    one in which all have the same plain one is written into the statement.
    """
    if not rows:
        return
    is_sqlite, writer = connection.vendor == "sqlite", _writers()
    names, marks, bound = list[str](), list[str](), list[Sequence[Any]]()
    columns: list[Any] = [one for one in model._meta.concrete_fields if not one.primary_key]
    for field in columns:
        values = _column(field, rows, writer)
        is_same = _is_one(values)
        if is_same and values[0] is None:
            continue
        names.append(connection.ops.quote_name(field.column))
        literal = _literal(values[0]) if is_same and is_sqlite and len(rows) >= MANY else ""
        marks.append(literal or "%s")
        if not literal:
            bound.append(values)
    table = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(names)})"
    _put(table, marks, list(zip(*bound, strict=True)) or [()] * len(rows))


def _put(table: str, marks: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write what is bound of each row into a table, named with its columns."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with (
                connection.wrap_database_errors,
                cursor.copy(f"COPY {table} FROM STDIN") as target,
            ):
                for row in rows:
                    target.write_row(row)
            return
        sql = f"INSERT INTO {table} VALUES ({', '.join(marks)})"  # noqa: S608 - names, plain values
        cursor.executemany(sql, rows)


def update(model: type[models.Model], changes: Iterable[tuple[int, Row]]) -> None:
    """Write some columns of rows, by key, in the given order.

    Neighbours that name the same columns share a statement.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        for names, group in groupby(changes, lambda change: tuple(change[1])):
            found = list(group)
            columns: list[Any] = [model._meta.get_field(name) for name in names]
            pairs = (f"{connection.ops.quote_name(field.column)} = %s" for field in columns)
            values = _values(columns, [row for _, row in found])
            sql = f"UPDATE {table} SET {', '.join(pairs)} WHERE {key} = %s"  # noqa: S608
            keyed = [(*row, pk) for row, (pk, _) in zip(values, found, strict=True)]
            cursor.executemany(sql, keyed)


def save(one: models.Model, *names: str) -> None:
    """Write an object into the row that it is of: some columns, or all that it has."""
    columns = [field.attname for field in one._meta.concrete_fields if not field.primary_key]
    update(type(one), [(one.pk, {name: one.__dict__[name] for name in names or columns})])


def read(question: models.QuerySet[M]) -> list[M]:
    """Return the rows of a question put to one table, whole and without relations."""
    model = question.model
    names = [field.attname for field in model._meta.concrete_fields]
    plan = _plan(model._meta.concrete_fields, _reader)
    try:
        sql, parameters = question.query.sql_with_params()
    except EmptyResultSet:
        return []
    found = []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        for values in cursor.fetchall():
            row = list(values)
            for place, convert in plan:
                if row[place] is not None:
                    row[place] = convert(row[place])
            found.append(_object(model, dict(zip(names, row, strict=True)), is_new=False))
    return found


def among(texts: Iterable[str]) -> RawSQL:
    """Return many texts as one parameter, for ``column__in``: any number of them costs the same."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", ([*texts],))
    return RawSQL("SELECT value FROM json_each(%s)", (json.dumps([*texts]),))


def fresh(model: type[M], values: Row) -> M:
    """Return a new object, not yet in its table: these values, and the defaults of all others."""
    plain, makers = _defaults(model)
    made = {name: make() for name, make in makers.items() if name not in values}
    return _object(model, {**plain, **made, **values}, is_new=True)


def attach(one: models.Model, name: str, related: models.Model) -> None:
    """Set a relation of a row to an object that is in its table."""
    one.__dict__[f"{name}_id"] = related.pk
    field: Any = one._meta.get_field(name)
    field.set_cached_value(one, related)


def _object(model: type[M], values: dict[str, Any], *, is_new: bool) -> M:
    """Return an object of all its columns, as when one is unpickled."""
    one = model.__new__(model)
    state = ModelState()
    state.db, state.adding = DEFAULT_DB_ALIAS, is_new
    one.__dict__.update(values, _state=state)
    return one


@cache
def _defaults(model: type[models.Model]) -> tuple[Row, Mapping[str, Callable[[], Any]]]:
    """Return the defaults of columns: those that are shared, and what makes the others."""
    columns = model._meta.concrete_fields
    given = [field for field in columns if field.has_default()]
    makers = {field.attname: field.default for field in given if callable(field.default)}
    plain = {field.attname: field.get_default() for field in columns}
    return {name: value for name, value in plain.items() if name not in makers}, makers


def _values(columns: Sequence[Any], rows: Sequence[Row]) -> Iterable[Sequence[Any]]:
    """Return the values of some columns, row by row, as they are written."""
    writer = _writers()
    return zip(*(_column(field, rows, writer) for field in columns), strict=True)


def _column(
    field: Any, rows: Sequence[Row], writer: Callable[[Any], Callable[[Any], Any] | None]
) -> list[Any]:
    """Return the values of one column as they are written."""
    name = field.attname
    values = [row[name] for row in rows]
    convert = writer(field)
    if convert is None:
        return values
    first = values[0]
    if _is_one(values):
        return [first if first is None else convert(first)] * len(values)
    return [None if value is None else convert(value) for value in values]


def _is_one(values: Sequence[Any]) -> bool:
    """Tell whether all are one and the same object; equal ones may be written differently."""
    return all(map(is_, values, repeat(values[0])))


def _literal(value: Any) -> str:
    """Return a plain value as it stands in a statement of SQLite; "" for one that is bound."""
    if type(value) is int:
        return str(value)
    is_plain = type(value) is str and value.isascii() and value.isprintable()
    return f"'{value}'" if is_plain and _SIGNS.isdisjoint(value) else ""


def _plan(
    columns: Sequence[Any], choose: Callable[[Any], Callable[[Any], Any] | None]
) -> list[tuple[int, Callable[[Any], Any]]]:
    chosen = ((place, choose(field)) for place, field in enumerate(columns))
    return [(place, convert) for place, convert in chosen if convert is not None]


def _writers() -> Callable[[Any], Callable[[Any], Any] | None]:
    """Return what chooses how a column is written; what it has written once it knows again."""
    is_sqlite = connection.vendor == "sqlite"
    instants, documents = _Instants(), _Documents()

    def choose(field: Any) -> Callable[[Any], Any] | None:
        if isinstance(field, models.JSONField):
            if is_sqlite:
                return documents.write
            return lambda value: field.get_db_prep_value(value, connection)
        if is_sqlite and isinstance(field, models.BooleanField):
            return int  # sqlite3 binds it five times as fast
        is_text = is_sqlite and isinstance(field, models.DateTimeField)
        return instants.__getitem__ if is_text else None

    return choose


class _Instants(dict[datetime, str]):
    """Instants as SQLite keeps them."""

    def __missing__(self, at: datetime) -> str:
        here = at if at.tzinfo is UTC else at.astimezone(UTC)
        text = self[at] = here.isoformat(" ")[: -len("+00:00")]
        return text


class _Documents:
    """JSON as SQLite keeps it; rows share some of it, such as where their values come from."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, str]] = {}

    def write(self, value: Any) -> str:
        """Return the text of one value, which is not changed meanwhile."""
        if not value and isinstance(value, dict | list):  # nearly all are
            return "{}" if isinstance(value, dict) else "[]"
        found = self._known.get(id(value))
        if found is None:
            found = self._known[id(value)] = (value, _as_json(value))
        return found[1]


def _as_json(value: Any) -> str:
    """Return what ``json.dumps`` does; lists of texts, such as topics, need no encoder."""
    if type(value) is list and all(type(one) is str for one in value):
        return f"[{', '.join(map(encode_basestring_ascii, value))}]"
    if type(value) is dict and len(value) == 1:
        ((key, one),) = value.items()
        if type(key) is str and type(one) is str:
            return f"{{{encode_basestring_ascii(key)}: {encode_basestring_ascii(one)}}}"
    return json.dumps(value)


def _reader(field: Any) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return _from_json
    is_instant = isinstance(field, models.DateTimeField)
    return _aware if is_instant and connection.vendor == "sqlite" else None


def _from_json(text: str) -> Any:
    return {} if text == "{}" else [] if text == "[]" else json.loads(text)


def _aware(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC)
