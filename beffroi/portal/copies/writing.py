"""Write a copy of this instance while others go on writing: one snapshot, one file.

The rows are read in one transaction that sees one instant: REPEATABLE READ on PostgreSQL, a
read transaction on SQLite's write-ahead log. Neither keeps anybody from writing.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import connection, transaction
from django.db.models import Model

from beffroi.lib.version import version
from beffroi.portal.copies import rows
from beffroi.portal.copies.shapes import KEPT_FILES, MANIFEST, CopyError, Manifest, Part, stamp

LEVEL = 3
"""Of compression: 6 takes twice the time for a twentieth less."""
LINES_AT_ONCE = 500

Progress = Callable[[str, int], None]


def write(file: Path, home: Path, *, at: datetime, progress: Progress) -> Manifest:
    """Write a copy to a file, readable by its owner alone; nothing stands there until it is whole.

    Raises CopyError when the file cannot be written or the database was never prepared.
    """
    fresh = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            manifest = write_to(out, home, at=at, progress=progress)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    except OSError as error:
        raise CopyError(f"{file} cannot be written: {error.strerror or error}.") from error
    finally:
        fresh.unlink(missing_ok=True)
    return manifest


def write_to(out: IO[bytes], home: Path, *, at: datetime, progress: Progress) -> Manifest:
    """Write a copy to an open file or pipe."""
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=LEVEL) as copy:
        with one_instant():
            migrations = rows.applied()
            if not migrations:
                raise CopyError("there is nothing to keep: the database was never prepared.")
            parts = tuple(_table(copy, model, progress) for model in rows.tables(migrations))
        manifest = Manifest(
            made_at=stamp(at),
            program=version(),
            database=connection.vendor,
            migrations=migrations,
            tables=parts,
            files=tuple(_files(copy, home)),
        )
        copy.writestr(MANIFEST, json.dumps(manifest.as_json(), indent=1, ensure_ascii=False))
    return manifest


def _table(copy: ZipFile, model: type[Model], progress: Progress) -> Part:
    name, count, sum_ = rows.name_of(model), -1, sha256()
    with copy.open(f"tables/{name}.jsonl", "w", force_zip64=True) as member:
        piece: list[str] = []
        for line in rows.lines(model):
            piece.append(line)
            count += 1
            if len(piece) == LINES_AT_ONCE:
                _put(member, sum_, piece)
                progress(name, count)
                piece = []
        _put(member, sum_, piece)
    progress(name, count)
    return Part(name, count, sum_.hexdigest())


def _put(member: IO[bytes], sum_: "sha256", piece: list[str]) -> None:  # type: ignore[valid-type]
    if piece:
        data = ("\n".join(piece) + "\n").encode()
        sum_.update(data)  # type: ignore[attr-defined]
        member.write(data)


def _files(copy: ZipFile, home: Path) -> Iterator[Part]:
    for name in KEPT_FILES:
        path = home / name
        if path.is_file():
            data = path.read_bytes()
            copy.writestr(f"home/{name}", data)
            yield Part(name, len(data), sha256(data).hexdigest())


@contextmanager
def one_instant() -> Iterator[None]:
    """See the database as it is now until the end, whatever others write meanwhile."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")  # atomic() would begin IMMEDIATE and lock everybody else out
        cursor.execute("SELECT COUNT(*) FROM sqlite_master")  # the snapshot is taken here
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
