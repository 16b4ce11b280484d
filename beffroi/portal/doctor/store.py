"""The database: does it answer, is it of this version, is its journal whole."""

from collections.abc import Iterator
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from beffroi.journal.actions import first_broken
from beffroi.journal.models import Act, ChainHead
from beffroi.portal.doctor.shapes import Finding, note, ok, wrong

POSTGRES = 15_00_00
CHECKED_ACTS = 20_000


def examine(_at: datetime, *, is_thorough: bool = False) -> Iterator[Finding]:
    """Look at the database; ``is_thorough`` follows the whole journal, however long it is."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield wrong("database", f"It does not answer: {_first(error)}", _remedy())
        return
    yield from _version()
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    unknown = set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations)
    if unknown:
        app, name = min(unknown)
        yield wrong(
            "migrations", f"The database is of a newer Beffroi ({app} {name}).",
            "Update the program, or restore a copy made with this version.",
        )  # fmt: skip
    elif plan:
        yield wrong("migrations", f"{len(plan)} steps are missing.", "beffroi manage migrate")
    else:
        yield ok("migrations", "all done")
        yield from _journal(None if is_thorough else CHECKED_ACTS)


def is_usable() -> bool:
    """Tell whether the tables are there and as this program wants them."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _version() -> Iterator[Finding]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            number = int(cursor.fetchone()[0])
            cursor.execute("SHOW server_encoding")
            encoding = cursor.fetchone()[0]
        words = f"PostgreSQL {number // 10_000}.{number % 10_000}"
        if encoding != "UTF8":
            yield wrong("database", f"{words} stores text as {encoding}.", "createdb -E UTF8")
        elif number < POSTGRES:
            yield wrong("database", f"{words} is older than 15.", "Update it.")
        else:
            yield ok("database", words)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        words = f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("PRAGMA quick_check(1)")
        answer = cursor.fetchone()[0]
    if answer == "ok":
        yield ok("database", words)
    else:
        yield wrong("database", f"{words}: the file is damaged: {answer}", "beffroi restore FILE")


def _journal(limit: int | None) -> Iterator[Finding]:
    """Follow the chain of the journal from its beginning, ``limit`` acts far."""
    count = Act.objects.count()
    is_cut = limit is not None and count > limit
    if is_cut:
        yield note(
            "journal", f"The first {limit} of {count} acts were followed.",
            "All of them: beffroi doctor --thorough",
        )  # fmt: skip
    broken = first_broken(Act.objects.order_by("pk")[:limit].iterator(chunk_size=2000))
    if broken is not None:
        yield wrong(
            "journal", f"Act {broken} was changed, or one before it was taken out.",
            "Somebody wrote past the program. Compare with the last backup.",
        )  # fmt: skip
    elif not is_cut:
        last = Act.objects.newest().values_list("digest", flat=True).first()
        head = ChainHead.objects.values_list("digest", flat=True).first()
        if last != head:
            yield wrong("journal", "Acts at its end were taken out.", "Compare with the backup.")
        else:
            yield ok("journal", f"{count} acts, each fits the one before")


def _remedy() -> str:
    if connection.vendor == "postgresql":
        return "Is the server up, and BEFFROI_DATABASE_URL right?"
    return "Is BEFFROI_HOME right? A new instance begins with: beffroi init"


def _first(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
