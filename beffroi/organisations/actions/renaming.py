"""Accounts and hosts that have another name now; their permanent names stay."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from beffroi.forges.addresses import AccountAddress
from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import mark
from beffroi.organisations.models import Forge, ForgeAccount, ForgeAlias
from beffroi.organisations.shapes import AccountFacts

MOVED = "moved"
"""Why an account is withdrawn whose repositories another account has now."""


@transaction.atomic
def rename_account(
    account: ForgeAccount, address: AccountAddress, *, source: str, at: datetime
) -> None:
    """Give an account another path on its forge; those below it go with it."""
    path, key = account.full_path, account.path_key
    under = Q(forge=account.forge_id, path_key__startswith=f"{key}/")
    for one in [account, *ForgeAccount.objects.filter(under).select_related("organisation")]:
        rest = one.full_path[len(path) :]
        _readdress(one, address.full_path + rest, address.url + rest, source=source, at=at)


@transaction.atomic
def end_account(account: ForgeAccount, *, source: str, at: datetime) -> None:
    """Withdraw an account whose repositories another one has now."""
    account.withdrawn_at, account.withdrawn_reason, account.changed_at = at, MOVED, at
    account.save(update_fields=("withdrawn_at", "withdrawn_reason", "changed_at"))
    _note(account, "withdrawn", {}, {"reason": MOVED}, source=source, at=at)


@transaction.atomic
def rename_forge(
    forge: Forge, host: str, *, source: str, at: datetime
) -> list[tuple[ForgeAccount, ForgeAccount]]:
    """Give a forge another host name; the one before stays as an alias.

    Where the other host is known as a forge already, accounts go there; returned are those that
    both have: (of the former, of the new).
    """
    there = Forge.objects.filter(host=host).exclude(pk=forge.pk).first()
    before = forge.host
    ForgeAlias.objects.filter(host=host).delete()
    accounts = list(ForgeAccount.objects.filter(forge=forge).select_related("organisation"))
    if there is None:
        forge.host = host
        forge.save(update_fields=("host",))
    else:
        forge.ignored_since = at.date()
        forge.save(update_fields=("ignored_since",))
    home = there or forge
    ForgeAlias.objects.filter(forge=forge).update(forge=home)
    ForgeAlias.objects.update_or_create(host=before, defaults={"forge": home, "since": at})
    known = {one.path_key: one for one in ForgeAccount.objects.filter(forge=there)} if there else {}
    both = []
    for account in accounts:
        twin = known.get(account.path_key)
        if twin is not None:
            both.append((account, twin))
            continue
        account.forge = home
        url = account.url.replace(f"//{before}", f"//{host}", 1)
        _readdress(account, account.full_path, url, source=source, at=at)
    return both


def todays(facts: AccountFacts) -> AccountFacts:
    """Return facts of an account under the name that its host has today."""
    alias = ForgeAlias.objects.filter(host=facts.host).select_related("forge").first()
    if alias is None:
        return facts
    url = facts.url.replace(f"//{facts.host}", f"//{alias.forge.host}", 1)
    return replace(facts, host=alias.forge.host, url=url)


def _readdress(
    account: ForgeAccount, full_path: str, url: str, *, source: str, at: datetime
) -> None:
    before = {"full_path": account.full_path, "url": account.url}
    account.full_path, account.path_key, account.url = full_path, full_path.lower(), url
    account.error_code, account.error_at, account.changed_at = "", None, at
    mark(account, {"url": before["url"]}, source=source, at=at)
    account.save(
        update_fields=[
            *("forge", "full_path", "path_key", "url", "error_code", "error_at"),
            *("changed_at", "sources"),
        ]
    )
    after = {"full_path": full_path, "url": url}
    _note(account, "renamed", before, after, source=source, at=at)


def _note(  # noqa: PLR0913 (the parts of one act)
    account: ForgeAccount,
    verb: str,
    before: dict[str, str],
    after: dict[str, str],
    *,
    source: str,
    at: datetime,
) -> None:
    deed = Deed(
        at=at, verb=verb, object_kind="account", object_uid=account.uid, source=source,
        body_uid=account.organisation.uid, before=before, after=after,
    )  # fmt: skip
    journal.note([deed])
    journal.want_indexed("account", [account.uid])
    journal.want_indexed("organisation", [account.organisation.uid])
