"""Judging of publiccode.yml on one core: files a second, and the same through the command.

    .venv/bin/python -m benchmarks.publiccode FOLDER [--rounds 5]

The files are every ``*.yml`` and ``*.yaml`` below the folder, read once, judged in each round
without network and without the files beside them. Prints a Markdown table; the best round counts.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from beffroi.policy.publiccode import judge


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    print("| files | kB | files/s by the clock | files/s of the processor |")
    print("| --- | --- | --- | --- |")
    everything = [path for path in sorted(asked.folder.rglob("*.y*ml")) if path.is_file()]
    groups = sorted({path.relative_to(asked.folder).parts[0] for path in everything})
    for name in ("", *groups):
        files = [path for path in everything if path.is_relative_to(asked.folder / name)]
        print(row(name or "all", [path.read_bytes() for path in files], asked.rounds))
    return 0


def row(name: str, files: Sequence[bytes], rounds: int) -> str:
    """Return the line of one set of files."""
    clock, processor = min(one_round(files) for _ in range(rounds))
    size = sum(map(len, files)) / 1000
    speeds = f"{len(files) / clock:.0f} | {len(files) / processor:.0f}"
    return f"| {name}: {len(files)} | {size:.0f} | {speeds} |"


def one_round(files: Sequence[bytes]) -> tuple[float, float]:
    """Return seconds of the clock and of the processor for judging each file once."""
    begin, used = time.perf_counter(), time.process_time()
    for data in files:
        judge(data)
    return time.perf_counter() - begin, time.process_time() - used


if __name__ == "__main__":
    raise SystemExit(main())
