"""Read the whole catalogue back into an empty instance: each row whole, or refused by name."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ForeignKey, JSONField, Model, QuerySet

from beffroi.forges.homepages import is_link
from beffroi.journal import actions as journal
from beffroi.journal.models import Act
from beffroi.journal.shapes import Deed
from beffroi.lib.cleaning import clean
from beffroi.lib.files import FileRefusedError
from beffroi.lib.slots import ImportWish
from beffroi.organisations.models import Forge, ForgeAccount, Organisation
from beffroi.organisations.shapes import Note, Report
from beffroi.portal.data.whole import HEAD, KEYS, PUBLIC, TABLES, VERSION, Whole
from beffroi.repositories.models import Repository

BATCH = 500
FORMATS: Mapping[str, str] = {
    "jsonl": "JSON Lines, as beffroi export catalogue writes it; into an empty instance only",
}
MAY_BE_EMPTY = frozenset({"full_path", "path_key"})
"""Columns whose empty text says something: the account that is a whole forge."""

LINKS = frozenset(
    {
        *("url", "website", "avatar_url", "floss_policy", "ospo_url", "heritage_url"),
        *("fork_parent", "withheld_url"),
    }
)
"""Columns that pages link to."""

Row = tuple[int, dict[str, Any]]


class RowError(Exception):
    """A row that cannot be taken: which column, a code, and what is wrong with it."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field, self.code, self.message = field, code, message


class CatalogueImporter:
    """Import a whole catalogue: in one transaction, so that a stopped import leaves nothing."""

    formats = FORMATS

    def __call__(self, text: str, wish: ImportWish) -> Report:
        """Import the text of a file and return the report. Raises FileRefusedError."""
        if wish.format and wish.format not in FORMATS:
            raise FileRefusedError("unknown-format", f"‘{wish.format}’ is no format here: jsonl.")
        found = _lines(text)
        _check_head(next(found, (1, "", {})))
        _check_empty()
        total = text.count("\n")
        with transaction.atomic():
            return _Restoring(wish, total).take(found)


class _Restoring:
    """One import: what was read, which keys the rows of the file have here."""

    def __init__(self, wish: ImportWish, total: int) -> None:
        self._wish, self._total = wish, total
        self._report = Report()
        self._keys: dict[type[Model], dict[str, int]] = {model: {} for model in KEYS}
        self._above: dict[type[Model], dict[str, dict[str, str]]] = {model: {} for model in KEYS}
        self._tables = {table.name: table for table in TABLES}

    def take(self, found: Iterator[tuple[int, str, dict[str, Any]]]) -> Report:
        """Take all lines; those of one table that follow each other are taken together."""
        waiting: list[Row] = []
        name = ""
        for place, here, row in found:
            if waiting and (here != name or len(waiting) >= BATCH):
                self._write(name, waiting)
                waiting = []
            name = here
            waiting.append((place, row))
        self._write(name, waiting)
        self._point_upwards()
        for kind, model in (("organisation", Organisation), ("repository", Repository)):
            journal.want_indexed(kind, self._keys[model])
        return self._report

    def _write(self, name: str, rows: Sequence[Row]) -> None:
        self._report.read += len(rows)
        table = self._tables.get(name)
        if table is None:
            for place, _row in rows:
                known = ", ".join(self._tables)
                text = f"There is no table “{name[:40]}”; known: {known}."
                self._refuse(place, RowError("table", "unknown-table", text))
            return
        made = [(place, one) for place, row in rows if (one := self._made(table, place, row))]
        self._save(table, made)
        self._wish.progress(min(self._report.read, self._total), self._total)

    def _made(self, table: Whole, place: int, row: dict[str, Any]) -> Any:
        try:
            return self._object(table, row)
        except RowError as error:
            self._refuse(place, error)
            return None

    def _object(self, table: Whole, row: dict[str, Any]) -> Any:
        fields = {field.name: field for field in table.fields()}
        unknown = sorted(set(row) - set(fields))
        if unknown:
            text = f"There is no column “{unknown[0][:40]}” in {table.name}."
            raise RowError(unknown[0][:40], "unknown-column", text)
        _check_complete(fields.values(), row)
        said: dict[str, Any] = {}
        for name, value in row.items():
            field = fields[name]
            if not isinstance(field, ForeignKey):
                said[name] = _checked(field, _clean(value))
            elif field.related_model is table.model:
                self._remember(table, row, name)
            elif value is not None or not field.null:
                said[field.attname] = self._key(field, value)
        return Deed(**said) if table.model is Act else table.model(**said)

    def _remember(self, table: Whole, row: dict[str, Any], name: str) -> None:
        if row[name] is not None:
            own = self._above[table.model].setdefault(str(row.get(table.key)), {})
            own[name] = str(row[name])

    def _key(self, field: Any, value: Any) -> int:
        known = self._keys[field.related_model].get(str(value))
        if known is None:
            text = f"“{str(value)[:100]}” was not taken, or does not stand above."
            raise RowError(field.name, "unknown-reference", text)
        return known

    def _save(self, table: Whole, made: Sequence[tuple[int, Any]]) -> None:
        if table.model is Act:
            deeds = [deed for _place, deed in made if deed.object_kind in PUBLIC]
            journal.note(deeds)
            self._report.new += len(made)
            return
        try:
            with transaction.atomic():
                QuerySet(table.model).bulk_create([one for _place, one in made], batch_size=100)
        except IntegrityError:
            made = [(place, one) for place, one in made if self._is_saved(place, one)]
        self._report.new += len(made)
        if table.key:
            self._keys[table.model] |= {getattr(one, table.key): one.pk for _place, one in made}

    def _is_saved(self, place: int, one: Model) -> bool:
        """Save one row alone, or refuse it, when it may be the one that contradicts."""
        one.pk = None
        try:
            with transaction.atomic():
                one.save(force_insert=True)
        except IntegrityError as error:
            text = f"The row contradicts another one, or itself: {str(error)[:200]}."
            self._refuse(place, RowError("", "contradiction", text))
            return False
        return True

    def _point_upwards(self) -> None:
        """Set what points within a table, now that all of it is there."""
        for model, wanted in self._above.items():
            keys = self._keys[model]
            for key, above in wanted.items():
                known = {f"{name}_id": keys[uid] for name, uid in above.items() if uid in keys}
                if key in keys and known:
                    QuerySet(model).filter(pk=keys[key]).update(**known)

    def _refuse(self, place: int, error: RowError) -> None:
        self._report.refused.append(Note(place, error.field, error.code, error.message))


def _lines(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for place, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            name, row = found["table"], found["row"]
        except (ValueError, RecursionError, TypeError, KeyError) as error:
            raise FileRefusedError(
                "broken-json", f"Line {place} is no line of a catalogue: {error!r:.200}."
            ) from error
        if not isinstance(name, str) or not isinstance(row, dict):
            message = f"Line {place} must be an object with a table and a row."
            raise FileRefusedError("wrong-shape", message)
        yield place, name, row


def _check_head(first: tuple[int, str, dict[str, Any]]) -> None:
    _place, name, row = first
    if name != HEAD:
        message = "The file is no catalogue: its first line must say so, as beffroi export writes."
        raise FileRefusedError("wrong-shape", message)
    if row.get("version") != VERSION:
        message = f"The file has version {row.get('version')!r:.20}; this program reads {VERSION}."
        raise FileRefusedError("newer-version", message)


def _check_empty() -> None:
    for model in (Organisation, Forge, ForgeAccount, Repository):
        if QuerySet(model).exists():
            message = (
                "This instance is not empty. Import the catalogue into a fresh one (beffroi init), "
                "or import the lists of organisations, accounts and repositories here."
            )
            raise FileRefusedError("not-empty", message)


def _check_complete(fields: Iterable[Any], row: Mapping[str, Any]) -> None:
    for field in fields:
        may_lack = field.null or field.blank or field.has_default()
        nothing = (None,) if field.name in MAY_BE_EMPTY else (None, "")
        if not may_lack and row.get(field.name) in nothing:
            raise RowError(field.name, "missing", f"{field.name} must have a value.")


def _checked(field: Any, value: Any) -> Any:
    """Return a value as its column holds it. Raises RowError."""
    try:
        found = field.to_python(value)
        if found not in field.empty_values:
            field.run_validators(found)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        said = "; ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise RowError(field.name, "bad-value", said[:300]) from error
    if found is None and not field.null:
        raise RowError(field.name, "missing", f"{field.name} must have a value.")
    if isinstance(found, datetime) and found.tzinfo is None:
        raise RowError(field.name, "bad-date", "An instant must name its offset, such as Z.")
    _check_shape(field, found)
    return found


def _check_shape(field: Any, value: Any) -> None:
    if isinstance(field, JSONField) and value is not None:
        wanted = type(field.get_default()) if field.has_default() else dict
        if not isinstance(value, wanted):
            raise RowError(field.name, "bad-value", f"{field.name} must be a {wanted.__name__}.")
    if field.name in LINKS and value and not is_link(value):
        text = f"“{value[:100]}” is no address that a page may link to."
        raise RowError(field.name, "bad-address", text)


def _clean(value: Any) -> Any:
    """Return plain data whose texts hold nothing that no page and no database can hold."""
    if isinstance(value, str):
        return clean(value, lines=True)
    if isinstance(value, dict):
        return {_clean(key): _clean(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return value
