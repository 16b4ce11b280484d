"""Real runs of a catalogue as successive harvests: what was in its lists, and what was not.

Each run that changed the list of an account is a harvest of this account: a task with one complete
list, settled by the same actions that the driver calls. A run in which an account did not change is
left out, but for those that its missing repositories wait for.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from beffroi.forges.shapes import ForgeRepository, Reading
from beffroi.lib.dates import read_instant
from beffroi.organisations.models import Forge, ForgeAccount
from beffroi.repositories.actions import harvest
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.actions.questions import settle
from beffroi.repositories.models import HarvestRun, HarvestTask, Question
from tests.makers import make_organisation

AGAIN = (timedelta(hours=25), timedelta(days=7, hours=1))
"""When an account that misses something is read again, at the next run after it."""
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
"""When those were created of which the history does not say: each at a second of its own."""
PATIENCE = timedelta(days=30)
"""So long does the person of this replay wait for a return before saying that it is a loss."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the history: what its lists had more and less than those of the run before."""

    number: int
    at: datetime
    size: int
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class History:
    """All runs, the mass losses, and the renames: (run's time, old address, new, created)."""

    runs: tuple[Run, ...]
    outages: tuple[Mapping[str, str], ...]
    renames: tuple[Mapping[str, str], ...]


def read_history(folder: Path) -> History:
    """Read the history's files."""
    added: dict[str, list[str]] = defaultdict(list)
    removed: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / "presence-events.csv.gz"):
        (added if row["op"] == "+" else removed)[row["run"]].append(row["repository_url"])
    runs = [
        Run(
            int(row["run"]), read_instant(row["time"]), int(row["distinct_urls"]),
            tuple(added[row["run"]]), tuple(removed[row["run"]]),
        )
        for row in _rows(folder / "runs.csv.gz")
    ]  # fmt: skip
    outages = tuple(_rows(folder / "host-outages.csv"))
    return History(tuple(runs), outages, tuple(_rows(folder / "inferred-renames.csv")))


def of_renamed(history: History) -> History:
    """Return the part of a history that concerns owners with a rename; no mass losses."""
    urls = [row[name] for row in history.renames for name in ("old_url", "new_url")]
    owners = {_owner(url) for url in urls}
    runs, size = [], 0
    for run in history.runs:
        added = tuple(url for url in run.added if _owner(url) in owners)
        removed = tuple(url for url in run.removed if _owner(url) in owners)
        size += len(added) - len(removed)
        runs.append(replace(run, added=added, removed=removed, size=size))
    return History(tuple(runs), (), history.renames)


@dataclass
class Replay:
    """The catalogue of a replay, run after run; ``has_ids``: whether its lists give ids."""

    history: History
    has_ids: bool
    is_by_owner: bool = False  # one account a group; else one a forge, where forges have groups
    accounts: dict[str, ForgeAccount] = field(default_factory=dict)
    here: dict[str, dict[str, str]] = field(default_factory=dict)  # account → key → address
    due: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    settled: int = 0

    def __post_init__(self) -> None:
        self._renamed = {
            (read_instant(row["run_time"]), key_of(row["new_url"])): key_of(row["old_url"])
            for row in self.history.renames
        }
        self._ids: dict[str, str] = {}  # address → id of what is, or was last, there
        self._bearers: dict[str, str] = {}  # id → address where it is
        self._leaving: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
        for row in self.history.renames:
            at, born = read_instant(row["run_time"]), read_instant(row["creation_date"])
            self._leaving[key_of(row["old_url"])].append((at, born))
        self._births: dict[str, datetime] = {}  # id → when it was created
        self._body = make_organisation(uid="all", name="All")

    def go(self, run: Run) -> None:
        """Harvest what changed in one run, and what waits to be read again."""
        self._replace(run)
        fresh: dict[str, list[str]] = defaultdict(list)
        for url in run.removed:
            self.here[self.home(url)].pop(key_of(url))
            self._bearers.pop(self._ids[key_of(url)], None)
            fresh[self.home(url)] += []
        for url in run.added:
            self.here.setdefault(self.home(url), {})[key_of(url)] = url
            self._identify(key_of(url), run)
            fresh[self.home(url)].append(url)
        for home, times in self.due.items():
            if times and times[0] <= run.at:
                self.due[home] = [at for at in times if at > run.at]
                fresh[home] += []
        if fresh:
            self._harvest(run, fresh)
            self._settle_questions(run.at)

    def home(self, url: str) -> str:
        """Return the account whose list shows an address."""
        host = key_of(url).partition("/")[0]
        return _owner(url) if host == "github.com" or self.is_by_owner else host

    def _harvest(self, run: Run, fresh: Mapping[str, Sequence[str]]) -> None:
        lost = {self.home(url) for url in run.removed}
        row = HarvestRun.objects.create(uid=f"run-{run.number}", started_at=run.at)
        for home in sorted(fresh):
            account = self._account(home, run.at)
            task = HarvestTask(run=row, account=account, started_at=run.at)
            with transaction.atomic():
                counts = self._read(task, home, fresh)
            self.settled += 1
            if counts.get("missing") or (counts.get("held") and home in lost):
                self.due[home] = [run.at + wait for wait in AGAIN]

    def _read(
        self, task: HarvestTask, home: str, fresh: Mapping[str, Sequence[str]]
    ) -> Mapping[str, int]:
        """Settle one complete list, groups within included: new rows in full, others unchanged."""
        task.save()
        new = [url for one, urls in fresh.items() if _is_within(one, home) for url in urls]
        came = [self._said(url) for url in new]
        keys = {key_of(url) for url in new}
        lists = [self.here[one] for one in self.here if _is_within(one, home)]
        same = [url for urls in lists for key, url in urls.items() if key not in keys]
        reading = Reading(
            repositories=tuple(came),
            unchanged=() if self.has_ids else tuple(same),
            unchanged_ids=tuple(self._id(url) for url in same) if self.has_ids else (),
            is_complete=True,
        )
        task.met = len(came) + len(same)
        harvest.settle_piece(task, reading, at=task.run.started_at)
        return harvest.settle_list(task, at=task.run.started_at)

    def _said(self, url: str) -> ForgeRepository:
        path = url.partition("://")[2].partition("/")[2]
        return ForgeRepository(
            forge_id=self._id(url) if self.has_ids else None,
            full_name=path, name=path.rpartition("/")[2], url=url, clone_url=f"{url}.git",
            created_at=self._births[self._id(url)],
        )  # fmt: skip

    def _id(self, url: str) -> str:
        return self._ids[key_of(url)]

    def _identify(self, key: str, run: Run) -> None:
        """Give what appears at an address an id: its own, or that of what was renamed to it."""
        old = self._renamed.get((run.at, key), key)
        known = self._ids.get(old)
        if known is None or known in self._bearers:
            known = f"id-{len(self._ids)}-{run.number}"
        self._ids[key] = known
        self._bearers[known] = key
        if known not in self._births:
            born = [born for at, born in self._leaving[key] if at > run.at]
            unknown = FIRST + timedelta(seconds=len(self._births))
            self._births[known] = born[0] if born else unknown

    def _replace(self, run: Run) -> None:
        """Show what took an address of another one, without a word, before it is renamed."""
        for url in run.removed:
            born = [born for at, born in self._leaving[key_of(url)] if at == run.at]
            if born and self._births[self._id(url)] != born[0]:
                self._births[self._id(url)] = born[0]
                before = replace(run, number=-run.number, at=run.at - timedelta(hours=1))
                self._harvest(replace(before, removed=()), {self.home(url): [url]})

    def _account(self, home: str, at: datetime) -> ForgeAccount:
        if home not in self.accounts:
            host, _, path = home.partition("/")
            software = "github" if host == "github.com" else "gitlab"
            forge, _ = Forge.objects.get_or_create(host=host, defaults={"software": software})
            self.accounts[home] = ForgeAccount.objects.create(
                uid=f"account-{len(self.accounts)}", forge=forge, full_path=path, path_key=path,
                url=f"https://{home}", organisation=self._body, created_at=at, changed_at=at,
            )  # fmt: skip
        return self.accounts[home]

    def _settle_questions(self, at: datetime) -> None:
        """Say yes to what was asked long ago, as a person would who waited in vain."""
        old = Question.objects.open().filter(asked_at__lte=at - PATIENCE)
        for question in old:
            settle(question, is_confirmed=True, source="manual:replay", at=at)


def _home(url: str) -> str:
    return key_of(url).rpartition("/")[0]


def _is_within(home: str, group: str) -> bool:
    return home == group or ("/" in group and home.startswith(f"{group}/"))


def _owner(url: str) -> str:
    return key_of(url).rpartition("/")[0]


def _rows(path: Path) -> list[dict[str, str]]:
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(text.decode("utf-8").splitlines()))
