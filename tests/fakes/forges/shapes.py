"""What is asked of a fake forge, what it answers, and how it is set."""

import gzip
import json
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote

from tests.fakes.forges.world import World

if TYPE_CHECKING:
    from tests.fakes.forges.limits import Quota
    from tests.fakes.forges.switches import Switch

JSON: Final = "application/json; charset=utf-8"
KEPT_REQUESTS: Final = 20_000


@dataclass(slots=True)
class Ask:
    """One request: its path as sent, without the query."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""

    @property
    def target(self) -> str:
        """Return path and query in a fixed order."""
        words = "&".join(f"{name}={value}" for name, value in sorted(self.query.items()))
        return f"{self.path}?{words}" if words else self.path

    def number(self, name: str, default: int) -> int:
        """Return a positive number of the query."""
        text = self.query.get(name, "")
        return int(text) if text.isdecimal() and int(text) > 0 else default


def ask_of(method: str, target: str, headers: dict[str, str], body: bytes = b"") -> Ask:
    """Read a target as sent."""
    path, _, query = target.partition("?")
    return Ask(method, path, dict(parse_qsl(query, keep_blank_values=True)), headers, body)


@dataclass(slots=True)
class Reply:
    """An answer; ``packed`` is the body in gzip, when that is all that is kept."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = JSON
    packed: bytes = b""
    etag: str = ""

    def text(self) -> bytes:
        """Return the body, unpacked."""
        return self.body if self.body or not self.packed else gzip.decompress(self.packed)


@dataclass(slots=True)
class Settings:
    """What differs between instances of one software.

    ``page_size``: rows when nothing is asked; ``page_most``: rows whatever is asked. ``delay``:
    seconds before each answer of the API. ``tokens``: those that are known, None when any is
    taken. ``totals``: whether lists say how many they are, up to ``totals_most`` rows.
    ``quota``: calls in ``quota_seconds`` for each caller. ``git``: folder of real repositories.
    """

    page_size: int = 30
    page_most: int = 100
    delay: float = 0.0
    totals: bool = True
    totals_most: int = 10_000
    offset_most: int = 50_000
    keyset: bool = True
    etags: bool = True
    gzip: bool = True
    links: bool = True
    conditional_is_free: bool = True
    quota: int | None = None
    quota_seconds: int = 3600
    tokens: list[str] | None = None
    version: str = ""
    git: str = ""
    git_for_all: str = ""


@dataclass(slots=True)
class Seen:
    """One request that came: seconds since the start, until it was answered."""

    at: float
    method: str
    target: str
    authorization: str
    agent: str
    host: str
    conditional: bool
    status: int = 0
    size: int = 0
    until: float = 0.0


@dataclass(slots=True)
class Forge:
    """One host: its software, its world, and the switches that are on.

    ``url``: how it calls itself; ``at``: where it really is.
    """

    software: str
    url: str
    world: World
    settings: Settings
    quota: "Quota"
    switches: list["Switch"] = field(default_factory=list)
    seen: deque[Seen] = field(default_factory=lambda: deque(maxlen=KEPT_REQUESTS))
    pages: dict[str, tuple[int, Reply]] = field(default_factory=dict)
    at: str = ""
    flying: int = 0
    most_flying: int = 0
    statuses: dict[int, int] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Return host and port."""
        return self.url.partition("://")[2]


Route = Callable[..., Reply]


class Routes:
    """Paths of one API and what answers them; each group of a pattern is unquoted."""

    def __init__(self) -> None:
        self._routes: list[tuple[re.Pattern[str], Route]] = []

    def on(self, *patterns: str) -> Callable[[Route], Route]:
        """Let a function answer paths; ``*`` is a segment, ``**`` the rest."""

        def register(function: Route) -> Route:
            for pattern in patterns:
                text = re.escape(pattern).replace(r"\*\*", "(.+)").replace(r"\*", "([^/]+)")
                self._routes.append((re.compile(text + "/?"), function))
            return function

        return register

    def answer(self, forge: Forge, ask: Ask, path: str) -> Reply | None:
        """Return the answer of the first route that fits."""
        for pattern, function in self._routes:
            found = pattern.fullmatch(path)
            if found:
                return function(forge, ask, *map(unquote, found.groups()))
        return None


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    """Answer with JSON; a header's ``_`` stands for ``-``."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, body, named)


def etag_of(body: bytes) -> str:
    """Return a weak validator of a body."""
    return f'W/"{blake2b(body, digest_size=16).hexdigest()}"'
