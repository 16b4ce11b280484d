"""Repositories enter the catalogue, or learn what a source says of them anew."""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.utils.text import slugify

from beffroi.forges.shapes import ForgeRepository
from beffroi.journal import actions as journal
from beffroi.journal.actions import rows
from beffroi.journal.shapes import Deed
from beffroi.lib.dates import write_instant
from beffroi.organisations.actions.changes import as_json, take
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions.facts import FactError, Remarks, facts_of, key_of, newest
from beffroi.repositories.actions.known import Known, second
from beffroi.repositories.actions.returning import may_return
from beffroi.repositories.actions.wishes import stronger, wants_look
from beffroi.repositories.models import Alias, Repository
from beffroi.repositories.shapes import CHANGED, NEW, REFUSED, SAME, Memory, Outcome

BATCH = 1000
SHOWN_LENGTH = 200
_SILENT = frozenset({"url_key", "publiccode", "files", "languages"})
"""Fields whose changes the journal does not spell out."""
_INSTANTS = ("pushed_at", "updated_at", "created_at")
NOTHING: Mapping[str, Memory] = {}
_UNIQUE = {"url_key", "account_id", "forge_id"}
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


_PLAIN = re.compile("[a-z0-9]+(?:[-_][a-z0-9]+)*", re.ASCII)


@lru_cache(maxsize=4 * BATCH)
def uid_of(name: str, url_key: str) -> str:
    """Return the permanent name of a repository: its name and a digest of its first address."""
    digest = base64.b32encode(hashlib.sha256(url_key.encode()).digest()[:5]).decode().lower()
    plain = name.lower()
    slug = plain if _PLAIN.fullmatch(plain) else slugify(name)  # nearly all are
    return f"{slug[:48].strip('-') or 'repository'}-{digest}"


class _Batch:
    """Some repositories recorded together: looked up, changed in memory, written at the end."""

    def __init__(self, source: str, at: datetime, memories: Mapping[str, Memory]) -> None:
        self._source, self._at, self._memories = source, at, memories
        self._known: Known  # read when the rows are known
        self._first = _first_facts(source, at)
        self._uids: set[str] = set()
        self._met: set[str] = set()
        self._new: list[Repository] = []
        self._changed: dict[int, tuple[Repository, set[str]]] = {}
        self._seen: list[int] = []
        self._to_look: list[int] = []
        self._aliases: dict[str, Alias] = {}
        self._deeds: list[Deed] = []
        self._bodies: set[str] = set()  # whose number of repositories changed
        self._body_of: dict[int, str] = {}

    def take(self, found: Sequence[tuple[ForgeAccount, ForgeRepository]]) -> list[Outcome]:
        """Record a batch and return its outcomes."""
        outcomes: dict[int, Outcome] = {}
        read: dict[int, Row] = {}
        for place, (account, one) in enumerate(found):
            try:
                read[place] = (account, *facts_of(one))
            except FactError as error:
                outcomes[place] = Outcome(REFUSED, "", error.field, error.code, error.message)
        _wait_for({account.pk for account, _, _ in read.values()})
        self._known = Known((account, facts) for account, facts, _ in read.values())
        self._uids = self._taken(read.values())
        for place in self._ordered(read):
            outcomes[place] = self._take(*read[place])
        self._write()
        return [outcomes[place] for place in range(len(found))]

    def _taken(self, read: Iterable[Row]) -> set[str]:
        """Return those uids that exist of all that rows, if they are new, might be given."""
        wanted = [
            uid_of(facts["name"], facts["url_key"])
            for account, facts, _ in read
            if not self._known.by_id(account, facts)
            and (facts["forge_id"] or not self._known.find(account, facts))
        ]
        wanted += [memory.uid for memory in self._memories.values()]
        if not wanted:
            return set()
        taken = Repository.objects.filter(uid__in=rows.among(wanted))
        return set(taken.values_list("uid", flat=True))

    def _ordered(self, read: Mapping[int, Row]) -> list[int]:
        """Return the places of rows, those known by their id first: they may leave an address."""
        named: list[int] = []
        others: list[int] = []
        for place, (account, facts, _) in read.items():
            (others if self._known.by_id(account, facts) is None else named).append(place)
        return [*named, *others]

    def _take(self, account: ForgeAccount, facts: dict[str, Any], remarks: Remarks) -> Outcome:
        known = self._known.find(account, facts)
        if known is None:
            return Outcome(NEW, self._insert(account, facts).uid, remarks=remarks)
        remarks += self._also_listed(known, account, facts)
        if known.uid in self._met:
            text = f"{facts['url']} is listed twice; the first listing counts."
            return Outcome(SAME, known.uid, remarks=(*remarks, ("url", "listed-twice", text)))
        self._met.add(known.uid)
        if known.withdrawn_at is not None and not may_return(known):
            text = f"{known.url} was withdrawn by decision ({known.withdrawn_reason}); it stays so."
            return Outcome(SAME, known.uid, remarks=(*remarks, ("url", "stays-withdrawn", text)))
        if not self._is_free(known, facts):
            text = f"Another repository is listed at {facts['url']} too; that one counts."
            return Outcome(REFUSED, known.uid, "url", "address-taken", text)
        return Outcome(self._update(known, account, facts), known.uid, remarks=remarks)

    def _insert(self, account: ForgeAccount, facts: dict[str, Any]) -> Repository:
        said = {**facts, **self._first}
        if facts["withheld"]:
            said["look_wanted_at"] = None
        memory = self._memories.get(facts["url"])
        if memory:
            said |= memory.facts
            said["seen_at"] = max(self._at, said["first_seen_at"])
        said["uid"] = self._free_uid(facts, memory)
        repository = rows.fresh(Repository, said)
        rows.attach(repository, "account", account)
        self._new.append(repository)
        self._met.add(repository.uid)
        self._uids.add(repository.uid)
        self._known.keep(repository)
        self._bodies.add(self._body(account))
        self._note("recorded", repository, {}, {"url": repository.url[:SHOWN_LENGTH]})
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
        """Tell whether an address may become this repository's; who was there has left it.

        Written at once, so that two may change places. Only what this very list shows there stays.
        """
        if not _is_named(known, facts):
            return True
        there = self._known.standing_at(facts["url_key"])
        if there is None or there is known:
            return True
        if there.uid in self._met or there.pk is None:
            return False
        there.url_key = f"{there.url_key[:560]}#{there.uid}"
        Repository.objects.filter(pk=there.pk).update(url_key=there.url_key)
        return True

    def _update(self, known: Repository, account: ForgeAccount, facts: dict[str, Any]) -> str:
        self._seen.append(known.pk)
        before_url, before_key = known.url, known.url_key
        said = self._believed(known, facts)
        changed: dict[str, Pair] = take(known, said, source=self._source, at=self._at)
        if known.look_wanted_at is None and wants_look(known, facts, changed):
            self._to_look.append(known.pk)
        verb = "changed"
        if known.url_key != before_key:
            verb = "renamed"
            if not before_key.endswith(f"#{known.uid}"):  # another one has that address
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
        self._changed[known.pk] = (known, {*changed, "changed_at", "sources"})
        known.changed_at = self._at
        self._note_change(verb, known, changed)
        return CHANGED

    def _believed(self, known: Repository, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of the facts counts for a known repository; the rest as unknown."""
        said = stronger(known, facts)
        del said["head"]  # that of the last look stays
        if facts["url_key"] != known.url_key and not _is_named(known, facts):
            said |= dict.fromkeys(_ADDRESS)  # an alias of it: its address stays
        kept = [getattr(known, name) for name in _INSTANTS if facts[name] is None]
        said["last_activity_at"] = newest([facts["last_activity_at"], *kept])
        return said

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
        self._write_changes()
        rows.insert(Repository, [repository.__dict__ for repository in self._new])
        touched = [*self._new, *(repository for repository, _ in self._changed.values())]
        moved = [one for one, names in self._changed.values() if "url_key" in names]
        self._write_aliases({repository.url_key for repository in (*self._new, *moved)})
        seen = Repository.objects.filter(pk__in=self._seen, seen_at__lt=self._at)
        seen.update(seen_at=self._at, missing_since=None, missing_runs=0)
        journal.note(self._deeds)
        journal.want_indexed("repository", [repository.uid for repository in touched])
        journal.want_indexed("organisation", self._bodies)

    def _write_changes(self) -> None:
        """Write what changed: where an address or an id moves, in the order that frees it first."""
        moved: list[tuple[int, dict[str, Any]]] = []
        others: list[tuple[int, dict[str, Any]]] = []
        for pk, (repository, names) in self._changed.items():
            columns = _columns(frozenset(names))
            values = {name: repository.__dict__[name] for name in columns}
            (others if _UNIQUE.isdisjoint(columns) else moved).append((pk, values))
        others.sort(key=lambda change: tuple(change[1]))
        rows.update(Repository, [*moved, *others])
        if self._to_look:
            wished = Repository.objects.filter(pk__in=self._to_look)
            wished.update(look_wanted_at=self._at, look_failures=0)

    def _write_aliases(self, addresses: set[str]) -> None:
        """Write new aliases; an address of a repository is nobody's alias any more."""
        wanted = [alias for key, alias in self._aliases.items() if key not in addresses]
        stale = (addresses - self._known.unaliased) | {alias.url_key for alias in wanted}
        if stale:
            Alias.objects.filter(url_key__in=rows.among(stale)).delete()
        if wanted:
            self._give_keys([alias.repository for alias in wanted if alias.repository.pk is None])
            Alias.objects.bulk_create(wanted)

    def _give_keys(self, new: list[Repository]) -> None:
        """Let new repositories that aliases lead to know the keys that the database gave."""
        uids = [repository.uid for repository in new]
        keys = dict(Repository.objects.filter(uid__in=uids).values_list("uid", "pk"))
        for repository in new:
            repository.pk = keys[repository.uid]

    def _note_change(self, verb: str, repository: Repository, changed: Mapping[str, Pair]) -> None:
        shown = {name: pair for name, pair in changed.items() if name not in _SILENT}
        before = {name: _short(pair[0]) for name, pair in shown.items()}
        self._note(
            verb, repository, before, {name: _short(pair[1]) for name, pair in shown.items()}
        )

    def _note(
        self,
        verb: str,
        repository: Repository,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        self._deeds.append(
            Deed(
                at=self._at, verb=verb, object_kind="repository", object_uid=repository.uid,
                source=self._source, body_uid=self._body(repository.account),
                before=before, after=after,
            )
        )  # fmt: skip

    def _body(self, account: ForgeAccount) -> str:
        """Return the uid of an account's body, asked for each row."""
        known = self._body_of.get(account.pk)
        if known is None:
            known = self._body_of[account.pk] = account.organisation.uid
        return known


def _wait_for(accounts: Iterable[int]) -> None:
    """Let two that record the same accounts go one after the other, on PostgreSQL too."""
    if connection.features.has_select_for_update:
        locked = ForgeAccount.objects.select_for_update().filter(pk__in=accounts).order_by("pk")
        list(locked.values_list("pk"))


def _first_facts(source: str, at: datetime) -> dict[str, Any]:
    """Return what all rows that are new have in common; ``head`` is that of the last look."""
    instants = dict.fromkeys(("first_seen_at", "seen_at", "changed_at", "look_wanted_at"), at)
    return {**instants, "head": "", "sources": {"*": {"by": source, "at": write_instant(at)}}}


@lru_cache(maxsize=1000)
def _columns(names: frozenset[str]) -> tuple[str, ...]:
    """Return the columns of changed fields; a withdrawal has two."""
    beside = {"account": "account_id", "withdrawn_reason": "withdrawn_at"}
    columns = {*names} - {"account"} | {beside[name] for name in names & beside.keys()}
    return tuple(sorted(columns))


def _is_named(known: Repository, facts: Mapping[str, Any]) -> bool:
    """Tell whether a row surely means a repository: then its address is believed.

    By the forge's own id; where nobody knows one, by the second in which it was created.
    """
    if facts["forge_id"] or known.forge_id:
        return bool(facts["forge_id"] == known.forge_id)
    born = second(known.created_at)
    return born is not None and born == second(facts["created_at"])


def _short(value: Any) -> Any:
    plain = as_json(value)
    return plain[:SHOWN_LENGTH] if isinstance(plain, str) else plain
