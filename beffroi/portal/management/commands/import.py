"""Read a file or an address into the registry or the catalogue, and report each doubtful row."""

import json
import re
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beffroi.lib import files
from beffroi.lib.http import Door, Limits
from beffroi.lib.slots import IMPORT_KINDS, ImportWish
from beffroi.organisations.shapes import Note, Report
from beffroi.portal import indexing, working

LINE_EVERY_SECONDS = 2.0
NEUTRAL = "ZZ"


class Command(BaseCommand):
    help = "Import a list; running it twice, or again after it was stopped, changes nothing more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = [kind for kind, _ in IMPORT_KINDS.items()]
        parser.add_argument("kind", choices=kinds, help="what the file lists")
        parser.add_argument("source", nargs="?", metavar="FILE_OR_URL")
        parser.add_argument("--as", dest="known_as", default="", metavar="FORMAT")
        parser.add_argument("--list", action="store_true", help="say which formats are known")
        parser.add_argument("--country", default="", help="of bodies where the file does not say")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        importer = IMPORT_KINDS.get(options["kind"])
        if importer is None:  # argparse offers only what is there
            raise CommandError("there is no such kind", returncode=2)
        if options["list"] or not options["source"]:
            self._list(importer.formats)
            if not options["list"]:
                raise CommandError("which file or address? See above.", returncode=2)
            return
        wish = ImportWish(
            at=timezone.now().replace(microsecond=0),
            format=options["known_as"],
            country=_country(options["country"]),
            progress=self._progress(),
        )
        text = files.text_of(files.unpacked(self._content(options["source"])))
        report = importer(text, wish)
        working.run_until_idle([indexing.TIMER])
        self._say(report, options["format"])
        if report.refused:
            raise SystemExit(1)

    def _list(self, formats: Any) -> None:
        for key, about in formats.items():
            self.stdout.write(f"{key}: {about}")

    def _content(self, source: str) -> bytes:
        if "://" in source:
            allowed = settings.BEFFROI_ALLOWED_NETWORKS
            limits = Limits(body_bytes=files.MAX_BYTES, total_seconds=600, whole_seconds=900)
            door = Door(allowed=allowed, contact=settings.BEFFROI_CONTACT, limits=limits)
            return door.fetch(source).body
        try:
            with Path(source).open("rb") as file:
                return file.read(files.MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"{source}: {error.strerror}.", returncode=2) from error

    def _progress(self) -> Any:
        last, is_terminal = time.monotonic(), sys.stderr.isatty()

        def say(done: int, total: int) -> None:
            nonlocal last
            if done < total and time.monotonic() - last < (
                0.1 if is_terminal else LINE_EVERY_SECONDS
            ):
                return
            last = time.monotonic()
            line = f"{done:,} of {total:,} rows"
            if is_terminal:
                bar = ("█" * (24 * done // max(1, total))).ljust(24, "░")
                self.stderr.write(f"\r{bar} {line}", ending="\n" if done >= total else "")
            else:
                self.stderr.write(line)

        return say

    def _say(self, report: Report, as_format: str) -> None:
        if as_format == "json":
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            return
        said = ("read", "new", "changed", "same")
        counts = " ".join(f"{name}={getattr(report, name)}" for name in said)
        rest = f"refused={len(report.refused)} remarks={len(report.remarks)}"
        self.stdout.write(f"{counts} {rest}")
        self._notes("refused", report.refused)
        self._notes("doubtful, taken", report.remarks)

    def _notes(self, title: str, notes: list[Note]) -> None:
        by_code: dict[str, list[Note]] = {}
        for note in notes:
            by_code.setdefault(note.code, []).append(note)
        for code, rows in sorted(by_code.items()):
            self.stdout.write(f"\n{title}: {code} ({len(rows)})")
            for note in rows:
                where = f"row {note.row}" if isinstance(note.row, int) else note.row
                field = f", {note.field}" if note.field else ""
                self.stdout.write(f"  {where}{field}: {note.message}")


def _country(given: str) -> str:
    """Return the country of bodies where a file does not say it: as given, or the pack's."""
    pack = settings.BEFFROI_COUNTRY.code
    code = given.upper() or ("" if pack == NEUTRAL else pack)
    if code and not re.fullmatch("[A-Z]{2}", code):
        message = f"--country {given}: a country has two letters, such as FR (ISO 3166-1)."
        raise CommandError(message, returncode=2)
    return str(code)
