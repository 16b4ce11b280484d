"""Read forges into the catalogue, incrementally; ends with a report of the run."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, QuerySet
from django.utils import timezone

from beffroi.forges.addresses import READABLE, AccountAddressError, parse_account
from beffroi.organisations.actions import register_account
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.repositories.clients import How, Progress, Wish, harvest
from beffroi.repositories.formats.runs import lines, report
from beffroi.repositories.models import HarvestRun


class Command(BaseCommand):
    help = (
        "Read forges into the catalogue; a second run transfers only what changed. "
        "A run that broke off goes on when the same command is given again."
    )
    _said = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", action="append", default=[], metavar="SLUG")
        parser.add_argument("--account", action="append", default=[], metavar="URL")
        parser.add_argument("--full", action="store_true", help="read again what has not changed")
        parser.add_argument(
            "--scheduler", metavar="ADDRESS", help="Dask scheduler, tcp://host:8786"
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def handle(self, **options: Any) -> None:
        accounts = self._accounts(options["organisation"], options["account"])
        scope = {name: options[name] for name in ("organisation", "account", "full")}
        wish = Wish(accounts, scope, is_full=options["full"])
        how = How(
            scheduler=options["scheduler"] or settings.BEFFROI_SCHEDULER,
            now=timezone.now,
            progress=self._progress,
        )
        try:
            run = harvest(wish, how)
        except KeyboardInterrupt:
            self.stderr.write("stopped; what came is kept. The same command goes on from there.")
            raise
        self._say(run, options["format"])

    def _say(self, run: HarvestRun, form: str) -> None:
        """Write the report; what is wrong makes the exit status 1."""
        said = report(run)
        if form == "json":
            self.stdout.write(json.dumps(said, ensure_ascii=False))
        else:
            for line in lines(said):
                self.stdout.write(line)
        if said["failed"] or run.finished_at is None:
            raise SystemExit(1)

    def _accounts(self, bodies: list[str], addresses: list[str]) -> Iterable[ForgeAccount]:
        known = ForgeAccount.objects.listed().order_by("pk")
        read = Q(ignored_since=None, forge__ignored_since=None)
        if not bodies and not addresses:
            return _streamed(known.filter(read, forge__software__in=READABLE))
        for body in bodies:
            if not Organisation.objects.filter(uid=body).exists():
                message = f"there is no organisation “{body}”; its name ends its page's address."
                raise CommandError(message, returncode=2)
        named = [self._account(address).pk for address in addresses]
        return _streamed(known.filter(Q(pk__in=named) | Q(organisation__uid__in=bodies) & read))

    def _account(self, address: str) -> ForgeAccount:
        try:
            parsed = parse_account(address)
        except AccountAddressError as error:
            raise CommandError(f"{address}: {error.message}", returncode=2) from error
        return register_account(parsed, source="harvest", at=timezone.now())

    def _progress(self, now: Progress) -> None:
        """Say how far it is, where that is anything new."""
        line = (
            f"accounts read: {now.done} of {now.accounts}; repositories={now.repositories} "
            f"pages={now.pages} looked={now.looked}"
        )
        if now.hosts_waiting:
            rests = [f"{one.host} until {one.until:%H:%M:%S} ({one.why})" for one in now.waiting]
            line += f" waiting={now.hosts_waiting}: {', '.join(rests)}"
        if line != self._said:
            self._said = line
            self.stderr.write(line)


def _streamed(accounts: QuerySet[ForgeAccount]) -> Iterable[ForgeAccount]:
    """Return accounts one by one: a country has tens of thousands."""
    return accounts.only("pk").iterator(chunk_size=500)
