"""What an examination finds."""

from dataclasses import dataclass
from typing import Literal

State = Literal["ok", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``note`` can wait, ``wrong`` cannot; ``remedy`` says how to mend it."""

    key: str
    state: State
    says: str
    remedy: str = ""


def ok(key: str, says: str) -> Finding:
    """Return a finding that nothing needs to be done about."""
    return Finding(key, "ok", says)


def note(key: str, says: str, remedy: str) -> Finding:
    """Return something that somebody should know."""
    return Finding(key, "note", says, remedy)


def wrong(key: str, says: str, remedy: str) -> Finding:
    """Return something that keeps the instance from doing its work, or puts it at risk."""
    return Finding(key, "wrong", says, remedy)
