"""Run the timers until told to stop; several workers are safe."""

import signal
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from beffroi.journal.models import Lease
from beffroi.lib.stopping import STOPPING
from beffroi.portal import working

END_SECONDS = 20.0


class Command(BaseCommand):
    help = "Run the timers: the index learns what changed, forges are read again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one step of each timer, then end")

    def handle(self, *, once: bool, **_options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        Lease.objects.exists()  # a database that was never prepared ends it here, with a word
        holder = working.new_holder()
        self.stderr.write(f"worker={holder} started")
        if once:
            self._step(holder)
        else:
            threads = working.run_side_by_side(holder, now=timezone.now)
            STOPPING.wait()
            for thread in threads:
                thread.join(END_SECONDS)
        self.stderr.write(f"worker={holder} ended")

    def _step(self, holder: str) -> None:
        """Run what is due; a database that is away is said and ends nothing."""
        try:
            working.run_due(holder, now=timezone.now)
        except DatabaseError as error:
            close_old_connections()
            self.stderr.write(f"worker={holder} database={type(error).__name__}: {error}")

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """End after the steps that run now, so that no timer stays held; asked twice, at once."""
        STOPPING.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
