"""The answer for what was withdrawn: 410, with the reason."""

from datetime import datetime
from typing import Any

from beffroi.lib.dates import write_instant
from beffroi.lib.errors import ShownError


class GoneError(ShownError):
    """A thing that was withdrawn; ``members`` are for problem details (RFC 9457, section 3.2)."""

    def __init__(self, name: str, *, reason: str, at: datetime) -> None:
        day = f"{at:%Y-%m-%d}"
        super().__init__(
            "withdrawn",
            f"‘{name[:120]}’ was withdrawn on {day}; reason: {reason}. "
            "Lists with ‘state=removed’ name all that was.",
            410,
        )
        self.members: dict[str, Any] = {"reason": reason, "withdrawn": write_instant(at)}
