"""Open data out: everything of one kind, sorted, streamed."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from beffroi.lib.errors import UsageError
from beffroi.lib.parquet import parquet_pieces
from beffroi.lib.slots import EXPORT_KINDS, Exporter
from beffroi.lib.tables import FORMATS, FORMS, PARQUET


class Command(BaseCommand):
    help = "Write everything of one kind as open data, to standard output or a file."
    requires_system_checks = ()  # they would load every page, for 20 MB

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", default="", help="what to write; see --list")
        parser.add_argument("--format", default="", help=", ".join(FORMS))
        parser.add_argument("--output", default="-", metavar="FILE", help="default: - (output)")
        parser.add_argument("--list", action="store_true", help="name the kinds and end")

    def handle(self, *, kind: str, output: str, **options: Any) -> None:
        if options["list"]:
            for name, exporter in EXPORT_KINDS.items():
                self.stdout.write(f"{name}: {', '.join(exporter.columns)}")
            return
        exporter = _exporter(kind)
        form = options["format"] or exporter.forms[0]
        if form not in exporter.forms:
            known = ", ".join(exporter.forms)
            raise UsageError(f"there is no format “{form}” of {kind}; formats: {known}.")
        _read_in_small_pieces()
        if output != "-":
            count = _to_file(Path(output), _bytes(exporter, form))
        elif form == PARQUET:
            count = _to_binary_output(_bytes(exporter, form))
        else:
            count = self._to_output(_texts(exporter, form))
        if options["verbosity"] > 1 or output != "-":
            unit = "characters" if output == "-" and form != PARQUET else "bytes"
            self.stderr.write(f"kind={kind} format={form} {unit}={count}")

    def _to_output(self, pieces: Iterator[str]) -> int:
        if isinstance(sys.stdout, TextIOWrapper):  # UTF-8, whatever the console speaks
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        count = 0
        for piece in pieces:
            self.stdout.write(piece, ending="")
            count += len(piece)
        return count


def _read_in_small_pieces() -> None:
    """Let SQLite not map its file: a reader of all rows would hold all of it in the end."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA mmap_size=0")


def _exporter(kind: str) -> Exporter:
    found = EXPORT_KINDS.get(kind)
    if found is None:
        known = ", ".join(name for name, _ in EXPORT_KINDS.items())
        asked = f"there is no kind “{kind}” to export" if kind else "say which kind to export"
        raise UsageError(f"{asked}; kinds: {known}.")
    return found


def _texts(exporter: Exporter, form: str) -> Iterator[str]:
    return FORMATS[form].write(exporter.columns, exporter.rows())


def _bytes(exporter: Exporter, form: str) -> Iterator[bytes]:
    if form == PARQUET:
        return parquet_pieces(exporter.columns, exporter.kinds, exporter.rows())
    return (piece.encode() for piece in _texts(exporter, form))


def _to_binary_output(pieces: Iterator[bytes]) -> int:
    if sys.stdout.isatty():
        raise UsageError("Parquet is no text for a terminal: add --output FILE, or | or > FILE.")
    count = sum(sys.stdout.buffer.write(piece) for piece in pieces)
    sys.stdout.buffer.flush()
    return count


def _to_file(path: Path, pieces: Iterator[bytes]) -> int:
    """Write beside the file, then put it in its place: a killed export leaves the old one."""
    fresh = path.with_name(f"{path.name}.part")
    try:
        with fresh.open("wb") as file:
            count = sum(file.write(piece) for piece in pieces)
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        fresh.unlink(missing_ok=True)
    return count
