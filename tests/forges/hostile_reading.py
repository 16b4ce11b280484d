"""Read an account of a fake forge through its real client, piece by piece, within bounds."""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from beffroi.forges.calls import Access
from beffroi.forges.opening import open_forge
from beffroi.forges.shapes import Failure, ForgeRepository, Known, Reading
from beffroi.lib.http import Door, Limits
from beffroi.lib.http.resolving import resolve_host
from tests.fakes.forges.running import FakeForge, FakeForges

Opened = Callable[..., FakeForge]
LOOPBACK: Final = (ipaddress.ip_network("127.0.0.0/8"),)
QUICK: Final = Limits(retries=0, total_seconds=5.0, whole_seconds=8.0, wait_seconds=0.0)
MOST_PIECES: Final = 30
SOFTWARE: Final = ("github", "gitlab", "gitea", "bitbucket")
KEYS: Final = {
    "github": {"id": "id", "full": "full_name", "name": "name", "web": "html_url",
               "clone": "clone_url", "stars": "stargazers_count", "created": "created_at",
               "changed": "updated_at", "homepage": "homepage", "branch": "default_branch"},
    "gitlab": {"id": "id", "full": "path_with_namespace", "name": "name", "web": "web_url",
               "clone": "http_url_to_repo", "stars": "star_count", "created": "created_at",
               "changed": "last_activity_at", "homepage": "description",
               "branch": "default_branch"},
    "gitea": {"id": "id", "full": "full_name", "name": "name", "web": "html_url",
              "clone": "clone_url", "stars": "stars_count", "created": "created_at",
              "changed": "updated_at", "homepage": "website", "branch": "default_branch"},
    "bitbucket": {"id": "uuid", "full": "full_name", "name": "name", "web": "html_url",
                  "clone": "clone_url", "stars": "stars", "created": "created_on",
                  "changed": "updated_on", "homepage": "website", "branch": "mainbranch"},
}  # fmt: skip
"""What each software calls the keys that are lied in."""
ID: Final = {"bitbucket": "{00000000-0000-4000-8000-00000000000%d}"}


@dataclass
class Read:
    """What all pieces of an account gave together."""

    repositories: list[ForgeRepository] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unchanged_ids: list[str] = field(default_factory=list)
    pieces: int = 0
    last: Reading = field(default_factory=Reading)

    @property
    def codes(self) -> set[str]:
        """Return the names of what went wrong."""
        return {failure.code for failure in self.failures}

    @property
    def names(self) -> list[str]:
        """Return full names."""
        return [row.full_name for row in self.repositories]


def read(  # everything a test may want otherwise
    forge: FakeForge,
    account: str = "org",
    *,
    limits: Limits = QUICK,
    resolve: Callable[[str], list[str]] = resolve_host,
    url: str = "",
    **access: Any,
) -> Read:
    """Read an account to its end, or until it makes no progress."""
    found, cursor = Read(), ""
    while True:
        door = Door(contact="", allowed=LOOPBACK, limits=limits, resolve=resolve)
        address = url or f"{forge.url}/{account}"
        client = open_forge(address, access=Access(door=door, **access), software=forge.software)
        found.last = client.read(Known(cursor=cursor))
        found.pieces += 1
        found.repositories += found.last.repositories
        found.failures += found.last.failures
        found.unchanged_ids += found.last.unchanged_ids
        if found.last.cursor in {"", cursor} or found.pieces == MOST_PIECES:
            return found
        cursor = found.last.cursor


def lie(forge: FakeForge, at: int | None = None, **facts: Any) -> None:
    """Let rows of lists say something else; keys as in ``KEYS``."""
    keys = KEYS[forge.software]
    said = {keys[name]: value for name, value in facts.items()}
    forge.switch("rows", LISTS, set=said, at=at)


LISTS: Final = r"/repos\?|/projects\?|/repositories/org(\?|$)"


def opening(running: FakeForges, software: str) -> Opened:
    """Return what opens a forge with an account ``org`` and pages of ten."""

    def open_one(repositories: Any = 30, **wanted: Any) -> FakeForge:
        accounts = [{"path": "org", "repositories": repositories}]
        settings = {"page_most": 10}
        return running.open(software, accounts=accounts, settings=settings, **wanted)

    return open_one
