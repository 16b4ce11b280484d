"""Harvests through real processes: killed anywhere, slow, twice at once; the catalogue is equal."""

import json
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.forges.running import FakeForge, FakeForges, fake_forges
from tests.fakes.repositories import make_repository
from tests.lib.test_batch import dask_on_loopback
from tests.portal.programs import beffroi, ended, eventually, running, table

Opened = Callable[..., list[FakeForge]]
pytestmark = [pytest.mark.long, pytest.mark.sqlite, pytest.mark.timeout(300)]
LOOPBACK = {"BEFFROI_ALLOWED_NETWORKS": "127.0.0.0/8"}
ROWS = 20
TABLES = {
    "repositories_repository": "uid",
    "organisations_forgeaccount": "uid",
    "organisations_organisation": "uid",
    "organisations_forge": "host",
}
INSTANTS = {
    "first_seen_at", "seen_at", "changed_at", "created_at", "read_at", "looked_at", "last_ok_at",
    "sources", "head",
}  # fmt: skip
KEYS = {"id", "account_id", "organisation_id", "forge_id", "parent_id", "holder", "held_until"}
COUNT = "select count(*) from repositories_repository"
LOOKED = f"{COUNT} where looked_at is not null"
UNTIL = "select max(held_until) from repositories_harvestrun"
RUNS = "select uid from repositories_harvestrun"
ACTS = "select verb, object_kind, object_uid from journal_act order by 1, 2, 3"


@pytest.fixture(scope="module")
def fakes() -> Iterator[FakeForges]:
    with fake_forges("--repositories", "0") as found:
        yield found


@pytest.fixture(scope="module")
def opened(fakes: FakeForges, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Return what opens forges with an account ``org``, in pages of six; GitHub's have real git."""
    folder = tmp_path_factory.mktemp("git")
    make_repository(folder / "sample")

    def open_all(*kinds: str, **settings: Any) -> list[FakeForge]:
        account = {"path": "org", "repositories": ROWS}
        given = {"page_most": 6, "page_size": 6, "git": str(folder), **settings}
        git = {"github": {"git_for_all": "sample"}}
        return [
            fakes.open(kind, accounts=[account], settings={**given, **git.get(kind, {})})
            for kind in kinds
        ]

    return open_all


def words(*forges: FakeForge) -> list[str]:
    """Return the command that harvests the accounts of forges."""
    return ["harvest", *(word for forge in forges for word in ("--account", f"{forge.url}/org"))]


def facts(home: Path) -> dict[str, Any]:
    """Return all that two harvests must agree on by table, row, column: no instants, no keys."""
    found: dict[str, Any] = {"acts": table(home, ACTS)}
    for name, order in TABLES.items():
        columns = [row[1] for row in table(home, f"pragma table_info({name})")]
        kept = [column for column in columns if column not in INSTANTS | KEYS]
        rows = table(home, f"select {', '.join(kept)} from {name} order by {order}")  # noqa: S608
        for row in rows:
            said = dict(zip(kept, row, strict=True))
            said["activity"] = re.sub(r'"at": "[^"]*"', "", str(said.get("activity")))
            found |= {f"{name} {said[order]} {column}": value for column, value in said.items()}
    return found


def differences(one: Path, other: Path) -> dict[str, Any]:
    """Return what two homes do not agree on."""
    first, second = facts(one), facts(other)
    return {
        name: (first.get(name), second.get(name))
        for name in first | second
        if first.get(name) != second.get(name)
    }


def killed(home: Path, question: str, count: int, *said: str) -> int:
    """Kill a harvest as soon as a count is reached; return it."""
    with running(home, *said, **LOOPBACK) as harvesting:
        while table(home, question)[0][0] < count and harvesting.poll() is None:
            time.sleep(0.01)
        harvesting.send_signal(signal.SIGKILL)
        harvesting.communicate()
    return int(table(home, question)[0][0])


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with nothing in its database."""
    home = tmp_path_factory.mktemp("harvest") / "home"
    assert beffroi(home, "init").returncode == 0
    return home


@pytest.fixture
def homes(tmp_path: Path, empty: Path) -> list[Path]:
    """Return two homes with a database each."""
    found = [tmp_path / name for name in ("one", "two")]
    for home in found:
        shutil.copytree(empty, home)
    return found


def test_a_driver_killed_twice_goes_on_where_it_was(homes: list[Path], opened: Opened) -> None:
    forges = opened("gitlab", "github")
    for forge in forges:
        forge.switch("delay", r"/projects\?|/repos\?", seconds=0.1)
    once, thrice = homes
    listing = killed(thrice, COUNT, 8, *words(*forges))
    looking = killed(thrice, LOOKED, 10, *words(*forges))
    assert 0 < listing < 2 * ROWS
    assert 0 < looking < 2 * ROWS
    pages = len(forges[0].requests("/projects?"))
    again = beffroi(thrice, *words(*forges), "--format", "json", **LOOPBACK)
    assert (again.returncode, table(thrice, COUNT)) == (0, [(2 * ROWS,)])
    assert len(forges[0].requests("/projects?")) == pages
    assert beffroi(once, *words(*forges), **LOOPBACK).returncode == 0
    assert differences(thrice, once) == {}
    assert len(table(thrice, RUNS)) == 1


@pytest.mark.filterwarnings("ignore")
def test_a_killed_worker_changes_nothing(homes: list[Path], opened: Opened) -> None:
    forges = opened("gitlab", "gitea", "gogs", delay=0.01)
    here, there = homes
    assert beffroi(here, *words(*forges), **LOOPBACK).returncode == 0
    with (
        dask_on_loopback(3) as (address, (_scheduler, *workers)),
        running(there, *words(*forges), "--scheduler", address, **LOOPBACK) as harvesting,
    ):
        assert eventually(lambda: table(there, COUNT)[0][0] > 6)
        workers[0].send_signal(signal.SIGKILL)
        _out, err = harvesting.communicate(timeout=120)
    assert (harvesting.returncode, table(there, COUNT)) == (0, [(3 * ROWS,)]), err
    assert differences(there, here) == {}


def test_two_harvests_of_a_forge_keep_one_queue(homes: list[Path], opened: Opened) -> None:
    (forge,) = opened("gitlab")
    home = homes[0]
    forge.switch("hold", "id_after", times=1)
    with running(home, *words(forge), **LOOPBACK) as first:
        assert eventually(lambda: table(home, COUNT)[0][0] > 0 or forge.requests("id_after"))
        with running(home, "harvest", **LOOPBACK) as other:
            same = beffroi(home, *words(forge), **LOOPBACK)
            assert (same.returncode, "is at work already" in same.stderr) == (2, True)
            assert eventually(lambda: len(table(home, RUNS)) == 2)
            forge.do("restore")
            assert [len(one.communicate(timeout=60)) for one in (first, other)] == [2, 2]
    assert (first.returncode, other.returncode) == (0, 0)
    assert (forge.state["most_at_once"], table(home, COUNT)) == (1, [(ROWS,)])
    assert table(home, "select count(*) from repositories_question") == [(0,)]


def test_a_forge_of_one_byte_a_second_holds_nobody_up(homes: list[Path], opened: Opened) -> None:
    slow, *others = opened("gitlab", "gitea", "forgejo")
    slow.switch("slow", "/projects", bytes_per_second=1)
    home = homes[0]
    states = "select state, count(*) from repositories_harvesttask group by 1 order by 1"
    with running(home, *words(slow, *others), **LOOPBACK) as harvesting:
        is_done = eventually(lambda: table(home, states) == [("done", 2), ("listing", 1)], 25)
        assert is_done, table(home, states)
        _status, _out, err = ended(harvesting, signal.SIGINT)
    assert table(home, COUNT) == [(2 * ROWS,)]
    assert "Traceback" not in err or "KeyboardInterrupt" in err


def test_a_second_run_of_what_has_not_changed_writes_when_it_saw_it(
    homes: list[Path], opened: Opened
) -> None:
    forges = opened("github", "gitlab", "gitea")
    home = homes[0]
    assert beffroi(home, *words(*forges), **LOOPBACK).returncode == 0
    before, seen = facts(home), table(home, "select min(seen_at) from repositories_repository")
    for forge in forges:
        forge.do("forget")
    again = beffroi(home, *words(*forges), "--format", "json", **LOOPBACK)
    counts = json.loads(again.stdout)["counts"]
    assert (counts["same"], counts["new"], counts["changed"]) == (3 * ROWS, 0, 0)
    assert facts(home) == before
    assert table(home, "select min(seen_at) from repositories_repository") > seen
    for forge in forges:
        statuses = forge.state["statuses"]
        assert statuses["304"] >= 0.95 * sum(statuses.values()), statuses
