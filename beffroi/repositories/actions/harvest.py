"""What one harvest writes of an account: each piece of its list, then the list as a whole."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from beffroi.forges.addresses import AccountAddress
from beffroi.forges.shapes import AccountFacts, Find, ForgeRepository, Reading
from beffroi.forges.shapes import Failure as Unread
from beffroi.organisations.actions import learn_account, note_answer, note_reading
from beffroi.organisations.actions.changes import given_by
from beffroi.organisations.models import ForgeAccount
from beffroi.repositories.actions import failing, vanishing
from beffroi.repositories.actions.asking import Standing
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.actions.finding import GONE_CODES, settle_finds, suspects
from beffroi.repositories.actions.leaving import leave
from beffroi.repositories.actions.moving import follow_account
from beffroi.repositories.actions.placing import Places, gather, has_groups_above, is_read
from beffroi.repositories.actions.record import record
from beffroi.repositories.actions.returning import of_addresses, of_ids, see, welcome_missing
from beffroi.repositories.actions.withdraw import withdraw
from beffroi.repositories.actions.withholding import LEGAL, hide_again, lift, withhold
from beffroi.repositories.models import HarvestTask, Repository, RepositoryQuerySet
from beffroi.repositories.shapes import CHANGED, NEW, REFUSED, Outcome

SOURCE = "harvest"
ABSENT = frozenset({*GONE_CODES, "not-public"})
"""Failures that say a repository is not there; with any other it is there, though unread."""

__all__ = ["settle_broken", "settle_list", "settle_piece", "suspects"]

Placed = list[tuple[ForgeAccount, ForgeRepository]]


def settle_piece(task: HarvestTask, reading: Reading, *, at: datetime) -> Mapping[str, int]:
    """Write one piece of a list: what came is recorded, what has not changed is seen.

    What is missing is judged at the end of the list. Counts: new, changed, same, refused,
    returned, withdrawn, failed.
    """
    counts: Counter[str] = Counter()
    if reading.account is not None:
        _learn(task.account, reading.account, at=at)
    placed, outside, closed = _sorted(task.account, reading.repositories)
    for place, one in outside:
        rows = _known(task, [one])
        keys = list(rows.exclude(account=place).values_list("pk", flat=True))
        counts["withdrawn"] += leave(rows, source=SOURCE, at=at)
        Repository.objects.filter(pk__in=keys).update(account=place)
    if closed:
        shut = list(_known(task, closed).select_related("account__organisation"))
        counts["withdrawn"] += withdraw(shut, "private", source=SOURCE, at=at)
    failures, outcomes = _record(task, placed, counts, at=at)
    failures = [*reading.failures, *failures]
    if reading.unchanged:
        same = of_addresses(map(key_of, reading.unchanged))
        counts["same"] += see(same, source=SOURCE, at=at)
    if reading.unchanged_ids:
        same = of_ids(task.account.forge, reading.unchanged_ids)
        counts["same"] += see(same, source=SOURCE, at=at)
    _settle_withheld(placed, outcomes, at=at)
    _settle_failures(task, failures, counts, at=at)
    read = [*reading.unchanged, *(one.url for one in reading.repositories)]
    if read and not reading.is_complete:  # else all that stands is judged at the end
        failing.mend(task, [*read, task.account.url], failures, at=at)
    failing.keep(task, failures, at=at)
    if read or reading.software:
        note_answer(task.account, at=at, software=reading.software, version=reading.version)
    return counts


def settle_list(
    task: HarvestTask, *, at: datetime, finds: Sequence[Find] = ()
) -> Mapping[str, int]:
    """Judge a list that was read to its end: what it no longer shows is missing, or held.

    ``finds``: single reads of ``suspects``. Counts: renamed, missing, held, withdrawn, failed.
    """
    found = settle_finds(finds, source=SOURCE, at=at)
    return found.counts + vanishing.judge_list(task, found, source=SOURCE, at=at)


def settle_broken(
    task: HarvestTask, failure: Unread, *, at: datetime, finds: Sequence[Find] = ()
) -> Mapping[str, int]:
    """Note that a list could not be read to its end in this run: nothing of it is believed gone.

    An account that answers 404 is a question for a person; see ``vanishing``.
    """
    found = settle_finds(finds, source=SOURCE, at=at)
    counts = found.counts
    standing = Standing(task.account)
    failing.keep(task, [failure], at=at)
    if vanishing.is_account_gone(task, failure):
        counts += vanishing.judge_gone(task, found, standing, source=SOURCE, at=at)
    note_reading(task.account, at=at, error=failure.code)
    vanishing.count_questions(task, standing, at=at)
    return counts


def _learn(account: ForgeAccount, said: AccountFacts, *, at: datetime) -> None:
    """Take what the forge says of an account; one that it calls by another path has moved."""
    is_same = bool(account.forge_key) and said.forge_key == account.forge_key
    learn_account(account, said, source=SOURCE, at=at)
    path = said.full_path.strip("/")
    if not (is_same and path and account.path_key) or path.lower() == account.path_key:
        return
    if ForgeAccount.objects.filter(forge=account.forge, path_key=path.lower()).exists():
        return  # two accounts that claim one path: a person sees both
    origin = account.url[: len(account.url) - len(account.full_path)]
    home = AccountAddress(host=account.forge.host, full_path=path, url=f"{origin}{path}")
    follow_account(account, home, source=SOURCE, at=at)


def _sorted(
    account: ForgeAccount, found: Sequence[ForgeRepository]
) -> tuple[Placed, Placed, list[ForgeRepository]]:
    """Return repositories with their accounts, those out of scope, and those not public."""
    places = Places(account)
    placed: Placed = []
    outside: Placed = []
    closed = []
    for one in found:
        place = places.of(one)
        if not one.is_public:
            closed.append(one)
        elif place is not account and place != account and not is_read(place):
            outside.append((place, one))
        else:
            placed.append((place, one))
    return placed, outside, closed


def _known(task: HarvestTask, found: Sequence[ForgeRepository]) -> RepositoryQuerySet:
    """Return the listed repositories that some rows mean."""
    ids = of_ids(task.account.forge, [one.forge_id for one in found if one.forge_id])
    there = of_addresses(key_of(one.url) for one in found)
    keys = {*ids.values_list("pk", flat=True), *there.values_list("pk", flat=True)}
    return Repository.objects.listed().filter(pk__in=keys)


def _record(
    task: HarvestTask, placed: Placed, counts: Counter[str], *, at: datetime
) -> tuple[list[Unread], list[Outcome]]:
    """Record what came; what is refused is a failure by name, and is there."""
    if not placed:
        return [], []
    came = [one for _, one in placed]
    ids = {one.forge_id for one in came if one.forge_id}
    keys = {key_of(one.url) for one in came}
    counts["returned"] += welcome_missing(task.account.forge, ids, keys, source=SOURCE, at=at)
    outcomes = record(placed, source=SOURCE, at=at)
    counts.update(one.state for one in outcomes)
    pairs = list(zip(placed, outcomes, strict=True))
    known = [(place, one.uid) for (place, _), one in pairs if one.uid and one.state != NEW]
    here = task.account
    is_nested = any(place is not here and place != here for place, _ in placed)
    if known and (is_nested or has_groups_above(task.account)):
        gather(known, source=SOURCE, at=at)
    refused = [(found, one) for (_, found), one in pairs if one.state == REFUSED]
    if refused:
        see(of_addresses(key_of(found.url) for found, _ in refused), source=SOURCE, at=at)
    return [
        Unread(found.url, one.code, one.message, permanent=True) for found, one in refused
    ], outcomes


def _settle_withheld(placed: Placed, outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Hide what the forge withholds, and show again what it withheld in its list before."""
    touched = [one.uid for one in outcomes if one.state == CHANGED]
    if not touched and not any(found.withheld for _, found in placed):
        return
    shown = Repository.objects.select_related("account__organisation")
    words = {one.uid: found for (_, found), one in zip(placed, outcomes, strict=True)}
    hidden = list(shown.filter(uid__in=touched).exclude(withheld="")) if touched else []
    for (_, found), one in zip(placed, outcomes, strict=True):
        if found.withheld and one.uid:
            rows = list(shown.filter(uid=one.uid))
            withhold(rows, found.withheld, found.withheld_url, source=SOURCE, at=at)
    for row in hidden:
        if not words[row.uid].withheld and given_by(row, "withheld") == SOURCE:
            lift([row], source=SOURCE, at=at)
        else:
            hide_again(row)


def _settle_failures(
    task: HarvestTask, failures: Sequence[Unread], counts: Counter[str], *, at: datetime
) -> None:
    """Take failures of single repositories for what they say: gone, withheld, or only unread."""
    counts["failed"] += len(failures)
    shown = Repository.objects.listed().select_related("account__organisation")
    named = [one for one in failures if one.address != task.account.url]
    gone = [key_of(one.address) for one in named if one.code == "gone"]
    if gone:
        counts["withdrawn"] += withdraw(
            list(shown.filter(url_key__in=gone)), "gone", source=SOURCE, at=at
        )
    hidden = [key_of(one.address) for one in named if one.code == "withheld"]
    if hidden:
        withhold(list(shown.filter(url_key__in=hidden)), LEGAL, "", source="single-read", at=at)
    there = [key_of(one.address) for one in named if one.code not in ABSENT]
    if there:
        see(of_addresses(there), source=SOURCE, at=at)
