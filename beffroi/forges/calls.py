"""Calls of one piece of work to the API of one host: counted, conditional, within its limits."""

import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

from beffroi.forges.outcomes import About, Verdict, classify, classify_error
from beffroi.forges.rates import read_rate, wait_before
from beffroi.forges.shapes import Look, Page, Rate, Target
from beffroi.lib.http.door import Door, Validators, Wanted
from beffroi.lib.http.errors import DoorError

PAGE_BYTES: Final = 20_000_000
FILE_BYTES: Final = 200_000
NO_PAGES: Final[Mapping[str, Page]] = {}


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a client may call: through which door, as whom, how often.

    ``connections`` at one time (the door's ``per_host`` is as many), ``requests`` and ``seconds``
    a piece of work may take; ``inside`` looks into a repository by git, None where git is not to
    be used; ``now`` tells the time in UTC.
    """

    door: Door
    token: str = field(default="", repr=False)
    connections: int = 1
    requests: int = 50
    seconds: float = 300.0
    inside: Callable[[Target], Look] | None = None
    now: Callable[[], datetime] = _utc_now


class Calls:
    """The calls of one piece. ``rate``: the host's limits as last said; ``count`` of calls."""

    def __init__(
        self,
        access: Access,
        headers: Mapping[str, str],
        pages: Mapping[str, Page] = NO_PAGES,
    ) -> None:
        self.access = access
        self.rate: Rate | None = None
        self.count = 0
        self._headers = headers
        self._pages = pages
        self._end = time.monotonic() + access.seconds

    @property
    def is_over(self) -> bool:
        """Say whether this piece has made its calls or taken its time."""
        return self.count >= self.access.requests or time.monotonic() > self._end

    def page(self, url: str) -> Page | None:
        """Return what is known of a page."""
        return self._pages.get(url)

    def wait(self, under_way: int = 0) -> datetime | None:
        """Return until when no further call is made, None to go on."""
        return wait_before(self.rate, self.access.now(), under_way)

    def ask(
        self,
        url: str,
        about: About = "list",
        page: Page | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Coroutine[Any, Any, Verdict]:
        """Ask one address; with ``page`` only for what is new since. Never raises.

        It counts when it is called, not when it is awaited.
        """
        self.count += 1
        wanted = Wanted(
            headers=self._headers if headers is None else {**self._headers, **headers},
            body_bytes=FILE_BYTES if about == "file" else PAGE_BYTES,
            validators=Validators(page.etag, page.last_modified) if page else Validators(),
            errors=True,
        )
        return self._ask(url, about, wanted)

    async def _ask(self, url: str, about: About, wanted: Wanted) -> Verdict:
        try:
            answer = await self.access.door.get(url, wanted)
        except DoorError as error:
            return classify_error(url, error)
        now = self.access.now()
        self._note(read_rate(answer.headers, now))
        return classify(url, answer, about, now)

    def _note(self, said: Rate | None) -> None:
        """Keep the strictest word: answers to calls side by side come in any order."""
        if said is None:
            return
        before = self.rate
        is_same_hour = before and before.reset_at == said.reset_at
        if is_same_hour and before and before.remaining is not None and said.remaining is not None:
            said = replace(said, remaining=min(before.remaining, said.remaining))
        self.rate = said
