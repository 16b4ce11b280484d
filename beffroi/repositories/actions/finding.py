"""Single reads of what a list no longer shows: gone, closed, withheld, there, or elsewhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from beffroi.forges.shapes import Find, ForgeRepository, Reading, Target
from beffroi.repositories.actions import asking
from beffroi.repositories.actions.asking import MOVED_OUT, Matter, Standing
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.actions.placing import is_read, registered_at
from beffroi.repositories.actions.record import record
from beffroi.repositories.actions.returning import see
from beffroi.repositories.actions.scopes import spoken_for
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.actions.withholding import LEGAL, withhold
from beffroi.repositories.models import HarvestTask, Repository

MOST = 20
FEW = 2
"""So many former members are read singly: when some vanished, and when all did."""
GONE_CODES = frozenset({"not-found", "gone"})


@dataclass(slots=True)
class Found:
    """What single reads said: how many answered 404, and where those moved that moved."""

    absent: int = 0
    moved_to: dict[str, str] = field(default_factory=dict)  # uid → address today
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def new_home(self) -> str:
        """Return the address of the account to which all that moved went, "" when not one."""
        homes = {address.rpartition("/")[0] for address in self.moved_to.values()}
        return homes.pop() if len(homes) == 1 else ""


def suspects(task: HarvestTask, reading: Reading) -> tuple[Target, ...]:
    """Return former members to read singly before a list without them is believed.

    Of an account that is gone, or whose list is empty, two say enough.
    """
    is_gone = bool(reading.failures) and reading.failures[-1].code in {"account-not-found", "gone"}
    if not (reading.is_complete or is_gone):
        return ()
    rows = spoken_for(task).filter(seen_at__lt=task.started_at, missing_since=None, withheld="")
    ids = {*reading.unchanged_ids, *(one.forge_id for one in reading.repositories if one.forge_id)}
    keys = {key_of(one.url) for one in reading.repositories} | set(map(key_of, reading.unchanged))
    came = max(len(ids), len(keys))
    if came and not reading.repositories and rows.count() <= came:
        return ()  # as it was, as nearly always
    is_empty = is_gone or not (came or task.met)
    left = rows.order_by("-seen_at", "pk").values_list("pk", "forge_id", "url_key")
    if not is_empty:
        left = left.exclude(forge_id="")
    most = FEW if is_empty else MOST
    chosen = [
        pk
        for pk, forge_id, key in left[: most + len(ids) + len(keys)]
        if forge_id not in ids and key not in keys
    ]
    return tuple(_target(row) for row in Repository.objects.filter(pk__in=chosen[:most]))


def settle_finds(finds: Sequence[Find], *, source: str, at: datetime) -> Found:
    """Write what single reads of former members said, but for what is simply not there."""
    found = Found()
    if not finds:
        return found
    rows = Repository.objects.select_related("account__organisation", "account__forge")
    by_uid = {row.uid: row for row in rows.filter(uid__in=[one.key for one in finds])}
    for one in finds:
        row = by_uid.get(one.key)
        if row is None or row.withdrawn_at is not None:
            continue
        if one.repository is not None:
            _there(row, one.repository, found, source=source, at=at)
        elif one.failure is not None:
            _not_there(row, one.failure.code, found, source=source, at=at)
    return found


def ask_where(task: HarvestTask, found: Found, standing: Standing, *, at: datetime) -> None:
    """Ask whether repositories that went to an account nobody listed went with their body."""
    if not found.moved_to:
        return
    facts: Mapping[str, Any] = {"to": found.new_home, "moved": dict(found.moved_to)}
    known = standing.open_of(MOVED_OUT, task.account)
    if known is not None:
        moved = {**known.facts.get("moved", {}), **found.moved_to}
        homes = {address.rpartition("/")[0] for address in moved.values()}
        facts = {"to": homes.pop() if len(homes) == 1 else "", "moved": moved}
    uids = sorted(facts["moved"])
    matter = Matter(MOVED_OUT, len(uids), uids, facts)
    standing.keep(asking.ask(task.account, task.run, matter, at=at))


def _there(
    row: Repository, now: ForgeRepository, found: Found, *, source: str, at: datetime
) -> None:
    if not now.is_public:
        found.counts["withdrawn"] += withdraw([row], "private", source=source, at=at)
        return
    if key_of(now.url) == row.url_key:  # its list forgot it
        see(Repository.objects.filter(pk=row.pk), source=source, at=at)
        return
    account = registered_at(row.account, now.url)
    if account is None or not is_read(account):
        found.moved_to[row.uid] = now.url
        return
    (outcome,) = record([(account, now)], source=source, at=at)
    found.counts["renamed"] += outcome.uid == row.uid


def _not_there(row: Repository, code: str, found: Found, *, source: str, at: datetime) -> None:
    found.absent += code in GONE_CODES
    if code == "gone":
        found.counts["withdrawn"] += withdraw([row], "gone", source=source, at=at)
    elif code == "not-public":
        found.counts["withdrawn"] += withdraw([row], "private", source=source, at=at)
    elif code == "withheld":
        withhold([row], LEGAL, "", source="single-read", at=at)
        see(Repository.objects.filter(pk=row.pk), source=source, at=at)


def _target(row: Repository) -> Target:
    return Target(
        key=row.uid, url=row.url, clone_url=row.clone_url, forge_id=row.forge_id,
        full_name=row.full_name, default_branch=row.default_branch,
    )  # fmt: skip
