"""Serve the portal with gunicorn."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from beffroi.portal.places import check_free

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Command(BaseCommand):
    help = "Serve the portal. Put a proxy with TLS before it when it is public."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="localhost")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, host: str, port: int, workers: int, **_options: Any) -> None:
        if settings.DEBUG and host not in LOOPBACK:
            message = f"BEFFROI_DEBUG is on: not served on {host}. Unset it, or use localhost."
            raise CommandError(message, returncode=2)
        address = "127.0.0.1" if host == "localhost" else host
        check_free(address, port)
        call_command("collectstatic", interactive=False, verbosity=0)
        program = str(Path(sys.executable).with_name("gunicorn"))
        place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        words = ["--config", "python:beffroi.portal.server", "--bind", place]
        words += ["--workers", str(workers), "beffroi.wsgi:application"]
        sys.stdout.flush()
        os.execv(program, [program, *words])  # noqa: S606 (no shell; our own program)
