"""Put a copy back: whole and proved equal, or not at all.

PostgreSQL does all of it in one transaction. SQLite gets a new file beside the old one, which
takes its place in one step at the end. Until then the old instance stands untouched.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model, QuerySet

from beffroi.portal.copies import reading, rows
from beffroi.portal.copies.shapes import KEPT_FILES, CopyError, Manifest, Part

Progress = Callable[[str, int], None]
BESIDE = ("-wal", "-shm")
"""Neighbours of a SQLite file; one of the old file must never meet the new one."""


def is_empty() -> bool:
    """Tell whether the database holds nothing that a restore would take away."""
    names = set(connection.introspection.table_names())
    kinds = [model for model in rows.tables(rows.applied()) if _is_ours(model)]
    return not any(QuerySet(model).exists() for model in kinds if model._meta.db_table in names)


def _is_ours(model: type[Model]) -> bool:
    """Tell whether a table is filled by people and forges, not by the program's own start."""
    own = ("contenttypes.ContentType", "auth.Permission", "journal.ChainHead", "journal.Lease")
    return rows.name_of(model) not in own


def restore(copy: ZipFile, manifest: Manifest, home: Path, progress: Progress) -> None:
    """Replace this instance by the copy. Raises CopyError, and then nothing has changed."""
    migrations = dict(manifest.migrations)
    rows.tables(migrations)  # refused here when the copy is newer than the program
    with _fresh_database():
        _migrate(migrations)
        models = {rows.name_of(model): model for model in rows.tables(migrations)}
        missing = sorted({part.name for part in manifest.tables} - set(models))
        if missing:
            raise CopyError(f"the backup has a table that nobody knows here: {missing[0]}.")
        with transaction.atomic():
            for model in models.values():
                QuerySet(model).delete()  # what migrations themselves have put in
            for part in manifest.tables:
                _fill(copy, part, models[part.name])
                progress(part.name, part.count)
        _count_on(list(models.values()))
        _prove(manifest.tables, models)
        _migrate(None)
    _put_files(copy, manifest.files, home)


def _fill(copy: ZipFile, part: Part, model: type[Model]) -> None:
    with reading.table(copy, part) as found:
        rows.insert(model, found)


def _prove(parts: tuple[Part, ...], models: dict[str, type[Model]]) -> None:
    wrong = [part.name for part in parts if not reading.same(models[part.name], part)]
    if wrong:
        message = f"put back, these tables are not what was kept: {', '.join(wrong)}"
        raise CopyError(f"{message}. The instance was left as it was.")


def _migrate(migrations: dict[str, tuple[str, ...]] | None) -> None:
    """Make the tables as the copy had them; None: as this program wants them."""
    executor = MigrationExecutor(connection)
    executor.loader.check_consistent_history(connection)
    if migrations is None:
        targets = executor.loader.graph.leaf_nodes()
    else:
        wanted = {(app, name) for app, names in migrations.items() for name in names}
        nodes = executor.loader.graph.node_map
        followed = {parent.key for key in wanted for parent in nodes[key].parents}
        targets = sorted(wanted - {key for key in followed if key in wanted})
    executor.migrate(targets)


def _count_on(models: list[type[Model]]) -> None:
    """Let new rows get keys above those that were put back."""
    with connection.cursor() as cursor:
        for command in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(command)


@contextmanager
def _fresh_database() -> Iterator[None]:
    if connection.vendor == "sqlite":
        with _new_file(Path(str(connection.settings_dict["NAME"]))):
            yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        quote = connection.ops.quote_name
        for name in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE {quote(name)} CASCADE")
        yield


@contextmanager
def _new_file(old: Path) -> Iterator[None]:
    """Work in a file beside the old one, then put it in its place; the old one goes with it."""
    new = old.with_name(f"{old.name}.restoring")
    _remove(new)
    _refuse_company(old)
    connection.close()
    connection.settings_dict["NAME"] = str(new)
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        for end in BESIDE:
            old.with_name(old.name + end).unlink(missing_ok=True)
        new.replace(old)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(old)
        _remove(new)


def _remove(file: Path) -> None:
    for end in ("", *BESIDE):
        file.with_name(file.name + end).unlink(missing_ok=True)


def _refuse_company(file: Path) -> None:
    """Refuse while another process has the SQLite file open: it would go on with the old one."""
    if not file.exists():
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=1000")
        cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            cursor.execute("BEGIN EXCLUSIVE")
            cursor.execute("ROLLBACK")
        except DatabaseError as error:
            message = "another process has the database open; stop serve and worker first"
            raise CopyError(f"{message} ({error}).") from error


def _put_files(copy: ZipFile, parts: tuple[Part, ...], home: Path) -> None:
    """Put back the files of the home folder, each in one step, readable by its owner alone."""
    for part in parts:
        if part.name not in KEPT_FILES:
            continue
        fresh = home / f"{part.name}.part"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(copy.read(f"home/{part.name}"))
        fresh.replace(home / part.name)
