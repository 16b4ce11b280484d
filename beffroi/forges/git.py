"""Plain git over smart HTTP: one repository, or every repository that a page lists."""

import asyncio
from collections.abc import Collection
from typing import Final

from beffroi.forges.contents import read_contents
from beffroi.forges.describing import describe
from beffroi.forges.folders import Seen, Survey, canonical, failure, survey
from beffroi.forges.patience import Patience
from beffroi.forges.shapes import Failure, ForgeRepository, Known, Look, Reading, Target
from beffroi.lib.http.door import Door
from beffroi.lib.http.errors import DoorError
from beffroi.lib.http.git import Git

MOST_SECONDS: Final = 3600.0


class GitForge:
    """Reads one address, within ``seconds`` or little more; ``git`` runs git, ``door`` the rest."""

    def __init__(
        self, address: str, *, door: Door, git: Git, seconds: float = MOST_SECONDS
    ) -> None:
        self._address = address
        self._door = door
        self._git = git
        self._seconds = seconds

    def look(self, target: Target) -> Look:
        """Nothing yet: reading says all of it."""
        return Look(key=target.key, head=target.head, is_unchanged=True)

    def read(self, state: Known) -> Reading:
        """Read what is new or changed; see ``Forge``."""
        known = state.heads
        patience = Patience(self._seconds)
        found = asyncio.run(self._survey(known, patience))
        is_complete = found.is_complete
        repositories: list[ForgeRepository] = []
        unchanged = [seen.url for seen in found.seen if known.get(seen.url) == seen.refs.digest]
        failures = list(found.failures)
        for seen in found.seen:
            if known.get(seen.url) == seen.refs.digest:
                continue
            if patience.is_over:
                is_complete = False
                failures.append(failure(canonical(self._address), Patience.stopped()))
                break
            records, faults = self._read_one(seen, patience)
            repositories += records
            failures += faults
        return Reading(tuple(repositories), tuple(unchanged), tuple(failures), is_complete)

    def _read_one(
        self, seen: Seen, patience: Patience
    ) -> tuple[list[ForgeRepository], Collection[Failure]]:
        head = seen.refs.head
        try:
            contents = read_contents(self._git, seen.clone_url, head) if head else None
        except DoorError as error:
            patience.note(error)
            return [], [failure(seen.url, error)]
        patience.note(None)
        record, faults = describe(seen, contents)
        return [record], faults

    async def _survey(self, known: Collection[str], patience: Patience) -> Survey:
        try:
            async with self._door as door:
                return await survey(door, self._address, known, patience)
        except DoorError as error:
            return Survey(failures=(failure(canonical(self._address), error),))
