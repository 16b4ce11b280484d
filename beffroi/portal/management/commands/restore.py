"""Make the instance again from a copy: whole and proved equal, or not at all."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from beffroi.journal import actions as journal
from beffroi.lib.errors import UsageError
from beffroi.portal import indexing, working
from beffroi.portal.copies import reading, restoring
from beffroi.portal.copies.shapes import Manifest


class Command(BaseCommand):
    help = "Make the instance again from a file of beffroi backup, of either database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="what beffroi backup has written")
        parser.add_argument(
            "--replace", action="store_true", help="what this instance holds now is given up"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, *, file: str, replace: bool, **options: Any) -> None:
        with reading.opened(Path(file)) as (copy, manifest):
            reading.check(copy, manifest)
            if not replace and not restoring.is_empty():
                raise UsageError(
                    "this instance is not empty. Keep it first (beffroi backup FILE), "
                    "then restore with --replace, or set BEFFROI_HOME to a new folder."
                )
            restoring.restore(copy, manifest, settings.BEFFROI_HOME, self._show)
        call_command("migrate", verbosity=0)
        now = timezone.now()
        journal.free_leases(at=now)
        generation, count = indexing.rebuild(holder=working.new_holder(), at=now)
        self._say(file, manifest, {"generation": generation, "documents": count}, options["format"])

    def _show(self, name: str, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{name} {count}\x1b[K", ending="")

    def _say(self, file: str, manifest: Manifest, index: dict[str, Any], form: str) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
        found = {"file": file, "made_at": manifest.made_at, "rows": manifest.rows, "equal": True}
        if form == "json":
            self.stdout.write(json.dumps({**found, **index}))
            return
        words = " ".join(f"{key}={value}" for key, value in {**found, **index}.items())
        self.stdout.write(words.replace("=True", "=yes"))
        self.stdout.write("Every table is equal to the copy. Start serve and worker again.")
