"""The machine: Python, git, packages, the home folder and its disk."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings

from beffroi.lib.version import ROOT
from beffroi.portal.doctor.shapes import Finding, note, ok, wrong

NEWEST = (3, 14)
FREE_BYTES = 1_000_000_000
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==(\S+?)(?:\s*;(.*?))?\s*\\?$", re.MULTILINE)


def examine(_at: datetime) -> Iterator[Finding]:
    """Look at what the program stands on."""
    yield from _python()
    yield from git()
    yield from packages(ROOT / "requirements.txt")
    yield from home(settings.BEFFROI_HOME)


def _python() -> Iterator[Finding]:
    here = sys.version_info[:2]
    words = f"Python {sys.version.split()[0]}"
    if here > NEWEST:
        yield note("python", f"{words} is newer than any tried.", "Take Python 3.11 to 3.14.")
    else:
        yield ok("python", words)


def git() -> Iterator[Finding]:
    """Look for git, which reads the forges."""
    program = shutil.which("git")
    if program is None:
        yield wrong(
            "git", "git is not installed: no forge can be read.", "Debian: apt-get install git."
        )
        return
    done = subprocess.run(  # noqa: S603 (the program that stands in the PATH)
        [program, "--version"], capture_output=True, text=True, check=False, timeout=20
    )
    yield ok("git", done.stdout.strip())


def packages(locked: Path) -> Iterator[Finding]:
    """Compare what is installed with the lock file; lines with a condition are left out."""
    if not locked.is_file():
        yield note("packages", "There is no requirements.txt to compare with.", "Use a checkout.")
        return
    pins = [match.groups() for match in PINNED.finditer(locked.read_text("utf-8"))]
    other = [f"{name} {_installed(name)} ≠ {pin}" for name, pin, when in pins if not when
             and _installed(name) != pin]  # fmt: skip
    if other:
        yield wrong(
            "packages", f"Installed otherwise than locked: {', '.join(other[:5])}.", "make setup"
        )
    else:
        yield ok("packages", f"{len(pins)} packages as locked")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def home(home: Path) -> Iterator[Finding]:
    """Look at the home folder: may it be written, by whom, how much is free."""
    if not home.is_dir() or not os.access(home, os.W_OK | os.X_OK):
        yield wrong(
            "home", f"{home} cannot be written by this user.",
            f"chown it to the user that runs serve and worker (this one is {os.getuid()}).",
        )  # fmt: skip
        return
    yield ok("home", str(home))
    owners = {path.stat().st_uid for path in home.iterdir()}
    if len(owners) > 1:
        yield wrong(
            "owners", f"Files in {home} belong to {len(owners)} different users.",
            f"Run every command as one user: chown -R USER {home}",
        )  # fmt: skip
    free = shutil.disk_usage(home).free
    if free < FREE_BYTES:
        yield wrong(
            "disk", f"{free // 1_000_000} MB are free on the disk of {home}.",
            "A rebuild of the index needs twice its size: make room.",
        )  # fmt: skip
    else:
        yield ok("disk", f"{free // 1_000_000_000} GB free")
    yield from secret(home / "secret-key")
    yield from secret(home / "encryption-keys")


def secret(file: Path) -> Iterator[Finding]:
    """Look at who may read a secret."""
    if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077:
        yield wrong(file.name, f"{file} can be read by others.", f"chmod 600 {file}")
    else:
        yield ok(file.name, "readable by its owner alone")
