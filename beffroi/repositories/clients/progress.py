"""How a harvest is driven, and how far it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q, Sum

from beffroi.repositories.models import HarvestRun, HarvestTask

PAUSES: Final = (5.0, 30.0, 120.0)
"""Seconds before a piece that did not come is asked for again."""
MOST_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A host that is left alone until an instant, and why."""

    host: str
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; ``waiting``: the first hosts to go on, of ``hosts_waiting``."""

    accounts: int
    done: int
    repositories: int
    pages: int
    looked: int
    hosts_waiting: int = 0
    waiting: Sequence[Waiting] = ()


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class How:
    """How to drive a run.

    ``scheduler``: of ``lib.batch``. ``seconds``: how long new pieces are begun, None until all is
    done. ``is_stopping``: asked between pieces. ``pauses``: seconds before each further try.
    """

    scheduler: str | None = None
    seconds: float | None = None
    now: Callable[[], datetime] = field(default=_now)
    progress: Callable[[Progress], None] = lambda _progress: None
    is_stopping: Callable[[], bool] = lambda: False
    pauses: Sequence[float] = PAUSES

    def pause(self, attempts: int) -> timedelta:
        """Return how long to wait after so many failures in a row."""
        place = max(0, min(attempts, len(self.pauses)) - 1)
        return timedelta(seconds=self.pauses[place])


def progress_of(run: HarvestRun, **waiting: Any) -> Progress:
    """Return how far a run is, as the database has it."""
    ended = Q(state__in=(HarvestTask.State.DONE, HarvestTask.State.FAILED))
    said = run.tasks.aggregate(
        accounts=Count("pk"),
        done=Count("pk", filter=ended),
        repositories=Sum("met", default=0),
        read=Sum("pages", default=0),
        inside=Sum("looked", default=0),
    )
    return Progress(
        said["accounts"], said["done"], said["repositories"], said["read"], said["inside"],
        **waiting,
    )  # fmt: skip
