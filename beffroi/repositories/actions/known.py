"""Which known repository a row means: by its forge's id, then by its address, then by an alias."""

from collections.abc import Iterable, Mapping
from typing import Any

from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.models import Alias, Repository


class Known:
    """The repositories that some rows may mean, read with a few questions for all rows."""

    def __init__(self, rows: Iterable[tuple[ForgeAccount, Mapping[str, Any]]]) -> None:
        self._by_key: dict[str, Repository] = {}
        self._by_id: dict[tuple[int, str], Repository] = {}
        rows = list(rows)
        keys = [facts["url_key"] for _, facts in rows]
        known = Repository.objects.select_related("account__organisation")
        aliases = Alias.objects.filter(url_key__in=keys)
        for alias in aliases.select_related("repository__account__organisation"):
            self._by_key[alias.url_key] = alias.repository
        for repository in known.filter(url_key__in=keys):
            self.keep(repository)
        ids = {facts["forge_id"] for _, facts in rows} - {""}
        forges = {account.forge_id for account, facts in rows if facts["forge_id"]}
        for repository in known.filter(forge_id__in=ids, account__forge__in=forges) if ids else ():
            self.keep(repository)

    def keep(self, repository: Repository) -> None:
        """Remember a repository under its address and its id, as they are now."""
        self._by_key[repository.url_key] = repository
        if repository.forge_id:
            self._by_id[repository.account.forge_id, repository.forge_id] = repository

    def by_id(self, account: ForgeAccount, facts: Mapping[str, Any]) -> Repository | None:
        """Return the repository with the id of a row, on the row's forge."""
        return self._by_id.get((account.forge_id, facts["forge_id"]))

    def find(self, account: ForgeAccount, facts: Mapping[str, Any]) -> Repository | None:
        """Return the repository that a row means, None when it is a new one.

        A row with another id, at an address that a repository has left, is a new one.
        """
        named = self.by_id(account, facts)
        if named is not None:
            return named
        there = self._by_key.get(facts["url_key"])
        if there is None or there.url_key == facts["url_key"]:
            return there
        ids = {there.forge_id, facts["forge_id"]} - {""}
        return None if len(ids) > 1 else there

    def standing_at(self, key: str) -> Repository | None:
        """Return the repository whose address this is today; aliases do not count."""
        there = self._by_key.get(key)
        return there if there is not None and there.url_key == key else None
