"""Feed the licence engine with broken files until something raises or is not the same twice.

    .venv/bin/python scripts/fuzz_licences.py --seconds 60
    PYTHONPATH=.:.venv/lib/python3.11/site-packages /tmp/fuzz/bin/python scripts/fuzz_licences.py

With ``atheris`` in the interpreter's environment (no dependency of ours: ``pip install atheris``
on the side) its coverage guides the changes; without it they are made by chance, from a seed that
is printed.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BEFFROI_SHARED") or ROOT.parent / "shared")
NAMES = ("LICENSE", "a.c", "package.json", "pom.xml", "Cargo.toml", "README.md", "DESCRIPTION")


def check(data: bytes) -> None:
    """Ask twice; lines must lie in the file, both answers must be equal."""
    from beffroi.policy.licence.detect import detect  # noqa: PLC0415 (slow to import)

    name = NAMES[len(data) % len(NAMES)]
    answer = detect(data, name)
    last = data.count(b"\n") + data.count(b"\r") + 1 + len(data)  # UTF-16 has breaks of its own
    for match in answer.matches:
        if not 1 <= match.start_line <= match.end_line <= last or not 0 < match.score <= 1:
            raise AssertionError(match)
    if answer != detect(data, name):
        raise AssertionError("two answers about one file differ")


def main() -> int:
    """Run until the time is over; the file that fails is kept and named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    asked, rest = parser.parse_known_args()
    try:
        import atheris  # noqa: PLC0415 (opt-in)
    except ImportError:
        return by_chance(asked.seconds, asked.seed)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], f"-max_total_time={asked.seconds:.0f}", *rest], check)
    atheris.Fuzz()
    return 0


def by_chance(seconds: float, seed: int) -> int:
    """Change files of the corpora by chance."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    folder = SHARED / "data" / "licences"
    files = [path.read_bytes() for path in sorted(folder.glob("s*-*/*")) if path.is_file()]
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        data = changed(chance, files)
        try:
            check(data)
        except Exception:
            kept = Path("fuzz-failed.bin")
            kept.write_bytes(data)
            print(f"fuzz: seed {seed}, file {count} fails; kept as {kept}", file=sys.stderr)
            raise
        count += 1
    print(f"fuzz: seed {seed}, {count} files, nothing raised")
    return 0


def changed(chance: random.Random, files: list[bytes]) -> bytes:
    """Return a piece of one file with pieces of another, noise and lost bytes in it."""
    data = bytearray(chance.choice(files)[: chance.randrange(1, 9000)])
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(data) + 1)
        other = chance.choice(files)
        begin = chance.randrange(len(other) + 1)
        part = (
            other[begin : begin + chance.randrange(400)],
            chance.randbytes(chance.randrange(40)),
            b"\0" * chance.randrange(9),
            chance.choice((b"\xff\xfe", b"<", b"(", b"{\\rtf", b"\n" * 50, b"or later " * 30)),
        )
        data[at : at + chance.randrange(60)] = chance.choice(part)
    text = bytes(data)
    return text.decode("latin-1").encode("utf-16") if chance.random() < 1 / 20 else text


if __name__ == "__main__":
    sys.exit(main())
