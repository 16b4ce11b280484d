"""Licence detection on one core beside scancode-toolkit: files a second, start, memory.

    .venv/bin/python -m benchmarks.licences [--scancode /path/to/scancode] [--sample 40]

The files are the SPDX texts of the shared folder, as they are and with 3 % of their words lost,
and the 60 real files. scancode-toolkit 32.5.0 needs an environment of its own (746 MB, and
``pluggy==1.5.0``): ``python3 -m venv /tmp/sc && /tmp/sc/bin/pip install scancode-toolkit==32.5.0``.
It reads every n-th text (``--sample``), in one process, its start taken off. Seconds are of the
processor, so that other work on the machine counts less. Prints a Markdown table.
"""

import argparse
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from beffroi.policy.licence.detect import detect

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BEFFROI_SHARED") or ROOT.parent / "shared")
TEXTS = SHARED / "data/licences/spdx-simple-even"
REAL = SHARED / "data/licences/scancode-cases"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scancode", type=Path, help="executable of scancode-toolkit")
    parser.add_argument("--sample", type=int, default=40, help="scancode reads this many texts")
    asked = parser.parse_args()
    texts = [path.read_bytes() for path in sorted(TEXTS.iterdir())]
    real = [path.read_bytes() for path in sorted(REAL.iterdir()) if path.is_file()]
    print("| tool | files | seconds | files/s | start s | memory MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    start, memory = of_child([sys.executable, "-m", "beffroi", "licence", str(ROOT / "LICENSE")])
    changed = [without_words(data) for data in texts]
    rates = []
    for name, files in (("clean", texts), ("3 % lost", changed), ("real files", real)):
        seconds = min(judged(files) for _ in range(3))
        rates.append(len(files) / seconds)
        print(f"| beffroi, {name} | {len(files)} | {seconds:.2f} | {rates[-1]:.0f} "
              f"| {start:.2f} | {memory:.0f} |")  # fmt: skip
    if asked.scancode:
        rate = scancode(asked.scancode, asked.sample)
        print(f"\nbeffroi is {rates[0] / rate:.0f} × as fast as scancode-toolkit on clean texts")
    return 0


def judged(files: list[bytes]) -> float:
    """Return the seconds of the processor for all files, warm."""
    detect(files[0], "LICENSE")
    begin = time.process_time()
    for data in files:
        detect(data, "LICENSE")
    return time.process_time() - begin


def without_words(data: bytes) -> bytes:
    """Return a text without 3 % of its words."""
    chance = random.Random(1)
    text = data.decode("utf-8", "replace")
    return re.sub(r"\S+", lambda word: "" if chance.random() < 0.03 else word[0], text).encode()


def of_child(words: list[str]) -> tuple[float, float]:
    """Return the least seconds of the processor of three runs, and the most memory in MB."""
    seconds = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(words, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(seconds), after.ru_maxrss / 1024


def scancode(program: Path, count: int) -> float:
    """Print the row of scancode-toolkit; return its files a second without its start."""
    paths = sorted(TEXTS.iterdir())
    chosen = paths[:: max(1, len(paths) // count)]
    with tempfile.TemporaryDirectory() as folder:
        one, many = Path(folder) / "one", Path(folder) / "many"
        for target, files in ((one, paths[:1]), (many, chosen)):
            target.mkdir()
            for path in files:
                shutil.copy(path, target)
        out = str(Path(folder) / "out.json")
        words = [str(program), "-l", "-n", "1", "--quiet", "--json", out]
        start, _ = of_child([*words, str(one)])
        total, memory = of_child([*words, str(many)])
    seconds = total - start
    rate = (len(chosen) - 1) / seconds
    print(f"| scancode-toolkit, clean | {len(chosen)} | {seconds:.2f} | {rate:.1f} "
          f"| {start:.2f} | {memory:.0f} |")  # fmt: skip
    return rate


if __name__ == "__main__":
    sys.exit(main())
