"""Run one foreign program with limits of time, output and memory, and end its whole family."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Final

from beffroi.lib.http.errors import DoorError

_TAIL: Final = 8000
# The limits are set by the shell, before the program starts, so that its children have them too;
# ``ulimit -v`` is missing on some systems.
_LIMITED: Final = 'ulimit -v {kilobytes} 2>/dev/null; ulimit -f {blocks}; exec "$@"'
_BLOCK: Final = 512


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """Limits of one run; ``file_bytes``: the largest file that it may write."""

    seconds: float
    output_bytes: int
    memory_bytes: int
    file_bytes: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended; ``said`` is the end of its standard error, for mapping, not people."""

    status: int
    output: bytes
    said: str


def run_limited(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    limits: ProcessLimits,
    given: bytes = b"",
) -> Ended:
    """Run a program to its end; raises DoorError ``timeout`` or ``too-large``.

    ``given`` is its standard input; ``environment`` is all that it gets.
    """
    script = _LIMITED.format(
        kilobytes=limits.memory_bytes // 1024, blocks=limits.file_bytes // _BLOCK
    )
    with tempfile.TemporaryFile() as entry, tempfile.TemporaryFile() as errors:
        entry.write(given)
        entry.seek(0)
        with subprocess.Popen(  # noqa: S603 - a fixed program; what strangers give is checked
            ["/bin/sh", "-c", script, "sh", *command],
            cwd=folder,
            env=dict(environment),
            stdin=entry,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        ) as process:
            output, is_late = _watch(process, limits)
        errors.seek(max(0, errors.seek(0, os.SEEK_END) - _TAIL))
        said = errors.read().decode("utf-8", "replace")
    if is_late:
        raise DoorError("timeout", "Reading took too long and was stopped; try again later.")
    if len(output) > limits.output_bytes or process.returncode == -signal.SIGXFSZ:
        raise DoorError("too-large", "There is more to read than is read at most.")
    return Ended(process.returncode, output, said)


def _watch(process: subprocess.Popen[bytes], limits: ProcessLimits) -> tuple[bytes, bool]:
    """Read the output up to the limits, then make sure that nothing of the family is left."""
    late = list[bool]()

    def stop() -> None:
        late.append(True)
        _kill_family(process)

    timer = Timer(limits.seconds, stop)
    timer.start()
    try:
        output = process.stdout.read(limits.output_bytes + 1) if process.stdout else b""
        if len(output) > limits.output_bytes:
            _kill_family(process)
        process.wait()
    finally:
        timer.cancel()
        _kill_family(process)
    return output, bool(late)


def _kill_family(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
