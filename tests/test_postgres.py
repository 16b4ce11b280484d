"""The rooms with tables, their tests run once more on a real PostgreSQL server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clusters import cluster

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("journal", "accounts", "organisations", "repositories", "portal")


@pytest.mark.postgres
@pytest.mark.timeout(900)
def test_every_test_of_the_rooms_with_tables_passes_on_postgresql() -> None:
    folders = [f"tests/{room}" for room in ROOMS if (ROOT / "tests" / room).is_dir()]
    words = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider"]
    words += ["-p", "no:randomly"]
    words += ["-m", "not postgres and not browser and not long and not sqlite", *folders]
    with cluster() as address:
        more = {"BEFFROI_DATABASE_URL": address, "BEFFROI_TEST_POSTGRES": "1"}
        done = subprocess.run(
            words, cwd=ROOT, env={**os.environ, **more}, check=False, capture_output=True, text=True
        )
    assert done.returncode == 0, done.stdout[-4000:]
