"""Repositories enter the catalogue, or learn what a source says of them anew."""

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from beffroi.forges.shapes import ForgeRepository
from beffroi.journal import actions as journal
from beffroi.journal.shapes import Deed
from beffroi.organisations.actions.changes import as_json, mark, take
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.facts import FactError, Remarks, facts_of, key_of, newest
from beffroi.repositories.actions.known import Known
from beffroi.repositories.models import Alias, Repository
from beffroi.repositories.shapes import CHANGED, NEW, REFUSED, REVIVABLE, SAME, Memory, Outcome

BATCH = 500
SHOWN_LENGTH = 200
_SILENT = frozenset({"head", "url_key", "publiccode", "files", "languages"})
"""Fields whose changes the journal does not spell out."""
_INSTANTS = ("pushed_at", "updated_at", "created_at")
NOTHING: Mapping[str, Memory] = {}
_ADDRESS = ("name", "full_name", "url", "url_key", "clone_url")

Row = tuple[ForgeAccount, dict[str, Any], Remarks]
Pair = tuple[Any, Any]


def record(
    found: Sequence[tuple[ForgeAccount, ForgeRepository]],
    *,
    source: str,
    at: datetime,
    memories: Mapping[str, Memory] = NOTHING,
) -> list[Outcome]:
    """Insert or update repositories, in batches of one transaction each; one outcome each.

    A repository is known by its forge's id, then by the comparison form of its address, then by
    an alias. One that returns after it was gone keeps its uid; one withdrawn by decision stays
    so. A second run changes nothing but the day of the last sight. A refused row touches no
    other. ``memories``: by address, what is remembered of those that are new here.
    """
    outcomes: list[Outcome] = []
    for start in range(0, len(found), BATCH):
        with transaction.atomic():
            outcomes += _Batch(source, at, memories).take(found[start : start + BATCH])
    return outcomes


def uid_of(name: str, url_key: str) -> str:
    """Return the permanent name of a repository: its name and a digest of its first address."""
    digest = base64.b32encode(hashlib.sha256(url_key.encode()).digest()).decode().lower()
    return f"{slugify(name)[:48].strip('-') or 'repository'}-{digest[:8]}"


class _Batch:
    """Some repositories recorded together: looked up, changed in memory, written at the end."""

    def __init__(self, source: str, at: datetime, memories: Mapping[str, Memory]) -> None:
        self._source, self._at, self._memories = source, at, memories
        self._known = Known([])
        self._uids: set[str] = set()
        self._met: set[str] = set()
        self._new: list[Repository] = []
        self._changed: dict[int, tuple[Repository, set[str]]] = {}
        self._seen: list[int] = []
        self._aliases: dict[str, Alias] = {}
        self._deeds: list[Deed] = []
        self._bodies: set[str] = set()  # whose number of repositories changed

    def take(self, found: Sequence[tuple[ForgeAccount, ForgeRepository]]) -> list[Outcome]:
        """Record a batch and return its outcomes."""
        outcomes: dict[int, Outcome] = {}
        rows: dict[int, Row] = {}
        for place, (account, one) in enumerate(found):
            try:
                rows[place] = (account, *facts_of(one))
            except FactError as error:
                outcomes[place] = Outcome(REFUSED, "", error.field, error.code, error.message)
        _wait_for({account.pk for account, _, _ in rows.values()})
        self._known = Known((account, facts) for account, facts, _ in rows.values())
        wanted = [uid_of(facts["name"], facts["url_key"]) for _, facts, _ in rows.values()]
        wanted += [memory.uid for memory in self._memories.values()]
        taken = Repository.objects.filter(uid__in=wanted).values_list("uid", flat=True)
        self._uids = set(taken)
        for place in sorted(rows, key=lambda place: not self._is_by_id(rows[place])):
            outcomes[place] = self._take(*rows[place])
        self._write()
        return [outcomes[place] for place in range(len(found))]

    def _is_by_id(self, row: Row) -> bool:
        """Tell whether a row is known by its id: those first, since they may leave an address."""
        account, facts, _ = row
        return self._known.by_id(account, facts) is not None

    def _take(self, account: ForgeAccount, facts: dict[str, Any], remarks: Remarks) -> Outcome:
        known = self._known.find(account, facts)
        if known is None:
            return Outcome(NEW, self._insert(account, facts).uid, remarks=remarks)
        remarks += self._also_listed(known, account, facts)
        if known.uid in self._met:
            text = f"{facts['url']} is listed twice; the first listing counts."
            return Outcome(SAME, known.uid, remarks=(*remarks, ("url", "listed-twice", text)))
        self._met.add(known.uid)
        if known.withdrawn_at is not None and known.withdrawn_reason not in REVIVABLE:
            text = f"{known.url} was withdrawn by decision ({known.withdrawn_reason}); it stays so."
            return Outcome(SAME, known.uid, remarks=(*remarks, ("url", "stays-withdrawn", text)))
        if not self._is_free(known, facts):
            text = f"Another repository is known at {facts['url']}; read its account first."
            return Outcome(REFUSED, known.uid, "url", "address-taken", text)
        return Outcome(self._update(known, account, facts), known.uid, remarks=remarks)

    def _insert(self, account: ForgeAccount, facts: dict[str, Any]) -> Repository:
        said = {name: value for name, value in facts.items() if value is not None}
        said |= dict.fromkeys(("first_seen_at", "seen_at", "changed_at"), self._at)
        memory = self._memories.get(facts["url"])
        if memory:
            said |= memory.facts
            said["seen_at"] = max(self._at, said["first_seen_at"])
        repository = Repository(uid=self._free_uid(facts, memory), account=account, **said)
        if not repository.sources:
            mark(repository, {}, source=self._source, at=self._at)
        self._new.append(repository)
        self._met.add(repository.uid)
        self._uids.add(repository.uid)
        self._known.keep(repository)
        self._bodies.add(account.organisation.uid)
        self._note("recorded", repository, {"url": (None, repository.url)})
        return repository

    def _free_uid(self, facts: Mapping[str, Any], memory: Memory | None) -> str:
        """Return the uid; another one where a repository that moved away has it for good."""
        if memory and memory.uid not in self._uids:
            return memory.uid
        uid = uid_of(facts["name"], facts["url_key"])
        if uid in self._uids:
            uid = uid_of(facts["name"], f"{facts['url_key']}#{facts['forge_id']}")
        return uid

    def _also_listed(
        self, known: Repository, account: ForgeAccount, facts: Mapping[str, Any]
    ) -> Remarks:
        """Keep the path of a second account under which the same address is listed."""
        if known.account_id == account.pk or facts["url_key"] != known.url_key:
            return ()
        url = f"{account.url}/{facts['name']}"
        key = key_of(url)
        if key != known.url_key and not Alias.objects.filter(url_key=key).exists():
            self._aliases[key] = self._alias(known, url, key, listed_under=account.full_path)
        text = f"It is also listed under {account.full_path}, and stays with {known.account}."
        return (("account", "listed-under-two", text),)

    def _is_free(self, known: Repository, facts: Mapping[str, Any]) -> bool:
        """Tell whether an address may become this repository's; a tombstone gives it up."""
        if not _is_named(known, facts):
            return True
        there = self._known.standing_at(facts["url_key"])
        if there is None or there is known:
            return True
        if there.withdrawn_at is None or there.pk is None:
            return False
        there.url_key = f"{there.url_key}#{there.uid}"
        self._changed[there.pk] = (there, {"url_key"})
        return True

    def _update(self, known: Repository, account: ForgeAccount, facts: dict[str, Any]) -> str:
        self._seen.append(known.pk)
        before_url, before_key = known.url, known.url_key
        if facts["url_key"] != before_key and not _is_named(known, facts):
            facts = {**facts, **dict.fromkeys(_ADDRESS)}  # an alias of it: its address stays
        kept = [getattr(known, name) for name in _INSTANTS if facts[name] is None]
        facts["last_activity_at"] = newest([facts["last_activity_at"], *kept])
        changed: dict[str, Pair] = take(known, facts, source=self._source, at=self._at)
        verb = "changed"
        if known.url_key != before_key:
            verb = "renamed"
            self._aliases[before_key] = self._alias(known, before_url, before_key)
            changed |= self._move(known, account)
        if known.withdrawn_at is not None:
            verb = "returned"
            changed["withdrawn_reason"] = (known.withdrawn_reason, "")
            known.withdrawn_at, known.withdrawn_reason = None, ""
            self._bodies.add(known.account.organisation.uid)
        if not changed:
            return SAME
        self._known.keep(known)
        self._changed[known.pk] = (known, {*changed, "withdrawn_at", "changed_at", "sources"})
        known.changed_at = self._at
        self._note(verb, known, changed)
        return CHANGED

    def _move(self, known: Repository, account: ForgeAccount) -> dict[str, Pair]:
        """Put a transferred repository under its new account."""
        before = known.account
        if before.pk == account.pk:
            return {}
        known.account = account
        self._bodies |= {before.organisation.uid, account.organisation.uid}
        return {"account": (before.uid, account.uid)}

    def _alias(self, known: Repository, url: str, key: str, *, listed_under: str = "") -> Alias:
        return Alias(
            repository=known, url=url, url_key=key, listed_under=listed_under, since=self._at,
            source=self._source,
        )  # fmt: skip

    def _write(self) -> None:
        for repository, fields in self._changed.values():
            repository.save(update_fields=fields)
        Repository.objects.bulk_create(self._new, batch_size=100)
        touched = [*self._new, *(repository for repository, _ in self._changed.values())]
        self._write_aliases({repository.url_key for repository in touched})
        seen = Repository.objects.filter(pk__in=self._seen, seen_at__lt=self._at)
        seen.update(seen_at=self._at, missing_since=None, missing_runs=0)
        journal.note(self._deeds)
        journal.want_indexed("repository", [repository.uid for repository in touched])
        journal.want_indexed("organisation", self._bodies)

    def _write_aliases(self, addresses: set[str]) -> None:
        """Write new aliases; an address of a repository is nobody's alias any more."""
        wanted = [alias for key, alias in self._aliases.items() if key not in addresses]
        if addresses or wanted:
            stale = addresses | {alias.url_key for alias in wanted}
            Alias.objects.filter(url_key__in=stale).delete()
        Alias.objects.bulk_create(wanted)

    def _note(self, verb: str, repository: Repository, changed: Mapping[str, Pair]) -> None:
        shown = {name: pair for name, pair in changed.items() if name not in _SILENT}
        before = {name: _short(pair[0]) for name, pair in shown.items() if verb != "recorded"}
        self._deeds.append(
            Deed(
                at=self._at, verb=verb, object_kind="repository", object_uid=repository.uid,
                source=self._source, body_uid=repository.account.organisation.uid,
                before=before, after={name: _short(pair[1]) for name, pair in shown.items()},
            )
        )  # fmt: skip


def _wait_for(accounts: Iterable[int]) -> None:
    """Let two that record the same accounts go one after the other, on PostgreSQL too."""
    locked = ForgeAccount.objects.select_for_update().filter(pk__in=accounts).order_by("pk")
    list(locked.values_list("pk"))


def _is_named(known: Repository, facts: Mapping[str, Any]) -> bool:
    """Tell whether a row has the forge's own id of a repository: then its address is believed."""
    return bool(facts["forge_id"]) and facts["forge_id"] == known.forge_id


def _short(value: Any) -> Any:
    plain = as_json(value)
    return plain[:SHOWN_LENGTH] if isinstance(plain, str) else plain
