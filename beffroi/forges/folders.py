"""Find what can be read at an address: a repository, or those that a page lists."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final
from urllib.robotparser import RobotFileParser

from beffroi.forges.addresses import comparison_form
from beffroi.forges.indexes import Index, parse_index, parse_project_index
from beffroi.forges.patience import Patience
from beffroi.forges.refs import (
    CONTENT_TYPE,
    Advertisement,
    BrokenAdvertisement,
    parse_advertisement,
)
from beffroi.forges.shapes import Failure
from beffroi.lib.http.addresses import Address, parse_address
from beffroi.lib.http.door import Door, Wanted
from beffroi.lib.http.errors import DoorError

MOST_REPOSITORIES: Final = 2000
MOST_PAGES: Final = 50
_ELSEWHERE = frozenset({"not-found", "broken-answer", "http-error", "too-many-redirects"})
ASKED: Final = "/info/refs?service=git-upload-pack"
_REFS: Final = Wanted(types=(CONTENT_TYPE,))
_PAGE: Final = Wanted(types=("text/html", "application/xhtml+xml"), body_bytes=5_000_000)
_TEXT: Final = Wanted(types=("text/plain",), body_bytes=5_000_000)


@dataclass(frozen=True, slots=True)
class Seen:
    """A repository that announced itself: its canonical address, where git reads it, its refs."""

    url: str
    clone_url: str
    refs: Advertisement


@dataclass(frozen=True, slots=True)
class Survey:
    """Repositories found at an address; ``is_complete`` and ``cursor`` as in ``Reading``."""

    seen: tuple[Seen, ...] = ()
    failures: tuple[Failure, ...] = ()
    is_complete: bool = False
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """How much to survey: what is ``known`` by address, what to go on ``after``, calls at ``most``.

    ``after``: the cursor of the piece before, "" at the start.
    """

    patience: Patience
    known: Collection[str] = field(default_factory=tuple)
    after: str = ""
    most: int = MOST_REPOSITORIES


async def survey(door: Door, address: str, piece: Piece) -> Survey:
    """Find the repositories at an address; raises DoorError when there is nothing to read."""
    here = parse_address(address)
    single = None if piece.after else await _single(door, here)
    if single:
        return Survey((single,), is_complete=True)
    return await _Folder(door, here, piece).survey()


def canonical(url: str) -> str:
    """Return the address of a repository without its query, ``/`` and ``.git`` at the end."""
    return url.partition("?")[0].rstrip("/").removesuffix(".git")


def failure(address: str, error: DoorError) -> Failure:
    """Return what a person reads of an error."""
    return Failure(address, error.code, error.message, error.permanent)


async def _single(door: Door, here: Address) -> Seen | None:
    """Return the repository at the address itself, None when there may be a folder."""
    plain = f"{here.origin}{here.path}".rstrip("/")
    other = f"{plain.removesuffix('.git')}.git" if here.path.strip("/") else plain
    for clone_url in dict.fromkeys((plain, other)):
        try:
            return await announced(door, clone_url)
        except DoorError as error:
            if not _is_elsewhere(error):
                raise
    return None


async def announced(door: Door, clone_url: str) -> Seen:
    """Read what the repository at an address announces; raises DoorError."""
    answer = await door.get(clone_url + ASKED, _REFS)
    # Git itself follows no redirect, so it is given the address that answered.
    there = answer.url.removesuffix(ASKED) if answer.url.endswith(ASKED) else clone_url
    return Seen(canonical(clone_url), there, parse_advertisement(answer.body))


def _is_elsewhere(error: DoorError) -> bool:
    """Say whether the address may still be something else than a repository."""
    return error.code in _ELSEWHERE and not isinstance(error, BrokenAdvertisement)


class _Folder:
    """The repositories that a page lists."""

    def __init__(self, door: Door, here: Address, piece: Piece) -> None:
        self._door = door
        self._here = parse_address(f"{here.origin}{here.path.rstrip('/')}/")
        self._piece = piece
        self._patience = piece.patience
        self._seen: list[Seen] = []
        self._failures: list[Failure] = []

    async def survey(self) -> Survey:
        await self._ask_robots()
        candidates, is_whole = await self._candidates()
        cursor = ""
        for number, (place, clone_url) in enumerate(candidates):
            if self._patience.is_over:
                is_whole, cursor = False, ""
                self._fail(self._here.url, Patience.stopped())
                break
            if number >= self._piece.most and (self._seen or self._failures):
                return Survey(tuple(self._seen), tuple(self._failures), cursor=cursor)
            await self._ask(clone_url)
            cursor = place
        if not self._seen and not self._failures and not self._piece.after:
            raise DoorError(
                "not-a-repository",
                "This is neither a git repository nor a page that lists some; give the address "
                "that one gives to “git clone”, or that of a page listing repositories.",
            )
        return Survey(tuple(self._seen), tuple(self._failures), is_whole)

    async def _ask(self, clone_url: str) -> None:
        url = canonical(clone_url)
        try:
            self._seen.append(await announced(self._door, clone_url))
        except DoorError as error:
            self._patience.note(error)
            is_known = url in self._piece.known and error.code != "not-found"
            if is_known or clone_url.endswith(".git") or not _is_elsewhere(error):
                self._fail(clone_url, error)
        else:
            self._patience.note(None)

    async def _candidates(self) -> tuple[list[tuple[str, str]], bool]:
        """Return (comparison form, address) of those to ask, in order, and whether all are known.

        The order is that of the form, so that a piece goes on where the last one ended, even when
        the page has changed since.
        """
        found: dict[str, str] = {}
        todo, done = [self._here.url], set[str]()
        while todo and len(done) < MOST_PAGES and len(found) <= MOST_REPOSITORIES:
            page = todo.pop(0)
            done.add(page)
            index = await self._index(page)
            todo += [url for url in index.pages if url not in done and url not in todo]
            for url in index.candidates:
                found.setdefault(comparison_form(url), url)
        is_whole = not todo and len(found) <= MOST_REPOSITORIES
        if not is_whole:
            message = f"More than {MOST_REPOSITORIES} repositories are listed; not all were read."
            self._fail(self._here.url, DoorError("too-large", message))
        rows = sorted(found.items())[:MOST_REPOSITORIES]
        return [row for row in rows if row[0] > self._piece.after], is_whole

    async def _index(self, page: str) -> Index:
        try:
            answer = await self._door.get(page, _PAGE)
        except DoorError as error:
            if error.code != "broken-answer":
                raise
            raise DoorError("not-a-repository", "This page lists no repositories.") from error
        index = parse_index(answer.text(), parse_address(answer.url))
        if not index.has_project_index:
            return index
        listed = await self._door.get(f"{self._here.url}?a=project_index", _TEXT)
        return parse_project_index(listed.text(), self._here)

    async def _ask_robots(self) -> None:
        """Raise when the site asks programs not to read its pages (RFC 9309)."""
        try:
            answer = await self._door.get(f"{self._here.origin}/robots.txt", _TEXT)
        except DoorError as error:
            if error.code in {"not-found", "http-error", "broken-answer"}:
                return
            raise
        rules = RobotFileParser()
        rules.parse(answer.text().splitlines())
        if not rules.can_fetch("Beffroi", self._here.url):
            raise DoorError(
                "http-error",
                "robots.txt of this site asks programs not to read its pages; list its "
                "repositories one by one, or ask its administrators.",
            )

    def _fail(self, url: str, error: DoorError) -> None:
        self._failures.append(failure(canonical(url), error))
