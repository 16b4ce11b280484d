"""Who may do something, in the shape that other rooms are handed."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Guest:
    """Holder of a link: for which body or question ("" for any), by which key, until when."""

    about: str
    key: str
    until: datetime | None = None
