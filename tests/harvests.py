"""Harvest accounts of fake forges into the catalogue, as the command does, at a chosen instant."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from beffroi.forges.addresses import parse_account
from beffroi.organisations.actions import register_account
from beffroi.organisations.models import Forge, ForgeAccount
from beffroi.repositories.clients import How, Wish, harvest
from beffroi.repositories.models import HarvestRun, HarvestTask
from tests.fakes.forges.running import FakeForge
from tests.makers import NOON


def account_on(forge: FakeForge, path: str = "org", *, at: datetime = NOON) -> ForgeAccount:
    """Register an account of a fake forge whose software is known."""
    address = parse_account(f"{forge.url}/{path}")
    account = register_account(address, source="test", at=at)
    Forge.objects.filter(pk=account.forge_id).update(software=forge.software)
    return ForgeAccount.objects.select_related("forge").get(pk=account.pk)


def harvest_of(*accounts: ForgeAccount, at: datetime = NOON, **facts: Any) -> HarvestRun:
    """Harvest accounts as the database has them; what fails is asked for again at once."""
    return harvest(Wish(fresh(accounts), **facts), How(now=lambda: at, pauses=(0,)))


def lists_of(*accounts: ForgeAccount, at: datetime = NOON) -> HarvestRun:
    """Harvest lists only: stop when nothing is left but to look into repositories."""
    listing = HarvestTask.objects.filter(state__in=("waiting", "listing"))
    how = How(now=lambda: at, pauses=(0,), is_stopping=lambda: not listing.exists())
    return harvest(Wish(fresh(accounts)), how)


def fresh(accounts: Iterable[ForgeAccount]) -> list[ForgeAccount]:
    """Return accounts as the database has them."""
    known = ForgeAccount.objects.select_related("forge")
    return [known.get(pk=account.pk) for account in accounts]
