"""Keep a copy of the whole instance in one file, while it runs."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from beffroi.lib.dates import write_instant
from beffroi.lib.errors import UsageError
from beffroi.portal.copies import reading, writing
from beffroi.portal.copies.shapes import Manifest

LAST = "last-backup"
"""File of the home folder that says when the last copy was made; ``beffroi doctor`` reads it."""


class Command(BaseCommand):
    help = "Keep database and secrets in one file, while the instance runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="where to; - writes to standard output")
        parser.add_argument("--force", action="store_true", help="replace a file that is there")
        parser.add_argument("--check", action="store_true", help="write nothing: check this copy")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *, file: str, **options: Any) -> None:
        if options["check"]:
            with reading.opened(Path(file)) as (copy, manifest):
                reading.check(copy, manifest)
        elif file == "-":
            manifest = self._to_output()
        else:
            manifest = self._to_file(Path(file), is_forced=options["force"])
        if file != "-":
            self._say(file, manifest, options["format"])

    def _to_output(self) -> Manifest:
        out = getattr(sys.stdout, "buffer", None)
        if out is None or out.isatty():
            raise UsageError("a backup is not for a screen; redirect it, or name a file.")
        manifest = writing.write_to(
            out, settings.BEFFROI_HOME, at=timezone.now(), progress=self._show
        )
        out.flush()
        _remember()
        return manifest

    def _to_file(self, file: Path, *, is_forced: bool) -> Manifest:
        if file.exists() and not is_forced:
            raise UsageError(f"{file} exists; take another name, or --force.")
        manifest = writing.write(
            file, settings.BEFFROI_HOME, at=timezone.now(), progress=self._show
        )
        with reading.opened(file) as (copy, found):
            reading.check(copy, found)
        _remember()
        return manifest

    def _show(self, name: str, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{name} {count}\x1b[K", ending="")

    def _say(self, file: str, manifest: Manifest, form: str) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
        size = Path(file).stat().st_size
        if form == "json":
            found = {"file": file, "bytes": size, "rows": manifest.rows, **manifest.as_json()}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        kept = ", ".join(part.name for part in manifest.files) or "none"
        tables = len(manifest.tables)
        self.stdout.write(
            f"file={file} bytes={size} tables={tables} rows={manifest.rows} secrets={kept}"
        )


def _remember() -> None:
    (settings.BEFFROI_HOME / LAST).write_text(f"{write_instant(timezone.now())}\n")
