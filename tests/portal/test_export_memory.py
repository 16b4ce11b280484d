"""Exports of 200,000 repositories stay small: streamed from the database to the file."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portal.programs import beffroi, environment

pytestmark = [pytest.mark.long, pytest.mark.slow, pytest.mark.timeout(1200)]
COUNT = 200_000
MEGABYTE = 1_000_000
FIRST = (
    "import tests.makers as m; m.make_repository(uid='r', url_key='k', topics=['a', 'b'],"
    "description='Ce que fait ce dépôt, en une phrase de longueur moyenne.', stars=3,"
    "licence='MIT', language='Python', pushed_at=m.NOON, files={'readme': 'README.md'})"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home whose catalogue holds 200,000 repositories."""
    folder = tmp_path_factory.mktemp("large")
    assert beffroi(folder, "init", "--country", "fr").returncode == 0
    assert beffroi(folder, "manage", "shell", "-v", "0", "-c", FIRST).returncode == 0
    multiply(folder / "beffroi.sqlite3", COUNT)
    return folder


def multiply(file: Path, count: int) -> None:
    """Copy the one repository of a database until there are so many."""
    with sqlite3.connect(file) as database:
        table = "repositories_repository"
        names = [row[1] for row in database.execute(f"pragma table_info({table})")]
        numbers = f"n(i) as (values(1) union all select i + 1 from n where i < {count - 1})"  # noqa: S608
        new = {"id": "id + n.i", "uid": "uid || n.i", "url_key": "printf('k/%07d', n.i)"}
        values = ", ".join(new.get(name, f'"{name}"') for name in names)
        database.execute(
            f"with recursive {numbers} insert into {table} select {values} from {table}, n"  # noqa: S608
        )
    database.close()


MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
"""A small program between: a child's peak counts what its parent held when it was started."""


def peak(home: Path, *words: str) -> int:
    """Run a command and return the most memory that it held, in bytes."""
    program = [sys.executable, "-c", MEASURE, sys.executable, "-m", "beffroi", *words]
    given = environment(home, BEFFROI_COUNTRY="fr")
    done = subprocess.run(program, env=given, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1]) * 1024


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_text_is_written_within_100_megabytes_in_all(home: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"all.{form}"
    used = peak(home, "export", "repositories", "--format", form, "--output", str(file))
    assert used < 100 * MEGABYTE
    with file.open("rb") as lines:
        assert sum(1 for _ in lines) >= COUNT


def test_parquet_is_written_within_100_megabytes_above_its_library(
    home: Path, tmp_path: Path
) -> None:
    from pyarrow import parquet  # noqa: PLC0415

    small = tmp_path / "bodies.parquet"
    words = ("export", "organisations", "--format", "parquet", "--output", str(small))
    at_rest = peak(home, *words)
    file = tmp_path / "all.parquet"
    used = peak(home, "export", "repositories", "--format", "parquet", "--output", str(file))
    assert used - at_rest < 100 * MEGABYTE
    assert parquet.ParquetFile(file).metadata.num_rows == COUNT
