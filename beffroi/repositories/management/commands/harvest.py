"""Read forges into the catalogue, incrementally; ends with a report of the run."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from beffroi.forges import READABLE
from beffroi.forges.addresses import AccountAddressError, parse_account
from beffroi.organisations.actions import register_account
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.repositories.clients import Wish, harvest
from beffroi.repositories.models import Failure, HarvestRun


class Command(BaseCommand):
    help = "Read forges into the catalogue; a second run transfers only what changed."

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
        wish = Wish(
            accounts=accounts,
            scope=scope,
            is_full=options["full"],
            scheduler=options["scheduler"] or settings.BEFFROI_SCHEDULER,
        )
        run = harvest(wish, now=timezone.now, progress=self._progress)
        report = _report(run, accounts)
        if options["format"] == "json":
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self._say(report)
        if report["failed"]:
            raise SystemExit(1)

    def _accounts(self, bodies: list[str], addresses: list[str]) -> list[ForgeAccount]:
        known = ForgeAccount.objects.listed().select_related("forge").order_by("pk")
        read = Q(ignored_since=None, forge__ignored_since=None)
        if not bodies and not addresses:
            return list(known.filter(read, forge__software__in=READABLE))
        for body in bodies:
            if not Organisation.objects.filter(uid=body).exists():
                message = f"there is no organisation “{body}”; its name ends its page's address."
                raise CommandError(message, returncode=2)
        named = [self._account(address).pk for address in addresses]
        return list(known.filter(Q(pk__in=named) | Q(organisation__uid__in=bodies) & read))

    def _account(self, address: str) -> ForgeAccount:
        try:
            parsed = parse_account(address)
        except AccountAddressError as error:
            raise CommandError(f"{address}: {error.message}", returncode=2) from error
        return register_account(parsed, source="harvest", at=timezone.now())

    def _progress(self, done: int, total: int) -> None:
        self.stderr.write(f"accounts read: {done} of {total}")

    def _say(self, report: dict[str, Any]) -> None:
        counts = " ".join(f"{name}={count}" for name, count in report["counts"].items())
        self.stdout.write(f"run={report['run']} accounts={report['accounts']} {counts}")
        for failure in report["failed"]:
            self.stdout.write(f"  {failure['code']}: {failure['address']}: {failure['message']}")


def _report(run: HarvestRun, accounts: list[ForgeAccount]) -> dict[str, Any]:
    """Return the report of a run; a failure that stood before and still stands is in it."""
    standing = Failure.objects.filter(account__in=accounts, mended_at=None).order_by("pk")
    names = ("new", "changed", "same", "refused", "missing", "withdrawn", "held", "failed")
    return {
        "run": run.uid,
        "accounts": run.total,
        "counts": {name: run.counts.get(name, 0) for name in names},
        "failed": [
            {"address": row.url, "code": row.code, "message": row.message} for row in standing
        ],
    }
