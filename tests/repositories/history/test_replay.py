"""Two and a half years of real runs replayed as harvests: nothing is lost, everything is told.

The figures to be met are those of the history itself: its runs, mass losses and renames.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from beffroi.journal.models import Act
from beffroi.lib.dates import read_instant
from beffroi.repositories.actions import holding
from beffroi.repositories.actions.asking import MASS_LOSS, Standing
from beffroi.repositories.actions.facts import key_of
from beffroi.repositories.models import Alias, Question, Repository
from tests.repositories.history.replaying import PATIENCE, Replay, of_renamed, read_history

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db,
    pytest.mark.timeout(900),
]
GRACE = timedelta(days=9)  # a week, and the next run after it
WITH_IDS, WITHOUT_IDS = "with ids", "without ids"


class Watched(Replay):
    """A replay that notes, run after run, what the catalogue shows."""

    def begin(self) -> None:
        """Prepare what is noted: mass losses by run, and figures of some runs."""
        self.losses = {read_instant(row["run_time"]): row for row in self.history.outages}
        self.held: dict[datetime, tuple[int, int, int]] = {}
        self.figures: dict[int, tuple[int, int]] = {}

    def watch(self) -> None:
        """Replay all runs."""
        for run in self.history.runs:
            self.go(run)
            if run.at in self.losses:
                self.held[run.at] = self._look_at(self.losses[run.at]["host"], run.removed)
            if run.number % 230 == 0:
                self.figures[run.number] = (self._shown(), run.size)

    def _look_at(self, host: str, removed: tuple[str, ...]) -> tuple[int, int, int]:
        """Return how many were lost, held by a question, and withdrawn, of a host."""
        keys = [key_of(url) for url in removed if key_of(url).startswith(f"{host}/")]
        lost = Repository.objects.filter(url_key__in=keys)
        account = next(one for one in self.accounts.values() if one.forge.host == host)
        cover = holding.held(Standing(account))
        held = lost.filter(cover).count() if cover is not None else 0
        return lost.count(), held, lost.exclude(withdrawn_at=None).count()

    def _shown(self) -> int:
        """Return how many repositories the last list of each account showed."""
        return sum(
            Repository.objects.filter(
                url_key__in=some, withdrawn_at=None, missing_since=None
            ).count()
            for some in (list(here) for here in self.here.values())
        )


@pytest.fixture(scope="module", params=[WITH_IDS, WITHOUT_IDS])
def replay(
    request: pytest.FixtureRequest,
    shared: Path,
    django_db_setup: None,  # noqa: ARG001 (the database is made)
    django_db_blocker: object,
) -> Iterator[Watched]:
    """Replay a history once for all tests of one way of listing.

    With ids all of it, a list a forge or GitHub organisation; without ids a list an owner, of those
    with renames.
    """
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        history = read_history(shared / "data/catalogue/fr/history")
        replay = (
            Watched(history, has_ids=True)
            if request.param == WITH_IDS
            else Watched(of_renamed(history), has_ids=False, is_by_owner=True)
        )
        replay.begin()
        replay.watch()
        yield replay
        transaction.set_rollback(True)


def keys_seen(replay: Replay) -> dict[str, datetime]:
    """Return each address ever listed, and the run that listed it first."""
    first: dict[str, datetime] = {}
    for run in replay.history.runs:
        for url in run.added:
            first.setdefault(key_of(url), run.at)
    return first


def records(replay: Replay) -> dict[str, Repository]:
    """Return each address ever listed and the repository that it leads to."""
    known = {row.url_key: row for row in Repository.objects.all()}
    known |= {one.url_key: one.repository for one in Alias.objects.select_related("repository")}
    return {key: known[key] for key in keys_seen(replay) if key in known}


def test_no_repository_is_lost(replay: Watched) -> None:
    seen = keys_seen(replay)
    assert seen
    assert seen.keys() == records(replay).keys()


def test_what_is_listed_at_the_end_is_in_the_catalogue(replay: Watched) -> None:
    here = {key for keys in replay.here.values() for key in keys}
    there = {row.url_key for row in Repository.objects.listed().filter(missing_since=None)}
    assert len(here) == replay.history.runs[-1].size
    assert here <= there


def test_figures_are_those_of_the_runs(replay: Watched) -> None:
    assert replay.figures
    assert all(shown == size for shown, size in replay.figures.values()), replay.figures


def test_each_real_removal_is_a_tombstone(replay: Watched) -> None:
    here = {key for keys in replay.here.values() for key in keys}
    last = {key_of(url): run.at for run in replay.history.runs for url in run.removed}
    end = replay.history.runs[-1].at
    found = records(replay)
    stand = {key for key in last if found[key].url_key == key} - here
    due = {key for key in stand if last[key] < end - PATIENCE - GRACE}
    assert due
    assert {key for key in due if found[key].withdrawn_at is None} == set()


def test_each_mass_loss_is_held(replay: Watched) -> None:
    assert len(replay.held) == len(replay.history.outages)
    wrong = {
        at.isoformat(): said
        for at, said in replay.held.items()
        if said[1] < int(replay.losses[at]["repositories_lost"]) - 1 or said[2]
    }
    assert wrong == {}


def test_a_mass_loss_that_came_back_left_no_trace(replay: Watched) -> None:
    whole = [
        at
        for at, row in replay.losses.items()
        if row["came_back"] == row["repositories_lost"]
        and read_instant(row["first_return_time"]) - at < timedelta(days=2)
    ]
    closed = Question.objects.filter(kind=MASS_LOSS, settled_as="overtaken")
    assert set(whole) <= set(closed.values_list("asked_at", flat=True))


def shared_addresses(replay: Replay) -> set[str]:
    """Return addresses that two repositories had, one after the other.

    Where one was renamed away and another came, or one was renamed to where another had been.
    """
    renames = replay.history.renames
    away = {key_of(row["old_url"]): read_instant(row["run_time"]) for row in renames}
    to = {key_of(row["new_url"]): read_instant(row["run_time"]) for row in renames}
    found = set()
    for run in replay.history.runs:
        for key in map(key_of, run.added):
            is_after = key in away and run.at >= away[key]
            if is_after or (key in to and run.at < to[key]):
                found.add(key)
    touched = {key_of(url) for row in renames for url in (row["old_url"], row["new_url"])
               if found & {key_of(row["old_url"]), key_of(row["new_url"])}}  # fmt: skip
    return found | touched


def test_each_return_is_the_same_record(replay: Watched) -> None:
    entries = Act.objects.filter(verb="recorded", object_kind="repository")
    uids = list(entries.values_list("object_uid", flat=True))
    assert len(uids) == len(set(uids))
    found, shared = records(replay), shared_addresses(replay)
    first = {key: at for key, at in keys_seen(replay).items() if key not in shared}
    oldest: dict[str, datetime] = {}
    for key, at in first.items():
        oldest[found[key].uid] = min(at, oldest.get(found[key].uid, at))
    apart = {found[key].uid for key in shared}
    entered = dict(Repository.objects.values_list("uid", "first_seen_at"))
    assert {uid for uid, at in oldest.items() if entered[uid] != at} <= apart


def test_each_rename_is_one_repository_with_an_alias(replay: Watched) -> None:
    found, shared = records(replay), shared_addresses(replay)
    pairs = [(key_of(row["old_url"]), key_of(row["new_url"])) for row in replay.history.renames]
    clear = [pair for pair in pairs if not shared & {*pair}]
    assert len(clear) >= 0.95 * len(pairs) > 0
    assert [pair for pair in clear if found[pair[0]].pk != found[pair[1]].pk] == []
