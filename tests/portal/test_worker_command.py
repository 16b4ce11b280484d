"""``beffroi worker``: ends when told, shares its work, outlives a database that is away."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from beffroi.journal.models import Lease, Outbox
from beffroi.lib.stopping import STOPPING
from beffroi.search.engine import open_index
from beffroi.search.shapes import Query
from tests.makers import make_repository
from tests.portal.programs import beffroi, ended, eventually, running, table

pytestmark = pytest.mark.slow
TIMERS = {"harvest", "harvest-daily", "harvest-due", "index"}
STOPS = (signal.SIGTERM, signal.SIGINT)
WANT_ALL = (
    "insert or ignore into journal_outbox (kind, uid) "
    "select 'repository', uid from repositories_repository"
)


@pytest.fixture
def _own_signals() -> Iterator[None]:
    """Give the process its signals back after a worker ran in it."""
    kept = {number: signal.getsignal(number) for number in STOPS}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)
    STOPPING.clear()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with some repositories."""
    rows = "".join(f"r{n},https://forge.example/a/r{n}\n" for n in range(300))
    (tmp_path / "list").write_text(f"name,repository_url\n{rows}")
    assert beffroi(tmp_path / "home", "init").returncode == 0
    done = beffroi(tmp_path / "home", "import", "repositories", str(tmp_path / "list"))
    assert done.returncode == 0
    return tmp_path / "home"


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_signals")
def test_once_gives_each_timer_one_step(capsys: pytest.CaptureFixture[str]) -> None:
    make_repository()
    call_command("worker", "--once")
    assert set(Lease.objects.values_list("name", flat=True)) == TIMERS
    assert not Outbox.objects.exists()
    said = capsys.readouterr().err.splitlines()
    assert [line.split()[-1] for line in said] == ["started", "ended"]


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_signals")
def test_a_database_that_is_away_is_said_and_ends_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_lease RENAME COLUMN due_at TO elsewhere")
    call_command("worker", "--once")
    said = capsys.readouterr().err
    assert "database=" in said
    assert said.splitlines()[-1].endswith("ended")


@pytest.mark.sqlite
@pytest.mark.parametrize("number", STOPS)
def test_it_ends_after_its_step_when_told(home: Path, number: signal.Signals) -> None:
    with running(home, "worker") as worker:
        assert eventually(lambda: len(table(home, "select * from journal_lease")) == len(TIMERS))
        status, out, err = ended(worker, number)
    assert (status, out) == (0, "")
    assert "Traceback" not in err
    assert err.splitlines()[-1].endswith("ended")


@pytest.mark.long
@pytest.mark.sqlite
def test_two_at_once_share_the_work_and_lose_nothing(home: Path) -> None:
    with running(home, "worker") as one, running(home, "worker") as two:
        for _ in range(3):
            table(home, WANT_ALL)
            assert eventually(lambda: not table(home, "select * from journal_outbox"))
        statuses = [ended(worker)[0] for worker in (one, two)]
    assert statuses == [0, 0]
    assert {row[0] for row in table(home, "select failures from journal_lease")} == {0}
    index = open_index(home / "index")
    assert index is not None
    assert index.search(Query(filters={"kind": ("repository",)})).count == 300
