"""Real snapshots and the differences between them: an outage of a forge, and quiet days."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from beffroi.journal.models import Act
from beffroi.repositories.models import Repository
from tests.repositories.history.listing import Lists, State, apply, read_changes, read_list

pytestmark = [pytest.mark.long, pytest.mark.django_db, pytest.mark.timeout(900)]
DAY = timedelta(days=1)
SILENT = "forgemia.inra.fr"
REMOVED = "github.com/etalab/barometre-resultats-widgets"
RENAMED = "github.com/etalab/covid19-dashboard-widgets"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of_host(host: str) -> dict[str, tuple[str, object, str]]:
    """Return the repositories of a host: uid, since when missing, why withdrawn."""
    rows = Repository.objects.filter(account__forge__host=host).order_by("pk")
    facts = rows.values_list("url_key", "uid", "missing_since", "withdrawn_reason")
    return {key: (uid, since, why) for key, uid, since, why in facts}


def states(folder: Path) -> tuple[State, State, State]:
    """Return the list of 14 April 2021 and those of the two runs after it."""
    first = read_list(folder / "A-snapshot-2021-04-14T1938Z.csv.gz")
    second = apply(first, read_changes(folder / "A-diff-1-2021-04-15T0737Z.csv.gz"))
    third = apply(second, read_changes(folder / "A-diff-2-2021-04-15T1139Z.csv.gz"))
    return first, second, third


def test_an_outage_of_a_forge_buries_nothing(shared: Path) -> None:
    first, second, third = states(shared / "data/catalogue/fr/history")
    lists = Lists()
    lists.harvest(first, at("2021-04-14T19:38"))
    before = of_host(SILENT)
    counts = lists.harvest(second, at("2021-04-15T07:37"), silent=[SILENT], since=first)
    assert len(before) == 319
    assert of_host(SILENT) == before
    assert (counts["missing"], counts["held"], counts["withdrawn"]) == (0, 0, 0)
    counts = lists.harvest(third, at("2021-04-15T11:39"), since=second)
    assert {key: of_host(SILENT)[key] for key in before} == before
    assert (counts["missing"], counts["renamed"]) == (0, 1)  # in inferred-renames.csv
    assert not Act.objects.filter(verb__in=("returned", "withdrawn"), after={}).exists()


def test_one_real_removal_is_buried_after_a_week_and_three_lists(shared: Path) -> None:
    first, second, third = states(shared / "data/catalogue/fr/history")
    first, second, third = (_of_etalab(state) for state in (first, second, third))
    third.pop(RENAMED)  # without it, its former address is a removal
    lists = Lists()
    for state, day in ((first, -1), (second, -0.2), (third, 0), (third, 1)):
        lists.harvest(state, at("2021-04-15T11:39") + day * DAY)
    assert Repository.objects.get(url_key=REMOVED).missing_runs == 2
    lists.harvest(third, at("2021-04-15T11:39") + 7 * DAY)
    gone = Repository.objects.exclude(withdrawn_at=None)
    assert [(row.url_key, row.withdrawn_reason) for row in gone] == [(REMOVED, "deleted")]


def test_a_quiet_day_writes_what_changed_and_nothing_else(shared: Path) -> None:
    folder = shared / "data/catalogue/fr"
    last = read_list(folder / "repositories-2021-11-15.csv.gz")
    back = [
        read_changes(folder / f"history/B-backward-diff-{name}.csv.gz")
        for name in ("1-to-2021-11-15T0802Z", "2-to-2021-11-14T2001Z")
    ]
    middle = apply(last, back[0])
    lists, days = Lists(), [apply(middle, back[1]), middle, last]
    counts = [
        lists.harvest(state, at("2021-11-14T20:01") + n * DAY, since=days[n - 1] if n else None)
        for n, state in enumerate(days)
    ]
    assert Repository.objects.count() == len(last) == 9066
    written = [_written(one) for one in counts[1:]]
    assert written == [_differ(*days[:2]), _differ(*days[1:])] == [114, 228]
    assert sum(written) / 2 <= 0.02 * len(last)


def _of_etalab(state: State) -> State:
    return {key: row for key, row in state.items() if key.startswith("github.com/etalab/")}


def _differ(before: State, after: State) -> int:
    """Return how many rows of a list say other things than the one before, or are new."""
    return sum(before.get(key) != row for key, row in after.items())


def _written(counts: Counter[str]) -> int:
    assert not counts["missing"]
    return counts["new"] + counts["changed"]
