"""Repositories that a person, or the forge, puts at another address: the former one is an alias."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from beffroi.forges.addresses import AccountAddress
from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions import (
    end_account,
    move_account,
    register_account,
    rename_account,
    rename_forge,
)
from beffroi.organisations.actions.changes import mark
from beffroi.organisations.models import Forge, ForgeAccount
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.actions.merging import merge
from beffroi.repositories.actions.scopes import in_tree
from beffroi.repositories.models import Alias, HarvestPage, Repository

CHUNK = 500


@transaction.atomic
def follow_account(
    account: ForgeAccount, address: AccountAddress, *, source: str, at: datetime
) -> int:
    """Put an account, and all it holds, at another path of its forge; how many repositories.

    Where an account is registered there already, it takes them, and this one ends.
    """
    before = account.url
    there = ForgeAccount.objects.filter(forge=account.forge, path_key=address.full_path.lower())
    twin = there.exclude(pk=account.pk).select_related("forge", "organisation").first()
    rows = list(Repository.objects.filter(in_tree(account)).values_list("pk", flat=True))
    if twin is None:
        rename_account(account, address, source=source, at=at)
    else:
        end_account(account, source=source, at=at)
    HarvestPage.objects.filter(account=account).delete()
    return _readdress_all(rows, {before: address.url}, {account.pk: twin}, source=source, at=at)


@transaction.atomic
def follow_repositories(
    account: ForgeAccount,
    moved: Mapping[str, tuple[str, AccountAddress]],
    *,
    source: str,
    at: datetime,
) -> int:
    """Put repositories, by uid, at their new addresses; their accounts become the body's."""
    count = 0
    rows = Repository.objects.listed().select_related("account__forge", "account__organisation")
    for row in rows.filter(uid__in=list(moved)):
        url, home = moved[row.uid]
        there = register_account(home, source=source, at=at)
        if not there.organisation.identifiers.exists():
            move_account(there, account.organisation, source=source, at=at)
        count += _readdress(row, url, there, source=source, at=at)
    return count


@transaction.atomic
def rename_host(forge: Forge, host: str, *, source: str, at: datetime) -> int:
    """Give a forge another host name: nothing is removed, every former address is an alias.

    Returns how many repositories have a new address.
    """
    before = forge.host
    rows = Repository.objects.filter(account__forge=forge).values_list("pk", flat=True)
    keys = list(rows)
    both = rename_forge(forge, host, source=source, at=at)
    for former, _ in both:
        end_account(former, source=source, at=at)
    HarvestPage.objects.filter(account__forge__in=[forge.pk]).delete()
    twins = {former.pk: twin for former, twin in both}
    return _readdress_all(
        keys, {f"https://{before}": f"https://{host}", f"http://{before}": f"http://{host}"}, twins,
        source=source, at=at,
    )  # fmt: skip


def _readdress_all(
    keys: list[int],
    prefixes: Mapping[str, str],
    twins: Mapping[int, ForgeAccount | None],
    *,
    source: str,
    at: datetime,
) -> int:
    count = 0
    found = Repository.objects.select_related("account__forge", "account__organisation")
    for start in range(0, len(keys), CHUNK):
        for row in found.filter(pk__in=keys[start : start + CHUNK]):
            for before, after in prefixes.items():
                if f"{row.url}/".lower().startswith(f"{before}/".lower()):
                    url = after + row.url[len(before) :]
                    home = twins.get(row.account_id) or row.account
                    count += _readdress(row, url, home, source=source, at=at)
                    break
    return count


def _readdress(
    row: Repository, url: str, account: ForgeAccount, *, source: str, at: datetime
) -> bool:
    """Put one repository at another address; False where it is there already."""
    key = key_of(url)
    if key == row.url_key and account.pk == row.account_id:
        return False
    there = Repository.objects.filter(url_key=key).exclude(pk=row.pk)
    twin = there.select_related("account__forge", "account__organisation").first()
    if twin is not None and twin.withdrawn_at is None:
        if row.withdrawn_at is None:
            merge(row, twin, source=source, at=at)
        return row.withdrawn_at is None
    if twin is not None:
        Repository.objects.filter(pk=twin.pk).update(url_key=f"{key[:560]}#{twin.uid}")
    former, former_key, former_account = row.url, row.url_key, row.account
    row.url, row.url_key, row.account, row.changed_at = url, key, account, at
    row.clone_url = url + _suffix(row.clone_url, former)
    row.full_name = url.partition("://")[2].partition("/")[2]
    row.name = row.full_name.rpartition("/")[2]
    row.missing_since, row.missing_runs = None, 0
    mark(row, {"url": former}, source=source, at=at)
    row.save()
    Alias.objects.filter(url_key=key).delete()
    if former_key != key:
        Alias.objects.update_or_create(
            url_key=former_key,
            defaults={"repository": row, "url": former, "since": at, "source": source},
        )
    _note(row, {"url": former, "account": former_account.uid}, source=source, at=at)
    journal.want_indexed("organisation", [former_account.organisation.uid])
    return True


def _suffix(clone_url: str, url: str) -> str:
    """Return what a clone address had after the address of its page, such as ``.git``."""
    return clone_url.removeprefix(url) if clone_url.startswith(url) else ".git"


def _note(row: Repository, before: dict[str, str], *, source: str, at: datetime) -> None:
    after = {"url": row.url, "account": row.account.uid}
    same = {name for name, value in after.items() if before[name] == value}
    deed = Deed(
        at=at, verb="renamed", object_kind="repository", object_uid=row.uid, source=source,
        body_uid=row.account.organisation.uid,
        before={name: value for name, value in before.items() if name not in same},
        after={name: value for name, value in after.items() if name not in same},
    )  # fmt: skip
    journal.note([deed])
    journal.want_indexed("repository", [row.uid])
    journal.want_indexed("organisation", [row.account.organisation.uid])
