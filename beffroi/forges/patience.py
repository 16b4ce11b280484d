"""When to give up on a host: after a while in all, or when it stays silent."""

import time
from collections.abc import Callable
from typing import Final

from beffroi.lib.http.errors import DoorError

MOST_SILENT: Final = 4
_SILENT = frozenset({"timeout", "unreachable", "tls"})


class Patience:
    """Counts what one reading of one host may take; ``now`` gives seconds."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._end = now() + seconds
        self._silent = 0

    @property
    def is_over(self) -> bool:
        """Say whether the reading should stop here."""
        return self._silent >= MOST_SILENT or self._now() > self._end

    def note(self, error: DoorError | None) -> None:
        """Note how one call ended; None is a good end."""
        self._silent = self._silent + 1 if error and error.code in _SILENT else 0

    @staticmethod
    def stopped() -> DoorError:
        """Return the error that says so."""
        return DoorError("timeout", "The server is silent or slow; the reading was stopped.")
