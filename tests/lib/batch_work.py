"""Functions that workers run; they must be importable by name."""

import os
import time


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
