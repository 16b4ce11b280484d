"""Read the pages of an account's list: in order, several at a time, never without end."""

import asyncio
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, urljoin, urlsplit

from beffroi.forges.calls import Calls
from beffroi.forges.outcomes import About, Verdict, fail
from beffroi.forges.places import LONGEST_ADDRESS, MOST_BEFORE, Place
from beffroi.forges.shapes import Failure, ForgeRepository, Page

MOST_PAGES: Final = 50_000
MOST_ROWS: Final = 1_000_000
MOST_ROWS_A_PAGE: Final = 10_000
"""Gogs gives a whole organisation on one page."""
MOST_STALE: Final = 50
"""Pages one after the other that bring nothing new, and still name a next one."""
MOST_ROW_FAILURES: Final = 100
_NUMBER = re.compile(r"(?<=[?&]page=)\d{1,9}(?=&|$)")
_LAST = re.compile(r'<([^<>]{1,2000})>\s*;[^,<]*?\brel="?last"?', re.IGNORECASE)


class Source(Protocol):
    """How one software writes its lists; see ``ApiForge``."""

    per_page: int

    @property
    def origin(self) -> str:
        """Return scheme and host of the API."""

    def rows(self, data: Any) -> Sequence[Any] | None:
        """Return the rows in a body."""

    def identify(self, row: Any) -> str:
        """Return the forge's id of a row."""

    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        """Return the repository that a row describes."""

    def following(self, verdict: Verdict) -> str:
        """Return the next page."""

    def total(self, verdict: Verdict) -> int | None:
        """Return how many rows the whole list has."""

    def beyond(self, page: Page) -> str:
        """Return the page after a full one."""

    def keyset(self, place: Place) -> str:
        """Return where to go on by keyset."""


class Listing:
    """One piece of a list; ``place`` moves on, what came is in the public lists.

    ``wait_until``: a limit was met. ``is_broken``: the list cannot go on at all.
    """

    wait_until: datetime | None
    is_broken: bool

    def __init__(self, source: Source, calls: Calls, place: Place) -> None:
        self.place = place
        self.repositories: list[ForgeRepository] = []
        self.unchanged_ids: list[str] = []
        self.pages: list[Page] = []
        self.failures: list[Failure] = []
        self.wait_until = None
        self.is_broken = False
        self._source = source
        self._calls = calls
        self._seen = set(place.before)
        self._asked = set[str]()
        self._row_failures = 0
        self._here = set[str]()
        self._new = set[str]()
        self._probe = ""
        self._is_guessing = True
        self._was_emptied = False

    async def run(self) -> None:
        """Read until the list, the calls of the piece or the host's patience end."""
        flight: deque[tuple[str, asyncio.Task[Verdict]]] = deque()
        try:
            while self.place.url:
                self._fill(flight)
                if not flight:
                    break
                url, task = flight.popleft()
                if not self._take(url, await task):
                    break
                if flight and not self._meet(flight[0][0]):
                    await _cancel(flight)
        finally:
            await _cancel(flight)

    @property
    def is_complete(self) -> bool:
        """Say whether the list was read to its end and is to be believed."""
        return not (self.place.url or self.is_broken or self.wait_until) and self.place.is_whole

    def finish(self) -> None:
        """Judge a list that was read to its end by what the forge says it holds."""
        place = self.place
        if place.url or self.is_broken or self.wait_until:
            return
        if place.declared is not None and place.met < place.declared:
            failure = fail(place.list, "incomplete")
            counts = f" ({place.met} of {place.declared})"
            self._break(replace(failure, message=failure.message.rstrip(".") + counts + "."))
        elif self._was_emptied:
            text = (
                "The list ends in an empty page that was not empty; it is believed if it stays so."
            )
            self._break(Failure(place.list, "suspicious-empty", text))

    def _fill(self, flight: deque[tuple[str, asyncio.Task[Verdict]]]) -> None:
        """Start calls: the page to be read next, and those that will surely follow it."""
        calls = self._calls
        while len(flight) < calls.access.connections and not calls.is_over:
            url = self._guess(flight[-1][0]) if flight else self.place.url
            if not url:
                return
            if wait := calls.wait(len(flight)):
                self.wait_until = None if flight else wait
                return
            about: About = "account" if url == self.place.list else "list"
            call = calls.ask(url, about, calls.page(url))
            flight.append((url, asyncio.create_task(call)))

    def _guess(self, url: str) -> str:
        """Return the page that follows another one not yet here; "" when nobody knows."""
        if not self._is_guessing:
            return ""
        known = self._calls.page(url)
        if known and known.following:
            return known.following if self._is_own(known.following) else ""
        number = _number(url)
        if url == self.place.list or not 0 < number < self.place.last:
            return ""
        return _NUMBER.sub(str(number + 1), url, count=1)

    def _meet(self, guessed: str) -> bool:
        """Say whether the page under way is the one to be read next."""
        if guessed != self.place.url and _form(guessed) != _form(self.place.url):
            self._is_guessing = False
            return False
        self.place.url = guessed
        return True

    def _take(self, url: str, verdict: Verdict) -> bool:
        """Take one answer; False ends the piece."""
        if verdict.wait_until:
            self.wait_until = verdict.wait_until
            return False
        if verdict.outcome == "switch-to-keyset":
            self.place.url = self._source.keyset(self.place)
            if self.place.url and self.place.url not in self._asked:
                self._asked.add(self.place.url)
                return True
        if url == self._probe and verdict.outcome == "absent":
            self.place.url = ""
            return False
        if not verdict.is_data:
            return self._stop(verdict.failure or fail(url, "invalid-body"))
        known = self._calls.page(url)
        self._asked.add(url)
        page = self._unchanged(known, verdict) if verdict.outcome == "unchanged" else None
        page = page or self._changed(url, verdict)
        return self._move(url, page) if page and not self.is_broken else False

    def _unchanged(self, known: Page | None, verdict: Verdict) -> Page | None:
        if known is None:
            return None
        self._count(known.ids)
        self.unchanged_ids += [name for name in known.ids if name not in self._seen]
        following = known.following
        if verdict.following:
            following = self._resolve(known.url, verdict.following) or ""
        page = known if following == known.following else replace(known, following=following)
        self.pages.append(page)
        # A list that grew may leave its last page as it was, when that page was full.
        is_full = len(known.ids) >= max(1, min(self._source.per_page, self.place.longest))
        headers = verdict.answer.headers if verdict.answer else {}
        if not following and is_full and "link" not in headers:
            self._probe = self._source.beyond(known)
            return replace(known, following=self._probe)
        return page

    def _changed(self, url: str, verdict: Verdict) -> Page | None:
        rows = None if verdict.outcome == "unchanged" else self._source.rows(verdict.data)
        if rows is None:
            self._stop(fail(url, "invalid-body"))
            return None
        if len(rows) > MOST_ROWS_A_PAGE:
            self._endless(f"one page has more than {MOST_ROWS_A_PAGE} repositories")
            return None
        self._here.clear()
        ids = tuple(dict.fromkeys(filter(None, [self._read(row, url) for row in rows])))
        self._count(ids)
        said = self._source.total(verdict)
        if said is not None:
            self.place.declared = max(said, self.place.declared or 0)
        self.place.last = max(self.place.last, _last(verdict))
        headers = verdict.answer.headers if verdict.answer else {}
        following = self._resolve(url, self._source.following(verdict))
        if following is None:
            return None
        validators = (headers.get("etag", ""), headers.get("last-modified", ""))
        page = Page(url, *validators, ids, following)
        known = self._calls.page(url)
        self._was_emptied = bool(known and known.ids) and not (ids or following)
        self.pages.append(page)
        return page

    def _read(self, row: Any, url: str) -> str:
        """Read one row; return its id."""
        name = self._source.identify(row)
        if name in self._seen or name in self._here:
            return name
        if name:
            self._here.add(name)
        found = self._source.describe(row, url)
        if isinstance(found, ForgeRepository) and name:
            self.repositories.append(found)
            return name
        if isinstance(found, Failure) and self._row_failures < MOST_ROW_FAILURES:
            self._row_failures += 1
            self.failures.append(found)
        if name:
            self.unchanged_ids.append(name)
        else:
            self.place.is_whole = False
        return name

    def _count(self, ids: Sequence[str]) -> None:
        place = self.place
        new = set(ids) - self._seen
        place.met += len(new)
        place.rows += len(ids)
        place.pages += 1
        place.longest = max(place.longest, len(ids))
        place.stale = 0 if new else place.stale + 1
        place.before = tuple(ids[-MOST_BEFORE:])
        self._new = new

    def _move(self, url: str, page: Page) -> bool:
        """Go on to the next page, unless there is none or there would be no end."""
        self._seen |= self._new
        place = self.place
        following = page.following
        if following in self._asked or (following and following == place.mark):
            return self._endless("its pages lead back to one already read")
        if following and place.stale > MOST_STALE:
            return self._endless("its pages bring nothing new")
        if following and (place.pages >= MOST_PAGES or place.rows >= MOST_ROWS):
            return self._endless("it is longer than is read at most")
        if not place.pages & (place.pages - 1):
            place.mark = url
        place.url = following
        return True

    def _resolve(self, url: str, following: str) -> str | None:
        """Return the whole address of the next page; None when it may not be called."""
        if not following:
            return ""
        whole = urljoin(url, following)
        if whole.startswith("http://") and self._source.origin.startswith("https://"):
            whole = f"https://{whole.removeprefix('http://')}"  # a forge behind a proxy
        if self._is_own(whole):
            return whole
        text = "The forge's list goes on at another host; that is not followed."
        self._break(Failure(url, "broken-answer", text, permanent=True))
        return None

    def _is_own(self, url: str) -> bool:
        return url.startswith(f"{self._source.origin}/") and len(url) <= LONGEST_ADDRESS

    def _endless(self, why: str) -> bool:
        text = f"The list of this account has no end: {why}. What came until then is kept."
        self._break(Failure(self.place.list, "endless", text, permanent=True))
        return False

    def _stop(self, failure: Failure) -> bool:
        """End the piece at this page; what waiting cannot cure ends the list."""
        self.failures.append(failure)
        self.is_broken = failure.permanent
        return False

    def _break(self, failure: Failure) -> None:
        self.failures.append(failure)
        self.is_broken = True


async def _cancel(flight: deque[tuple[str, asyncio.Task[Verdict]]]) -> None:
    for _, task in flight:
        task.cancel()
    await asyncio.gather(*(task for _, task in flight), return_exceptions=True)
    flight.clear()


def _number(url: str) -> int:
    found = _NUMBER.search(url)
    return int(found[0]) if found else 0


def _last(verdict: Verdict) -> int:
    """Return the number of the last page, as Link or ``x-total-pages`` say; 0 when neither."""
    headers = verdict.answer.headers if verdict.answer else {}
    found = _LAST.search(headers.get("link", ""))
    if found:
        return _number(found[1])
    pages = headers.get("x-total-pages", "")
    return int(pages) if pages.isdecimal() and len(pages) < 10 else 0  # noqa: PLR2004


def _form(url: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what is equal for addresses whose parameters stand in another order."""
    parts = urlsplit(url)
    return parts.path, sorted(parse_qsl(parts.query, keep_blank_values=True))
