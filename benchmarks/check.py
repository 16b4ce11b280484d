"""The policy check of many files without history, on one core, beside tools that do a part of it.

    .venv/bin/python -m benchmarks.check [--files 5000] [--only beffroi]

The tree is made of real files: sources, pages and texts of the packages in ``.venv`` (at most
200 kB each) with README, LICENSE and lock file. Beside ``beffroi check`` (75 rules) run
``reuse lint`` (licences and holders alone: two rules) and ``detect-secrets scan`` (secrets alone:
one rule; a tenth of the files, or it takes half an hour), each pinned to one core. Prints a
Markdown table; the clock counts, so measure on an idle machine.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
KINDS = (".py", ".md", ".rst", ".txt", ".toml", ".json", ".js", ".css", ".html", ".c", ".h", ".po")
MOST_BYTES = 200_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--only", choices=["beffroi", "reuse", "detect-secrets"])
    asked = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # what is started inherits it
    print("| tool | files | MB | seconds | processor s | memory MB | files/s |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for name, words, most in (
        ("beffroi", ["check", ".", "--format", "json"], asked.files),
        ("reuse", ["lint", "--json"], asked.files),
        ("detect-secrets", ["scan", "--all-files", "--no-verify", "."], asked.files // 10),
    ):
        if asked.only in (None, name):
            with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as place:
                count, size = lay_out(Path(place) / "tree", most)
                told = measured([str(BIN / name), *words], Path(place) / "tree")
            print(f"| {name} | {count} | {size / 1e6:.1f} | {told[0]:.1f} | {told[1]:.1f} "
                  f"| {told[2]:.0f} | {count / told[0]:.0f} |")  # fmt: skip
    return 0


def lay_out(folder: Path, most: int) -> tuple[int, int]:
    """Copy real files into a tree that looks like a project; return how many, and their bytes."""
    folder.mkdir()
    size = count = 0
    for name in ("README.md", "LICENSE", "CONTRIBUTING.md", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
        count, size = count + 1, size + (ROOT / name).stat().st_size
    start = BIN.parent / "lib"
    for path in _real(start):
        if count >= most:
            break
        goal = folder / "src" / path.relative_to(start)
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, goal)
        count, size = count + 1, size + goal.stat().st_size
    return count, size


def _real(start: Path) -> Iterator[Path]:
    for path in sorted(start.rglob("*")):
        if path.suffix in KINDS and path.is_file() and 0 < path.stat().st_size <= MOST_BYTES:
            yield path


def measured(words: Sequence[str], folder: Path) -> tuple[float, float, float]:
    """Run one tool on one core; return seconds, seconds of the processor, megabytes."""
    begin = time.monotonic()
    process = subprocess.Popen(
        words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.monotonic() - begin
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / _unit()


def _unit() -> int:
    """Return how many of ``ru_maxrss`` make a megabyte: kilobytes on Linux."""
    return 1024 if sys.platform == "linux" else 1024 * 1024


if __name__ == "__main__":
    sys.exit(main())
