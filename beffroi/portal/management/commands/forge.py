"""Forges as an operator sees them: their state, their tokens, links for those who add accounts."""

import getpass
import json
import sys
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from beffroi.accounts.actions import harvest_link
from beffroi.forges.addresses import AccountAddressError, parse_account
from beffroi.organisations.actions import tokens
from beffroi.organisations.errors import OrganisationError
from beffroi.organisations.models import Forge, Organisation
from beffroi.portal.harvesting import known
from beffroi.repositories.actions.moving import rename_host

LONGEST_DAYS = 90
MOST_BYTES = 10_000


class Command(BaseCommand):
    help = "Show forges, keep their tokens, print links for those who add accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        words = parser.add_subparsers(dest="what", required=True)
        listed = words.add_parser("list", help="hosts, their state, whether a token is there")
        listed.add_argument("--format", choices=("text", "json"), default="text")
        token = words.add_parser("token", help="keep the token of a host, from standard input")
        token.add_argument("host", help="as its pages name it: gitlab.example.org")
        token.add_argument("--remove", action="store_true", help="forget the token")
        token.add_argument("--unchecked", action="store_true", help="keep it without trying it")
        words.add_parser("reseal", help="seal all tokens with the first of the encryption keys")
        renamed = words.add_parser("rename", help="a host has another name; nothing is removed")
        renamed.add_argument("host", help="as it was called")
        renamed.add_argument("to", help="as it is called now")
        invite = words.add_parser("invite", help="print a link for adding accounts on a page")
        invite.add_argument("--organisation", default="", metavar="UID", help="whose they will be")
        invite.add_argument("--days", type=int, default=7, help="good for so long (7)")

    def handle(self, *, what: str, **options: Any) -> None:
        try:
            getattr(self, f"_{what}")(options)
        except OrganisationError as error:
            raise CommandError(error.message, returncode=2) from error

    def _list(self, options: dict[str, Any]) -> None:
        rows = known.forges(timezone.now())
        if options["format"] == "json":
            self.stdout.write(json.dumps({"forges": rows}, ensure_ascii=False))
            return
        for row in rows:
            token = f"token={row['token']}"
            self.stdout.write(f"{row['host']:<40} {row['software'] or '-':<10} {token:<15} "
                              f"accounts={row['accounts']:<5} {row['state']}")  # fmt: skip
        if not rows:
            self.stdout.write("No forge is known. Next: beffroi harvest --account URL")

    def _token(self, options: dict[str, Any]) -> None:
        host, at = _host(options["host"]), timezone.now()
        if options["remove"]:
            forge = Forge.objects.filter(host=host).first()
            if forge is None or not tokens.remove_token(forge, at=at):
                raise CommandError(f"there is no token of {host}.", returncode=2)
            self.stdout.write(f"The token of {host} is forgotten. Take it back at the forge too.")
            return
        token = _read(self, host)
        tokens.refuse_token(token)
        forge = Forge.objects.filter(host=host).first() or Forge(host=host)
        trouble = None if options["unchecked"] else known.trouble_with(forge, token)
        if trouble:
            raise CommandError(f"nothing was kept: {trouble}", returncode=2)
        if forge.pk is None:
            forge.save()
        tokens.keep_token(forge, token, at=at)
        self.stdout.write(
            f"The token of {host} is kept, sealed. It is sent to {host} alone, with each call of a "
            "harvest, to read what is public with more calls an hour; it needs no right to write."
        )
        if trouble is None:
            self.stderr.write("It was not tried: the first harvest will tell.")

    def _reseal(self, _options: dict[str, Any]) -> None:
        count = tokens.reseal_tokens()
        self.stdout.write(f"sealed={count}; older keys may go from BEFFROI_ENCRYPTION_KEYS.")

    def _rename(self, options: dict[str, Any]) -> None:
        before, host = _host(options["host"]), _host(options["to"])
        forge = Forge.objects.filter(host=before).first()
        if forge is None or host == before:
            message = f"there is no forge {before}" if forge is None else f"it is {host} already"
            raise CommandError(f"{message}; beffroi forge list names them.", returncode=2)
        count = rename_host(forge, host, source="manual:command", at=timezone.now())
        self.stdout.write(f"{before} is {host} now; repositories={count}, each with an alias.")

    def _invite(self, options: dict[str, Any]) -> None:
        uid, days = options["organisation"], options["days"]
        if uid and not Organisation.objects.listed().filter(uid=uid).exists():
            message = f"there is no organisation “{uid}”; its name ends its page's address."
            raise CommandError(message, returncode=2)
        if not 1 <= days <= LONGEST_DAYS:
            raise CommandError(f"--days is from 1 to {LONGEST_DAYS}.", returncode=2)
        until = timezone.now() + timedelta(days=days)
        self.stdout.write(harvest_link(uid, until=until))
        self.stderr.write(
            f"Good until {until:%Y-%m-%d %H:%M} UTC. Whoever has it may add accounts"
            f"{f' for {uid}' if uid else ''}: hand it to one person, not to a public page."
        )


def _host(given: str) -> str:
    """Return the host of a forge, whether it or an address was given."""
    try:
        return parse_account(given.strip().lower().rstrip("/")).host
    except AccountAddressError as error:
        if error.code == "whole-forge":
            return given.strip().lower().rpartition("//")[2].partition("/")[0]
        raise CommandError(f"{given}: {error.message}", returncode=2) from error


def _read(command: BaseCommand, host: str) -> str:
    """Return what stands on standard input; at a terminal it is typed and not shown."""
    if sys.stdin.isatty():
        command.stderr.write(f"The token of {host}, not shown while you type or paste it:")
        return getpass.getpass("").strip()
    return sys.stdin.read(MOST_BYTES).strip()
