"""What a scan answers: where a secret stands and how sure that is, never the secret itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Found:
    """A secret seen at a line (from 1): the pattern that knows it, its ends, its salted hash.

    ``is_sure`` tells a token of a known form from a guess by name and entropy; ``commit`` and
    ``blob`` stand for what only the history holds.
    """

    rule: str
    path: str
    line: int
    shown: str
    digest: str
    is_sure: bool
    commit: str = ""
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """Everything found, with what was looked through; ``allowed`` counts what persons allowed."""

    found: tuple[Found, ...] = ()
    allowed: int = 0
    files: int = 0
    size_bytes: int = 0
    is_partial: bool = False
    left_out: tuple[str, ...] = field(default=())
