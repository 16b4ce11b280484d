"""Plain git over smart HTTP: list the repositories at an address, look into one of any forge."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from beffroi.forges.activity import read_activity
from beffroi.forges.contents import read_contents
from beffroi.forges.describing import listed, looked
from beffroi.forges.folders import Piece, Seen, Survey, announced, canonical, failure, survey
from beffroi.forges.patience import Patience
from beffroi.forges.shapes import Failure, Find, Known, Look, Reading, Target
from beffroi.lib.http.door import Door
from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.git import Git

MOST_SECONDS: Final = 3600.0
MOST_REQUESTS: Final = 50
_HTML: Final = ("text/html", "application/xhtml+xml")
_CLOSED: Final = (
    "The server asks who we are, or shows a page to sign in: it is not public, or gone."
)
_BY_STATUS: Final = {
    401: ("not-public", _CLOSED),
    403: ("forbidden", "The server refuses to show this repository."),
    410: ("gone", "The server says that this repository is gone for good."),
    451: ("withheld", "The server may not show this repository, for a legal reason."),
}


class GitForge:
    """Reads one address; ``git`` runs git, ``door`` the rest.

    A piece asks about ``requests`` repositories, within ``seconds`` or little more.
    """

    def __init__(
        self,
        address: str,
        *,
        door: Door,
        git: Git,
        seconds: float = MOST_SECONDS,
        requests: int = MOST_REQUESTS,
    ) -> None:
        self._address = address
        self._door = door
        self._git = git
        self._seconds = seconds
        self._requests = requests

    def read(self, known: Known) -> Reading:
        """Read which repositories there are; see ``Forge``."""
        found = asyncio.run(self._survey(known))
        heads = known.heads
        unchanged = [seen.url for seen in found.seen if heads.get(seen.url) == seen.refs.digest]
        changed = [seen for seen in found.seen if heads.get(seen.url) != seen.refs.digest]
        return Reading(
            repositories=tuple(map(listed, changed)),
            unchanged=tuple(unchanged),
            failures=found.failures,
            is_complete=found.is_complete,
            cursor=found.cursor,
            software="git" if found.seen else "",
        )

    def look(self, target: Target) -> Look:
        """Look into one repository; see ``Forge``."""
        return look_by_git(self._git, self._door, target)

    def find(self, target: Target) -> Find:
        """Say whether one repository still announces itself; see ``Forge``."""
        try:
            seen = asyncio.run(announced(self._door, target.clone_url or target.url))
        except DoorError as error:
            return Find(target.key, failure=_named(target.url, error))
        return Find(target.key, repository=listed(replace(seen, url=target.url)))

    async def _survey(self, known: Known) -> Survey:
        patience = Patience(self._seconds)
        piece = Piece(patience, known.heads.keys(), known.cursor, self._requests)
        try:
            async with self._door as door:
                return await survey(door, self._address, piece)
        except DoorError as error:
            return Survey(failures=(failure(canonical(self._address), error),))


def look_by_git(git: Git, door: Door, target: Target) -> Look:
    """Look into one repository of any forge as git shows it; never raises for what a server does.

    When its refs are those of the last look, nothing else is read. When it could not be read,
    ``files`` is None, and the failure says why.
    """
    url = target.clone_url or target.url
    try:
        seen = asyncio.run(announced(door, url))
        if seen.refs.digest == target.head:
            return Look(key=target.key, head=target.head, is_unchanged=True)
        return _inside(git, replace(seen, url=target.url), target.key)
    except DoorError as error:
        return Look(key=target.key, failures=(_named(target.url, error),))


def _inside(git: Git, seen: Seen, key: str) -> Look:
    head = seen.refs.head
    if not head:
        return looked(key, seen, None)
    look = looked(key, seen, read_contents(git, seen.clone_url, head))
    try:
        activity = read_activity(git, seen.clone_url, seen.refs, datetime.now(UTC))
    except DoorError as error:
        return replace(look, failures=(*look.failures, failure(seen.url, error)))
    return replace(look, activity=activity)


def _named(url: str, error: DoorError) -> Failure:
    """Return why git could not read: by the server's status where it tells more than the code."""
    if error.status in _BY_STATUS:
        code, message = _BY_STATUS[error.status]
        return Failure(url, code, message, permanent=True)
    if error.code == "broken-answer" and any(kind in error.message for kind in _HTML):
        return Failure(url, "not-public", _CLOSED, permanent=True)
    return failure(url, error)
