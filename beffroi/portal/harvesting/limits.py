"""How often one caller may make this machine call others."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock

MOST = 10
SECONDS = 600.0
CALLERS = 1000
"""Callers remembered; the longest silent is forgotten first."""


class Doorman:
    """Counts what each caller asked for lately, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def admits(self, caller: str) -> bool:
        """Count one wish of a caller; False when it was one too many."""
        now = self._clock()
        with self._lock:
            times = self._asked.pop(caller, None) or deque()
            while times and now - times[0] > SECONDS:
                times.popleft()
            is_fine = len(times) < MOST
            if is_fine:
                times.append(now)
            self._asked[caller] = times
            if len(self._asked) > CALLERS:
                self._asked.popitem(last=False)
        return is_fine
