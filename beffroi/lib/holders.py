"""Names of processes that hold something for a while, and whether such a process is gone."""

import os
import platform
import secrets
from pathlib import Path

_LONGEST_PLACE = 40


def new_holder() -> str:
    """Return a name for this process that no other process has, 80 characters at most."""
    return f"{_place()}/{os.getpid()}-{secrets.token_hex(4)}"


def is_gone(holder: str) -> bool:
    """Tell whether a holder was a process of this machine that no longer runs.

    Of other machines, and of other containers of this one, nobody here knows: False.
    """
    place, _, process = holder.rpartition("/")
    number = process.partition("-")[0]
    if place != _place() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _place() -> str:
    """Name this machine, and the container in it: process numbers mean something only there."""
    try:
        space = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        space = 0
    return f"{platform.node()[:_LONGEST_PLACE]}/{space}"
