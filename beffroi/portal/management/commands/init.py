"""Prepare a fresh, empty instance from a country pack; safe to run again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from beffroi.lib import countries
from beffroi.portal import indexing, working

NEXT = """
Next:
  beffroi import organisations FILE_OR_URL  who exists: first, so that names are right
  beffroi import accounts FILE_OR_URL       who publishes where
  beffroi import repositories FILE_OR_URL   what they publish
  beffroi harvest --account URL             or read it from the forge
  beffroi serve                             the portal
  beffroi worker                            the timers, beside it
"""


class Command(BaseCommand):
    help = "Prepare home folder, database and index of an instance for one country."

    def add_arguments(self, parser: ArgumentParser) -> None:
        packs = ", ".join(countries.codes())
        parser.add_argument("--country", default="", help=f"country pack: {packs}")

    def handle(self, *, country: str, **_options: Any) -> None:
        pack = countries.load(country) if country else settings.BEFFROI_COUNTRY
        call_command("migrate", verbosity=0)
        working.run_until_idle([indexing.TIMER])
        self.stdout.write(f"home={settings.BEFFROI_HOME} country={pack.code.lower()}")
        (settings.BEFFROI_HOME / "country").write_text(pack.code.lower())
        self.stdout.write(NEXT)
