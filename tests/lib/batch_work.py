"""Functions that workers run; they must be importable by name."""

import os
import signal
import time
from dataclasses import dataclass, field


def double(numbers: list[int]) -> list[int]:
    """Return twice each number; 13 is refused."""
    if 13 in numbers:
        message = "13 brings no luck"
        raise ValueError(message)
    return [2 * number for number in numbers]


def double_slowly(numbers: list[int]) -> list[tuple[int, int]]:
    """Return twice each number, and which process did it."""
    time.sleep(0.05)
    return [(2 * number, os.getpid()) for number in numbers]


@dataclass(frozen=True)
class Errand:
    """Something to do that only its own host may see."""

    name: str
    token: str = field(default="", repr=False)


def fail_at(errands: list[Errand]) -> list[str]:
    """Fail, as a reader with a fault does."""
    raise ValueError(errands[0].name)


def kill_the_first_worker(places: list[str]) -> list[int]:
    """Kill the worker that comes first; the next one finds that it has been done."""
    try:
        os.close(os.open(places[0], os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return [os.getpid()]
    os.kill(os.getpid(), signal.SIGKILL)
    return []


def kill_each_worker(_items: list[int]) -> list[int]:
    """Kill whoever does it."""
    os.kill(os.getpid(), signal.SIGKILL)
    return []
