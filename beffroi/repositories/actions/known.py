"""Which known repository a row means: by its forge's id, then by its address, then by an alias."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F

from beffroi.journal.actions import rows as quick
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Alias, Repository, RepositoryQuerySet


class Known:
    """The repositories that some rows may mean, read with a few questions for all rows.

    ``unaliased``: addresses of rows that surely are nobody's alias.
    """

    def __init__(self, rows: Iterable[tuple[ForgeAccount, Mapping[str, Any]]]) -> None:
        self._by_key: dict[str, Repository] = {}
        self._by_id: dict[tuple[int, str], Repository] = {}
        self._read: dict[int, Repository] = {}
        self.unaliased: set[str] = set()
        rows = list(rows)
        self._accounts = {account.pk: account for account, _ in rows}
        keys = {facts["url_key"] for _, facts in rows}
        self._learn(Repository.objects.filter(url_key__in=quick.among(keys)))
        self._learn_aliases(keys - self._by_key.keys())
        self._learn_named([pair for pair in rows if pair[1]["forge_id"] and not self.by_id(*pair)])

    def keep(self, repository: Repository) -> None:
        """Remember a repository under its address and its id, as they are now."""
        self._by_key[repository.url_key] = repository
        if repository.forge_id:
            self._by_id[repository.account.forge_id, repository.forge_id] = repository

    def by_id(self, account: ForgeAccount, facts: Mapping[str, Any]) -> Repository | None:
        """Return the repository with the id of a row, on the row's forge."""
        if not self._by_id:  # a list never read before
            return None
        return self._by_id.get((account.forge_id, facts["forge_id"]))

    def find(self, account: ForgeAccount, facts: Mapping[str, Any]) -> Repository | None:
        """Return the repository that a row means, None when it is a new one.

        A row with another id, or of another birth, at an address that a repository has left, is a
        new one.
        """
        named = self.by_id(account, facts)
        if named is not None:
            return named
        there = self._by_key.get(facts["url_key"])
        if there is None or there.url_key == facts["url_key"]:
            return there
        ids = {there.forge_id, facts["forge_id"]} - {""}
        births = {second(there.created_at), second(facts.get("created_at"))} - {None}
        return None if len(ids) > 1 or len(births) > 1 else there

    def standing_at(self, key: str) -> Repository | None:
        """Return the repository whose address this is today; aliases do not count."""
        there = self._by_key.get(key)
        return there if there is not None and there.url_key == key else None

    def _learn(self, question: RepositoryQuerySet) -> None:
        """Read repositories with their accounts; one read before stays the same object."""
        found = [one for one in quick.read(question) if one.pk not in self._read]
        strange = {one.account_id for one in found} - self._accounts.keys()
        if strange:
            accounts = ForgeAccount.objects.select_related("organisation").in_bulk(strange)
            self._accounts |= accounts
        for repository in found:
            self._read[repository.pk] = repository
            quick.attach(repository, "account", self._accounts[repository.account_id])
            self.keep(repository)

    def _learn_named(self, rows: Sequence[tuple[ForgeAccount, Mapping[str, Any]]]) -> None:
        """Read those that have the ids of rows.

        The addition keeps databases from reading whole accounts instead.
        """
        ids = {facts["forge_id"] for _, facts in rows}
        if not ids:
            return
        forges = {account.forge_id for account, _ in rows}
        beside = ForgeAccount.objects.filter(forge__in=forges).values("pk")
        named = Repository.objects.filter(forge_id__in=quick.among(ids))
        self._learn(named.alias(under=F("account") + 0).filter(under__in=beside))

    def _learn_aliases(self, keys: set[str]) -> None:
        if not keys:
            return
        aliases = Alias.objects.filter(url_key__in=quick.among(keys))
        leads = dict(aliases.values_list("url_key", "repository"))
        self.unaliased = keys - leads.keys()
        if not leads:
            return
        self._learn(Repository.objects.filter(pk__in={*leads.values()} - self._read.keys()))
        self._by_key = {key: self._read[pk] for key, pk in leads.items()} | self._by_key


def second(at: datetime | None) -> datetime | None:
    """Return an instant to the second, as the least exact of lists give it."""
    return at.replace(microsecond=0) if at else None
