"""Under which registered account a listed repository belongs, on the forge of the list."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from beffroi.forges.addresses import ONE_SEGMENT
from beffroi.forges.shapes import ForgeRepository
from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.actions.scopes import below
from beffroi.repositories.models import Repository

CHUNK = 500


class Places:
    """The registered accounts at and below that of a list, ready to be asked often.

    A repository belongs to the deepest of them whose path is the beginning of its own, segment by
    segment and without case; where that one is ignored or withdrawn, it is out of scope.
    """

    def __init__(self, account: ForgeAccount) -> None:
        self.account = account
        self._by_path: dict[str, ForgeAccount] = {account.path_key: account}
        if account.path_key and account.forge.software in ONE_SEGMENT:
            return
        under = ForgeAccount.objects.filter(below(account)).select_related("forge", "organisation")
        self._by_path |= {one.path_key: one for one in under}

    @property
    def is_nested(self) -> bool:
        """Tell whether anything is registered below."""
        return len(self._by_path) > 1

    def of(self, found: ForgeRepository) -> ForgeAccount:
        """Return the account of a repository, maybe one that is not read."""
        if not self.is_nested:
            return self.account
        parts = key_of(found.url).split("/")[1:-1]
        for end in range(len(parts), -1, -1):
            place = self._by_path.get("/".join(parts[:end]))
            if place is not None:
                return place
        return self.account


def is_read(account: ForgeAccount) -> bool:
    """Tell whether the catalogue wants what an account holds."""
    return account.withdrawn_at is None and account.ignored_since is None


def registered_at(account: ForgeAccount, url: str) -> ForgeAccount | None:
    """Return the deepest registered account of a forge that an address lies under, if any."""
    host, *parts = key_of(url).split("/")
    forge = account.forge
    names = {forge.host, *forge.aliases.values_list("host", flat=True)}
    if host not in names:
        return None
    paths = ["/".join(parts[:end]) for end in range(len(parts) - 1, -1, -1)]
    known = ForgeAccount.objects.filter(forge=forge, path_key__in=paths)
    by_path = {one.path_key: one for one in known.select_related("forge", "organisation")}
    return next((by_path[path] for path in paths if path in by_path), None)


def gather(placed: Sequence[tuple[ForgeAccount, str]], *, source: str, at: datetime) -> None:
    """Put repositories, by uid, under their accounts where a group above still holds them.

    So it is with all that a group held when a group within it is registered.
    """
    wanted = {uid: account for account, uid in placed}
    found = Repository.objects.select_related("account__organisation")
    uids = list(wanted)
    for start in range(0, len(uids), CHUNK):
        for row in found.filter(uid__in=uids[start : start + CHUNK]):
            if row.account_id != wanted[row.uid].pk and _is_above(row, wanted[row.uid]):
                _put(row, wanted[row.uid], source=source, at=at)


def _is_above(row: Repository, account: ForgeAccount) -> bool:
    """Tell whether an account lies between a repository and the account that holds it."""
    here = row.account
    inside = not here.path_key or account.path_key.startswith(f"{here.path_key}/")
    there = row.url_key.partition("/")[2].startswith(f"{account.path_key}/")
    return here.forge_id == account.forge_id and inside and there


def _put(row: Repository, account: ForgeAccount, *, source: str, at: datetime) -> None:
    before = row.account
    Repository.objects.filter(pk=row.pk).update(account=account, changed_at=at)
    deed = Deed(
        at=at, verb="changed", object_kind="repository", object_uid=row.uid, source=source,
        body_uid=account.organisation.uid, before={"account": before.uid},
        after={"account": account.uid},
    )  # fmt: skip
    journal.note([deed])
    journal.want_indexed("repository", [row.uid])
    bodies = {before.organisation.uid, account.organisation.uid}
    journal.want_indexed("organisation", bodies)


def has_groups_above(account: ForgeAccount) -> bool:
    """Tell whether another account of the forge lies above one."""
    parts = account.path_key.split("/")
    if account.path_key and account.forge.software in ONE_SEGMENT:
        return False
    above = ["/".join(parts[:end]) for end in range(len(parts))]
    return ForgeAccount.objects.filter(
        Q(forge=account.forge_id, path_key__in=above) & ~Q(pk=account.pk)
    ).exists()
