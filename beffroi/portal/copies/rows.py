"""Rows of any table as lines of text, the same from SQLite and from PostgreSQL, and back."""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, JSONField, Model, QuerySet

from beffroi.portal.copies.shapes import CopyError

if TYPE_CHECKING:
    Column = Field[Any, Any]
else:
    Column = Field

READ_AT_ONCE = 2000
PLAIN = {
    "AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "IntegerField",
    "PositiveIntegerField", "PositiveSmallIntegerField", "SlugField", "SmallIntegerField",
    "TextField", "URLField", "EmailField",
}  # fmt: skip
"""Kinds of columns whose values JSON holds as they are."""
WRITTEN_AT_ONCE = 500

Row = Sequence[Any]


def applied() -> dict[str, tuple[str, ...]]:
    """Return the migrations that this database has had, by application."""
    found: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(connection).applied_migrations):
        found.setdefault(app, []).append(name)
    return {app: tuple(names) for app, names in found.items()}


def tables(migrations: dict[str, tuple[str, ...]]) -> list[type[Model]]:
    """Return the tables as they were after these migrations, sorted by name.

    Raises CopyError when this program does not know one of the migrations.
    """
    wanted = [(app, name) for app, names in migrations.items() for name in names]
    loader = MigrationLoader(connection)
    unknown = sorted({f"{app} {name}" for app, name in wanted} - _known(loader))
    if unknown:
        raise CopyError(f"made by a newer Beffroi ({unknown[0]} is unknown here): update first.")
    models = loader.project_state(wanted).apps.get_models(include_auto_created=True)
    kept = [model for model in models if model._meta.managed and not model._meta.proxy]
    return sorted(kept, key=name_of)


def _known(loader: MigrationLoader) -> set[str]:
    return {f"{app} {name}" for app, name in loader.disk_migrations}


def name_of(model: type[Model]) -> str:
    """Return the name of a table in the copy."""
    return f"{model._meta.app_label}.{model._meta.object_name}"


def fields_of(model: type[Model]) -> list[Column]:
    """Return the columns of a table, in their order."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def lines(model: type[Model]) -> Iterator[str]:
    """Return the rows of a table, by key, each as one JSON array; the first line names columns."""
    fields = fields_of(model)
    names = [field.attname for field in fields]
    turned = [number for number, field in enumerate(fields) if not _is_plain(field)]
    yield _text(names)
    rows: QuerySet[Any, Any] = QuerySet(model).order_by("pk").values_list(*names)
    for found in rows.iterator(chunk_size=READ_AT_ONCE):
        row = list(found)
        for number in turned:
            row[number] = plain(row[number])
        yield _text(row)


def _is_plain(field: Column) -> bool:
    """Tell whether JSON holds a column's values as they are; nine of ten columns are so."""
    return getattr(field, "target_field", field).get_internal_type() in PLAIN


def digest(found: Iterable[str]) -> tuple[int, str]:
    """Return how many lines there are and the SHA-256 of them all."""
    count, sum_ = 0, hashlib.sha256()
    for line in found:
        count += 1
        sum_.update(line.encode() + b"\n")
    return count, sum_.hexdigest()


def insert(model: type[Model], found: Iterator[str]) -> int:
    """Put rows back exactly as they were, keys included; return how many.

    Raises CopyError naming table and rows when the database refuses some.
    """
    fields = fields_of(model)
    names = json.loads(next(found, "[]"))
    if names != [field.attname for field in fields]:
        raise CopyError(f"{name_of(model)} has other columns in the backup: {', '.join(names)}.")
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
    turned = [(number, field) for number, field in enumerate(fields) if not _is_plain(field)]
    count = 0
    while chunk := list(islice(found, WRITTEN_AT_ONCE)):
        place = f"{name_of(model)}, rows {count + 1} to {count + len(chunk)}"
        try:
            rows = [_row(line, len(fields), turned) for line in chunk]
        except (ValueError, TypeError, ValidationError) as error:
            raise CopyError(f"{place}: cannot be read: {_first(error)}") from error
        try:
            with connection.cursor() as cursor:
                cursor.executemany(sql, rows)
        except (DatabaseError, ValueError) as error:
            raise CopyError(f"{place}: the database refuses: {_first(error)}") from error
        count += len(chunk)
    return count


def _row(line: str, width: int, turned: list[tuple[int, Column]]) -> list[Any]:
    row = json.loads(line)
    if not isinstance(row, list) or len(row) != width:
        raise ValueError(f"a row has {width} values")
    for number, field in turned:
        row[number] = field.get_db_prep_save(back(field, row[number]), connection)
    return row


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _text(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Return a value as JSON has it: instants in UTC to the microsecond, bytes as Base64."""
    if isinstance(value, dict):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # a jsonb column forgets the difference, so it is no difference
    return value if value is None or isinstance(value, bool | int | float | str) else _word(value)


def _word(value: Any) -> str:
    if isinstance(value, datetime):
        return (value.astimezone(UTC) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def back(field: Column, value: Any) -> Any:
    """Return the value of a column from its form in JSON."""
    if value is None or isinstance(field, JSONField):
        return value
    if field.get_internal_type() == "BinaryField":
        return base64.b64decode(value)
    target = getattr(field, "target_field", field)
    return target.to_python(value)
