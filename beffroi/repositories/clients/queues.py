"""The hosts of one run: one queue each, with what is on its way there and when it may go on."""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from beffroi.forges.shapes import Failure, Reading
from beffroi.organisations.models import Forge
from beffroi.repositories.actions.pieces import Piece
from beffroi.repositories.models import HarvestTask


@dataclass(slots=True)
class Flight:
    """One piece on its way: of a list, looks (``keys``), or finds for a list already read."""

    task: HarvestTask
    piece: Piece | None = None
    keys: Sequence[int] = ()
    reading: Reading | None = None


@dataclass(slots=True)
class Host:
    """The queue of one host.

    ``landed``: pieces that came and are not written yet. ``broken``: accounts in a row that its
    silence ended.
    """

    key: int
    forge: Forge | None = None
    token: str = field(default="", repr=False)
    task: HarvestTask | None = None
    flight: Flight | None = None
    landed: int = 0
    is_held: bool = False
    broken: int = 0
    stop: Failure | None = None
    wakes_at: datetime | None = None
    why: str = ""


class Queues:
    """All hosts: those that may be called, those that sleep, those with a piece on its way."""

    def __init__(self, keys: Iterable[int]) -> None:
        self._hosts = {key: Host(key) for key in keys}
        self._ready = deque(self._hosts.values())
        self._sleeping: list[tuple[datetime, int]] = []

    def __bool__(self) -> bool:
        return bool(self._hosts)

    def __getitem__(self, key: int) -> Host:
        return self._hosts[key]

    def has_ready(self) -> bool:
        """Tell whether a host waits to be called."""
        return bool(self._ready)

    def next(self) -> Host | None:
        """Take out the host that has waited longest."""
        return self._ready.popleft() if self._ready else None

    def put(self, host: Host) -> None:
        """Let a host be called again, after all others."""
        host.wakes_at, host.why = None, ""
        self._ready.append(host)

    def put_to_sleep(self, host: Host, until: datetime, why: str) -> None:
        """Leave a host alone for a while."""
        host.wakes_at, host.why = until, why
        heapq.heappush(self._sleeping, (until, host.key))

    def wake(self, at: datetime) -> None:
        """Let those be called whose time has come."""
        while self._sleeping and self._sleeping[0][0] <= at:
            _, key = heapq.heappop(self._sleeping)
            self.put(self._hosts[key])

    def drop(self, host: Host) -> None:
        """Forget a host that has nothing left to do."""
        del self._hosts[host.key]

    def wakes_at(self) -> datetime | None:
        """Return when the first sleeper wakes."""
        return self._sleeping[0][0] if self._sleeping else None

    def sleepers(self) -> Iterator[Host]:
        """Return the hosts that wait, the first to wake first."""
        return (self._hosts[key] for _, key in sorted(self._sleeping))
