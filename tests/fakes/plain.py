"""A forge as small as a forge can be: lists of ids, and the client that reads them."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from beffroi.forges.calls import Access, Calls
from beffroi.forges.client import ApiForge, Begin
from beffroi.forges.outcomes import Verdict
from beffroi.forges.shapes import Failure, ForgeRepository, Target
from beffroi.forges.values import broken
from beffroi.lib.http import Door, Limits, parse_networks
from tests.fakes.hostile import Wire

LIMITS = Limits(retries=0, total_seconds=10, whole_seconds=20)


def make_access(**changes: Any) -> Access:
    """Return the way to loopback, without second tries."""
    limits = Limits(retries=0, per_host=changes.get("connections", 1))
    door = Door(contact="", allowed=parse_networks(["127.0.0.1"]), limits=limits)
    return Access(**{"door": door, **changes})


class PlainForge(ApiForge):
    """Reads ``/list``; a row is a repository when it has an id and a name."""

    software = "plain"
    per_page = 3

    def headers(self) -> Mapping[str, str]:
        """Return the token, where there is one."""
        return {"Authorization": self.token} if self.token else {}

    async def begin(self, calls: Calls) -> Begin:
        """Go to the list at once."""
        assert calls.count == 0
        return Begin(url=f"{self.web}/list?page=1")

    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        """Return the repository of a row."""
        if not isinstance(row, dict) or "name" not in row or "id" not in row:
            return broken(where, "it has no name")
        url = f"{self.web}/{row['name']}"
        return ForgeRepository(
            forge_id=str(row["id"]), full_name=f"a/{row['name']}", name="", url=url, clone_url=url
        )

    async def single(self, calls: Calls, target: Target) -> Verdict:
        """Read one repository."""
        return await calls.ask(f"{self.web}/one/{target.forge_id}", "repository")


@dataclass
class Lists:
    """A server of one list, ``per_page`` rows a page; call it with the wire.

    ``has_links``: Link names the next and the last page; ``is_generous``: a full page names a
    next one, be it empty; ``has_etags``; ``total``: what
    X-Total says; ``pause`` in seconds before each answer; ``faults``: page → status instead.
    ``most_at_once``: calls that were ever under way together.
    """

    rows: list[Any]
    per_page: int = 3
    has_links: bool = True
    has_etags: bool = False
    is_generous: bool = False
    total: int | None = None
    pause: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    most_at_once: int = 0
    _at_once: int = 0
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, wire: Wire) -> None:
        """Answer one call."""
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(self.pause)
        with self._lock:
            self._at_once -= 1
        self._answer(wire)

    def _answer(self, wire: Wire) -> None:
        number = int(parse_qs(urlsplit(wire.target).query).get("page", ["1"])[0])
        if number in self.faults:
            wire.answer(b"{}", self.faults[number], Content_Type="application/json")
            return
        body = json.dumps(self.rows[(number - 1) * self.per_page : number * self.per_page]).encode()
        headers = {**self.headers, **self._links(number)}
        if self.total is not None:
            headers["X_Total"] = str(self.total)
        if self.has_etags:
            headers["ETag"] = f'"{sha256(body).hexdigest()}"'
        if self.has_etags and headers["ETag"] in wire.head:
            wire.answer(status="304 Not Modified", **headers)
        else:
            wire.answer(body, Content_Type="application/json", **headers)

    def _links(self, number: int) -> dict[str, str]:
        last = -(-(len(self.rows) + self.is_generous) // self.per_page)
        if not self.has_links or number >= last:
            return {}
        link = f'</list?page={number + 1}>; rel="next", </list?page={last}>; rel="last"'
        return {"Link": link}


def make_rows(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Return rows of repositories."""
    return [{"id": first + number, "name": f"r{first + number}"} for number in range(count)]
