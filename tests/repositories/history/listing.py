"""Snapshots of a national list, and the differences between them, as lists of accounts."""

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from beffroi.forges.shapes import Failure, ForgeRepository, Reading
from beffroi.organisations.models import Forge, ForgeAccount
from beffroi.repositories.actions import harvest
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.formats import imports
from beffroi.repositories.models import HarvestRun, HarvestTask
from tests.makers import make_organisation

State = dict[str, ForgeRepository]
"""Comparison form of an address → what the list says of it; the first of two rows counts."""


def read_list(path: Path) -> State:
    """Read a list; of two rows with one address the first counts."""
    return _parsed(gzip.decompress(path.read_bytes()).decode("utf-8"))


def read_changes(path: Path) -> dict[str, State]:
    """Read a difference: removed, added, changed → addresses → what is said."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    found: dict[str, State] = {}
    for op in ("removed", "added", "changed"):
        part = io.StringIO(newline="")
        csv.writer(part).writerows([rows[0][1:], *(row[1:] for row in rows[1:] if row[0] == op)])
        found[op] = _parsed(part.getvalue())
    return found


def apply(state: Mapping[str, ForgeRepository], changes: Mapping[str, State]) -> State:
    """Return the list after a difference."""
    kept = {key: row for key, row in state.items() if key not in changes["removed"]}
    return {**kept, **changes["added"], **changes["changed"]}


class Lists:
    """A catalogue that harvests such lists: one account a GitHub organisation or another forge."""

    def __init__(self) -> None:
        self._body = make_organisation(uid="all", name="All")
        self._accounts: dict[str, ForgeAccount] = {}

    def harvest(
        self,
        state: State,
        at: datetime,
        *,
        silent: Collection[str] = (),
        since: State | None = None,
    ) -> Counter[str]:
        """Read every row of every account; hosts that are ``silent`` answer 502.

        With ``since``, only accounts whose list differs from that one are read.
        """
        lists: dict[str, list[ForgeRepository]] = defaultdict(list)
        for key, row in state.items():
            lists[_home(key)].append(row)
        run = HarvestRun.objects.create(uid=f"run-{at:%Y%m%d%H%M%S}", started_at=at)
        counts: Counter[str] = Counter()
        homes = {*lists, *self._accounts}
        if since is not None:
            keys = {key for key in {*state, *since} if state.get(key) != since.get(key)}
            homes = {_home(key) for key in keys} | set(silent)
        for home in sorted(homes):
            account = self._account(home, at)
            task = HarvestTask.objects.create(run=run, account=account, started_at=at)
            with transaction.atomic():
                counts.update(_settle(task, lists[home], is_silent=home in silent))
        return counts

    def _account(self, home: str, at: datetime) -> ForgeAccount:
        if home not in self._accounts:
            host, _, path = home.partition("/")
            software = "github" if host == "github.com" else "gitlab"
            forge, _ = Forge.objects.get_or_create(host=host, defaults={"software": software})
            self._accounts[home] = ForgeAccount.objects.create(
                uid=f"account-{len(self._accounts)}", forge=forge, full_path=path, path_key=path,
                url=f"https://{home}", organisation=self._body, created_at=at, changed_at=at,
            )  # fmt: skip
        return self._accounts[home]


def _settle(
    task: HarvestTask, rows: list[ForgeRepository], *, is_silent: bool
) -> Mapping[str, int]:
    at = task.run.started_at
    if is_silent:
        failure = Failure(task.account.url, "http-error", "The server answered 502.")
        return harvest.settle_broken(task, failure, at=at)
    task.met = len(rows)
    reading = Reading(tuple(rows), is_complete=True)
    counts = Counter(harvest.settle_piece(task, reading, at=at))
    return counts + Counter(harvest.settle_list(task, at=at))


def _home(key: str) -> str:
    return key.rpartition("/")[0] if key.startswith("github.com/") else key.partition("/")[0]


def _parsed(text: str) -> State:
    found: State = {}
    for row in imports.rows(text, "FR"):
        if row.found is not None:
            found.setdefault(key_of(row.found.url), row.found)
    return found
