"""The timers of the front hall."""

from beffroi.lib.slots import TIMERS, Timer
from beffroi.portal import indexing

INDEX_EVERY_SECONDS = 1.0


def register() -> None:
    """Leave this room's timers in the slot."""
    TIMERS.register(indexing.TIMER, Timer(INDEX_EVERY_SECONDS, indexing.learn))
