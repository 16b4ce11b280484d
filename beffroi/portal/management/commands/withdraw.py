"""Take repositories out of the catalogue by hand; their pages stay as tombstones."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beffroi.portal import indexing, working
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.models import Repository
from beffroi.repositories.shapes import WITHDRAWAL_REASONS


class Command(BaseCommand):
    help = "Take repositories out of the catalogue; page and API then answer 410 with the reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("uid", nargs="+", help="permanent name, at the end of its address")
        parser.add_argument("--reason", required=True, choices=sorted(WITHDRAWAL_REASONS))

    def handle(self, *, uid: list[str], reason: str, **_options: Any) -> None:
        found = list(Repository.objects.shown().filter(uid__in=uid))
        unknown = sorted(set(uid) - {repository.uid for repository in found})
        if unknown:
            raise CommandError(f"there is no repository {', '.join(unknown)}.", returncode=2)
        done = withdraw(found, reason, source="manual:command", at=timezone.now())
        working.run_until_idle([indexing.TIMER])
        self.stdout.write(f"withdrawn={done} already={len(found) - done}")
