"""Copy and restore at full size, beside the databases' own tools, in the same run.

    .venv/bin/python -m benchmarks.backup [--rows 200000] [--postgres]

The real 9,157 rows are multiplied to ``--rows`` repositories, each with its act in the journal.
While a copy is made another process writes one row after the other; its slowest write is the
wait that a copy causes. Prints a Markdown table.
"""

import argparse
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from tests.clusters import cluster, folder_of_programs

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BEFFROI_SHARED") or ROOT.parent / "shared")
FRENCH = SHARED / "data/catalogue/fr"
GROW = """
import sys
from django.db import connection
from beffroi.repositories.models import Repository
wanted, size = int(sys.argv[1]), 2000
real = list(Repository.objects.order_by("pk").values())
number = len(real)
while number < wanted:
    rows = []
    for row in real[: min(size, wanted - number)]:
        number += 1
        tail = f"-{number}"
        rows.append(Repository(**{**row, "id": None, "uid": row["uid"][:100] + tail,
            "url_key": row["url_key"][:650] + tail, "url": row["url"][:650] + tail,
            "forge_id": ""}))
    Repository.objects.bulk_create(rows, batch_size=500)
    real = real[size:] + real[:size]
"""
WRITE = """
import sys, time
from django.utils import timezone
from beffroi.journal import actions
from beffroi.journal.shapes import Deed
slowest = 0.0
print("ready", flush=True)
while True:
    begin = time.monotonic()
    actions.note([Deed(at=timezone.now(), verb="try", object_kind="x", object_uid="x", source="b")])
    slowest = max(slowest, time.monotonic() - begin)
    print(f"{slowest:.3f}", flush=True)
    time.sleep(0.02)
"""


def main() -> int:
    """Fill an instance, copy it, restore the copy, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--postgres", action="store_true")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="beffroi-copies-") as folder,
        cluster() if options.postgres else nullcontext("") as address,
    ):
        measure(Path(folder), address, options.rows)
    return 0


def measure(folder: Path, address: str, rows: int) -> None:
    """Print the table of one database."""
    given = {"BEFFROI_DATABASE_URL": address} if address else {}
    fill(folder / "home", rows, given)
    lines = []
    for name, work, file in ours(folder, given) + theirs(folder, address):
        begin, slowest = time.monotonic(), work()
        seconds, size = time.monotonic() - begin, file.stat().st_size if file.exists() else 0
        lines.append((name, seconds, size, slowest))
    print(f"\n{rows:,} repositories, {'PostgreSQL' if address else 'SQLite'}\n")
    print("| work | s | MB | slowest write meanwhile, s |\n| --- | --: | --: | --: |")
    for name, seconds, size, slowest in lines:
        print(f"| {name} | {seconds:.1f} | {size / 1e6:.1f} | {slowest} |")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nlargest process: {peak:.0f} MB resident")


Work = tuple[str, Callable[[], str], Path]


def ours(folder: Path, given: dict[str, str]) -> list[Work]:
    """Return our own two commands; the restore goes into a home of its own."""
    file, home, fresh = folder / "copy.zip", folder / "home", folder / "fresh"

    def back() -> str:
        program(fresh, "restore", str(file), "--replace", **given)
        return ""

    return [
        ("beffroi backup", lambda: during(home, given, ["backup", str(file)]), file),
        ("beffroi restore, proved, with a new index", back, file),
    ]


def theirs(folder: Path, address: str) -> list[Work]:
    """Return the database's own tools."""
    file = folder / "own"
    if address:
        words = [str(folder_of_programs() / "pg_dump"), "-Fc", "-f", str(file), address]
        return [("pg_dump -Fc", lambda: quiet(words), file)]

    def copy() -> str:
        source = sqlite3.connect(folder / "home/beffroi.sqlite3")
        target = sqlite3.connect(file)
        source.backup(target)
        target.close()
        source.close()
        return ""

    return [("sqlite3 .backup (a plain copy, not compressed)", copy, file)]


def quiet(words: list[str]) -> str:
    """Run a command to its end."""
    subprocess.run(words, check=True)
    return ""


def during(home: Path, given: dict[str, str], words: list[str]) -> str:
    """Run a command of ours while another process writes; return its slowest write."""
    shell = [sys.executable, "-m", "beffroi", "manage", "shell", "--no-imports", "-c", WRITE]
    environment = {**os.environ, "BEFFROI_HOME": str(home), **given}
    with subprocess.Popen(shell, env=environment, stdout=subprocess.PIPE, text=True) as writer:
        said = writer.stdout or sys.stdin
        said.readline()  # it is ready
        try:
            program(home, *words, **given)
        finally:
            writer.kill()
        return said.read().split()[-1]


def fill(home: Path, rows: int, given: dict[str, str]) -> None:
    """Make an instance of the real rows and multiply its repositories."""
    program(home, "init", "--country", "fr", **given)
    program(home, "import", "accounts", str(FRENCH / "organizations-2021-11-15.csv"), **given)
    program(home, "import", "repositories", str(FRENCH / "repositories-2021-11-15.csv.gz"), **given)
    grow = GROW.replace("sys.argv[1]", str(rows))
    program(home, "manage", "shell", "--no-imports", "-c", grow, **given)


def program(home: Path, *words: str, **given: str) -> None:
    """Run one command of ours; a refused row is no failure here."""
    environment = {**os.environ, "BEFFROI_HOME": str(home), **given}
    done = subprocess.run(
        [sys.executable, "-m", "beffroi", *words],
        env=environment, check=False, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    if done.returncode > 1:
        raise SystemExit(done.stderr.decode())


if __name__ == "__main__":
    sys.exit(main())
