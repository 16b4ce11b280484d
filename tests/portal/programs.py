"""The program as processes of its own, in homes of their own; none outlives its test."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PATIENCE = 60.0


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return this environment without settings of anybody else's."""
    given = {key: value for key, value in os.environ.items() if not key.startswith("BEFFROI_")}
    return {**given, "BEFFROI_HOME": str(home), **more}


def beffroi(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    program = [sys.executable, "-m", "beffroi", *words]
    given = environment(home, **more)
    return subprocess.run(
        program, env=given, capture_output=True, text=True, check=False, timeout=300
    )


@contextmanager
def running(
    home: Path, *words: str, folder: Path | None = None, **more: str
) -> Iterator[subprocess.Popen[str]]:
    """Start one command in a group of processes of its own, and end the whole group."""
    with subprocess.Popen(
        [sys.executable, "-m", "beffroi", *words], env=environment(home, **more), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, cwd=folder,
    ) as started:  # fmt: skip
        try:
            yield started
        finally:
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)


def ended(process: subprocess.Popen[str], number: int = signal.SIGTERM) -> tuple[int, str, str]:
    """Send a signal; return exit status, output and errors once the process is gone."""
    process.send_signal(number)
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def is_gone(group: int) -> bool:
    """Tell whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def eventually(question: Callable[[], object], seconds: float = PATIENCE) -> bool:
    """Ask until the answer is yes, or patience ends."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if question():
            return True
        time.sleep(0.05)
    return False


def page(url: str) -> tuple[int, str]:
    """Ask for a page; return status and text, 0 while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, ""
    except OSError:
        return 0, ""


def table(home: Path, question: str) -> list[Any]:
    """Ask the database of a home."""
    database = sqlite3.connect(home / "beffroi.sqlite3", timeout=20)
    try:
        with database:
            return database.execute(question).fetchall()
    finally:
        database.close()
