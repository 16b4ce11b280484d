"""Somebody asks for an account: the registry learns it, and a run is wanted."""

from datetime import datetime

from django.db import transaction

from beffroi.forges.addresses import AccountAddress
from beffroi.organisations.actions import move_account, register_account
from beffroi.organisations.models import ForgeAccount, Organisation
from beffroi.portal.harvesting.previews import has_body
from beffroi.repositories.actions.running import want_run
from beffroi.repositories.models import HarvestRun

SOURCE = "harvest"
BY_HAND = "manual:link"


@transaction.atomic
def ask(address: AccountAddress, organisation: Organisation | None, *, at: datetime) -> HarvestRun:
    """Take an account into the registry and want it read; a run that waits for it is returned.

    The body of whoever asks gets the account where nobody has said whose it is; an account of
    another body stays there.
    """
    account = register_account(address, source=SOURCE, at=at)
    if organisation and not has_body(account):
        move_account(account, organisation, source=BY_HAND, at=at)
    waiting = _waiting(account)
    if waiting:
        return waiting
    scope = {"account": [account.url], "by": "page"}
    return want_run([account], scope=scope, at=at)


def _waiting(account: ForgeAccount) -> HarvestRun | None:
    return HarvestRun.objects.unfinished().filter(tasks__account=account).order_by("-pk").first()
