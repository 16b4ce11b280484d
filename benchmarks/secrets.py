"""Secrets on one core beside detect-secrets: megabytes a second on the same real source.

    .venv/bin/python -m benchmarks.secrets [--folder FOLDER] [--rival-share 0.02]

The files are the text files of a folder (default: Django as installed here). detect-secrets 1.5.0
reads every n-th file, without verification, in the same process. Seconds are of the processor.
Prints a Markdown table.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import django
from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

from beffroi.policy.check.secrets.scanning import is_skipped, scan_bytes

_LARGEST = 5_000_000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, default=Path(django.__file__).parent)
    parser.add_argument("--rival-share", type=float, default=0.02)
    asked = parser.parse_args()
    files = text_files(asked.folder)
    sample = files[:: max(1, round(1 / asked.rival_share))]
    scan_bytes("warm.py", b'password = "softlayer-1x"')
    ours = rate(files, lambda path: scan_bytes(path.name, path.read_bytes()))
    theirs = rate(sample, detect_secrets)
    print("| tool | files | MB | MB/s |")
    print("| --- | --- | --- | --- |")
    for name, (count, size, speed) in (("beffroi", ours), ("detect-secrets", theirs)):
        print(f"| {name} | {count} | {size / 1e6:.1f} | {speed / 1e6:.2f} |")
    print(f"\nbeffroi is {ours[2] / theirs[2]:.0f} × as fast as detect-secrets")
    return 0


def text_files(folder: Path) -> list[Path]:
    """Return the files that a scan reads."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [
        path
        for path in found
        if not is_skipped(str(path.relative_to(folder))) and path.stat().st_size <= _LARGEST
    ]


def rate(files: Sequence[Path], scan: Callable[[Path], object]) -> tuple[int, int, float]:
    """Return count and size of the files, and bytes a second of the processor."""
    size = sum(path.stat().st_size for path in files)
    begin = time.process_time()
    for path in files:
        scan(path)
    return len(files), size, size / (time.process_time() - begin)


def detect_secrets(path: Path) -> object:
    """Scan one file as detect-secrets does with its own settings, nothing verified."""
    collection = SecretsCollection()
    with default_settings() as settings:
        settings.filters.pop(
            "detect_secrets.filters.common.is_ignored_due_to_verification_policies", None
        )
        collection.scan_file(str(path))
    return collection


if __name__ == "__main__":
    raise SystemExit(main())
