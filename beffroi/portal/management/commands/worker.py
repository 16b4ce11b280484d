"""Run the timers until told to stop; several workers are safe."""

import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from beffroi.journal.models import Lease
from beffroi.portal import working

PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    help = "Run the timers: the index learns what changed, forges are read again."
    is_stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="one step of each timer, then end")

    def handle(self, *, once: bool, **_options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        Lease.objects.exists()  # a database that was never prepared ends it here, with a word
        holder = working.new_holder()
        self.stderr.write(f"worker={holder} started")
        while not self.is_stopping:
            done = self._step(holder)
            if once:
                break
            if not done:
                time.sleep(PAUSE_SECONDS)
        self.stderr.write(f"worker={holder} ended")

    def _step(self, holder: str) -> int:
        """Run what is due; a database that is away for a while does not end the worker."""
        try:
            return working.run_due(holder, now=timezone.now)
        except DatabaseError as error:
            close_old_connections()
            self.stderr.write(f"worker={holder} database={type(error).__name__}: {error}")
            return 0

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """End after the step that runs now, so that no timer stays held; asked twice, at once."""
        self.is_stopping = True
        signal.signal(signal.SIGINT, signal.default_int_handler)
