"""What a room hands to the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Deed:
    """One act to be noted; ``before`` and ``after`` hold only what changed, as plain JSON."""

    at: datetime
    verb: str
    object_kind: str
    object_uid: str
    person_uid: str = ""
    source: str = ""
    body_uid: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
