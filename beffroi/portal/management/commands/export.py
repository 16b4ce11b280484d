"""Open data out: everything of one kind, sorted, streamed."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from beffroi.lib.errors import UsageError
from beffroi.lib.slots import EXPORT_KINDS, Exporter
from beffroi.lib.tables import FORMATS


class Command(BaseCommand):
    help = "Write everything of one kind as open data, to standard output or a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", nargs="?", default="", help="what to write; see --list")
        parser.add_argument("--format", default="csv", help=", ".join(FORMATS))
        parser.add_argument("--output", default="-", metavar="FILE", help="default: - (output)")
        parser.add_argument("--list", action="store_true", help="name the kinds and end")

    def handle(self, *, kind: str, output: str, **options: Any) -> None:
        if options["list"]:
            for name, exporter in EXPORT_KINDS.items():
                self.stdout.write(f"{name}: {', '.join(exporter.columns)}")
            return
        pieces = _pieces(_exporter(kind), options["format"])
        count = self._to_output(pieces) if output == "-" else _to_file(Path(output), pieces)
        if options["verbosity"] > 1 or output != "-":
            self.stderr.write(f"kind={kind} format={options['format']} characters={count}")

    def _to_output(self, pieces: Iterator[str]) -> int:
        if isinstance(sys.stdout, TextIOWrapper):  # UTF-8, whatever the console speaks
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        count = 0
        for piece in pieces:
            self.stdout.write(piece, ending="")
            count += len(piece)
        return count


def _exporter(kind: str) -> Exporter:
    found = EXPORT_KINDS.get(kind)
    if found is None:
        known = ", ".join(name for name, _ in EXPORT_KINDS.items())
        asked = f"there is no kind “{kind}” to export" if kind else "say which kind to export"
        raise UsageError(f"{asked}; kinds: {known}.")
    return found


def _pieces(exporter: Exporter, name: str) -> Iterator[str]:
    if name == "parquet":
        raise UsageError(
            "Parquet is not written yet: it comes with the figures of a later version. "
            "Take --format csv or jsonl; data tools turn both into Parquet."
        )
    if name not in FORMATS:
        raise UsageError(f"there is no format “{name}”; formats: {', '.join(FORMATS)}.")
    return FORMATS[name].write(exporter.columns, exporter.rows())


def _to_file(path: Path, pieces: Iterator[str]) -> int:
    """Write beside the file, then put it in its place: a killed export leaves the old one."""
    fresh = path.with_name(f"{path.name}.part")
    count = 0
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            for piece in pieces:
                count += file.write(piece)
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        fresh.unlink(missing_ok=True)
    return count
