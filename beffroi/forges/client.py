"""What all clients of a forge's JSON API share: pieces of a list, single reads, looks."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Any, ClassVar, Final, TypeVar
from urllib.parse import parse_qs, urlsplit, urlunsplit

from beffroi.forges import values
from beffroi.forges.addresses import parse_account
from beffroi.forges.calls import Access, Calls
from beffroi.forges.listing import Listing
from beffroi.forges.outcomes import Verdict
from beffroi.forges.places import Place, read_place, write_place
from beffroi.forges.rates import wait_before
from beffroi.forges.shapes import (
    AccountFacts,
    Failure,
    Find,
    ForgeRepository,
    Known,
    Look,
    Page,
    Rate,
    Reading,
    Target,
)
from beffroi.lib.http.addresses import Address, Networks, parse_address

_DECLARED: Final = "declared="
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Begin:
    """What was found before the list of an account.

    ``url``: the list's first page, "" when there is nothing to list. ``verdict``: the answer that
    stopped us, its failure or limit counts. ``pages``: of the account itself, to be kept.
    """

    url: str = ""
    account: AccountFacts | None = None
    failures: tuple[Failure, ...] = ()
    verdict: Verdict | None = None
    pages: tuple[Page, ...] = ()
    declared: int | None = None
    software: str = ""
    version: str = ""


class ApiForge(ABC):
    """A client of one account; a subclass says how its software writes things.

    ``web``: scheme and host of the forge's pages. ``path``: of the account, "" for the whole
    forge. ``api``: how addresses of its API begin; ``origin``: their scheme and host.
    """

    software: ClassVar[str]
    per_page: int = 100

    def __init__(self, address: str, access: Access) -> None:
        account = parse_account(address)
        here = parse_address(account.url)
        self.access = access
        self.address = account.url
        self.path = account.full_path
        self.web = web_of(here, access.door.allowed)
        self.api = self.web
        self._rate: Rate | None = None
        self.token = access.token if is_safe(self.web, access.door.allowed) else ""

    @property
    def origin(self) -> str:
        """Return scheme and host of the API; nothing else is asked with the token."""
        parts = urlsplit(self.api)
        return f"{parts.scheme}://{parts.netloc}"

    @abstractmethod
    def headers(self) -> Mapping[str, str]:
        """Return what every call carries, the token too."""

    @abstractmethod
    async def begin(self, calls: Calls) -> Begin:
        """Read the account; say where its list begins."""

    @abstractmethod
    def describe(self, row: Any, where: str) -> ForgeRepository | Failure:
        """Return the repository that a row describes; ``where``: the page, for a failure."""

    @abstractmethod
    async def single(self, calls: Calls, target: Target) -> Verdict:
        """Read one repository by its forge id, else by its full name."""

    def rows(self, data: Any) -> Sequence[Any] | None:
        """Return the rows in a body; None when it holds no list."""
        return data if isinstance(data, list) else None

    def identify(self, row: Any) -> str:
        """Return the forge's id of a row; "" when it has none."""
        return values.identifier(row, "id") if isinstance(row, dict) else ""

    def following(self, verdict: Verdict) -> str:
        """Return the next page as the server named it; "" at the end."""
        return verdict.following

    def total(self, verdict: Verdict) -> int | None:
        """Return how many rows the whole list has; None where the server does not say."""
        headers = verdict.answer.headers if verdict.answer else {}
        said = headers.get("x-total") or headers.get("x-total-count") or ""
        return int(said) if said.isdecimal() and len(said) < 10 else None  # noqa: PLR2004

    def beyond(self, page: Page) -> str:
        """Return the page after a full one; "" where the body of a page names the next."""
        parts = urlsplit(page.url)
        number = parse_qs(parts.query).get("page", ["1"])[0]
        if not number.isdecimal():
            return ""
        kept = [part for part in parts.query.split("&") if part and not part.startswith("page=")]
        query = "&".join([*kept, f"page={int(number) + 1}"])
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))

    def keyset(self, _place: Place) -> str:
        """Return where to go on when the server refuses to count pages so far; "" = nowhere."""
        return ""

    def account(self) -> AccountFacts | None:
        """Return facts of the account that its list told."""
        return None

    def adds(self, _look: Look) -> bool:
        """Say whether ``add`` is worth its calls."""
        return False

    async def add(self, _calls: Calls, _target: Target, look: Look) -> Look:
        """Add to a look what only the API knows."""
        return look

    def read(self, known: Known) -> Reading:
        """Read the next piece; see ``Forge``."""
        return _run(self._read(known))

    def look(self, target: Target) -> Look:
        """Look into one repository by git, then ask the API for the rest."""
        if wait := wait_before(self._rate, self.access.now()):
            return Look(key=target.key, wait_until=wait, rate=self._rate)
        if self.access.inside:
            look = self.access.inside(target)
        else:
            look = Look(key=target.key, failures=(_no_git(target.url),))
        if look.is_unchanged or look.wait_until or not self.adds(look):
            return look
        return _run(self._add(target, look))

    def find(self, target: Target) -> Find:
        """Read one repository; see ``Forge``."""
        return _run(self._find(target))

    async def _read(self, known: Known) -> Reading:
        calls = Calls(self.access, self.headers(), known.pages)
        place = read_place(known.cursor, self.origin)
        begin = Begin()
        async with self.access.door:
            if not place.url:
                begin = await self.begin(calls)
                if not begin.url:
                    return _no_list(begin, calls, known.cursor)
                place = Place(url=begin.url, list=begin.url, declared=begin.declared)
            listing = Listing(self, calls, place)
            await listing.run()
        listing.finish()
        return self._reading(listing, begin, calls)

    def _reading(self, listing: Listing, begin: Begin, calls: Calls) -> Reading:
        is_open = listing.place.url and not listing.is_broken
        return Reading(
            repositories=tuple(listing.repositories),
            failures=(*begin.failures, *listing.failures),
            is_complete=listing.is_complete,
            unchanged_ids=tuple(listing.unchanged_ids),
            pages=(*begin.pages, *listing.pages),
            cursor=write_place(listing.place) if is_open else "",
            wait_until=listing.wait_until,
            account=begin.account or self.account(),
            rate=calls.rate,
            software=begin.software or self.software,
            version=begin.version,
        )

    async def _find(self, target: Target) -> Find:
        calls = Calls(self.access, self.headers())
        async with self.access.door:
            verdict = await self.single(calls, target)
        if verdict.wait_until:
            return Find(target.key, wait_until=verdict.wait_until)
        if not verdict.is_data:
            return Find(target.key, failure=verdict.failure)
        found = self.describe(verdict.data, verdict.url)
        if isinstance(found, Failure):
            return Find(target.key, failure=found)
        return Find(target.key, repository=found)

    async def _add(self, target: Target, look: Look) -> Look:
        calls = Calls(self.access, self.headers())
        async with self.access.door:
            look = await self.add(calls, target, look)
        self._rate = calls.rate
        return replace(look, rate=calls.rate)


def _run(work: Coroutine[Any, Any, _T]) -> _T:
    """Do work to its end; its result is kept out of the task, whose repr Python 3.11 writes."""
    done: list[_T] = []

    async def keep() -> None:
        done.append(await work)

    asyncio.run(keep())
    return done[0]


def with_declared(url: str, declared: int | None) -> str:
    """Return the address of a list with the count that its account declares, for ``Page``."""
    return url if declared is None else f"{url}#{_DECLARED}{declared}"


def split_declared(following: str) -> tuple[str, int | None]:
    """Return what ``with_declared`` put together."""
    url, _, declared = following.partition(f"#{_DECLARED}")
    return url, int(declared) if declared.isdecimal() else None


def _no_list(begin: Begin, calls: Calls, cursor: str) -> Reading:
    """Return the reading of an account that has no list, or not now."""
    verdict = begin.verdict
    failure = verdict.failure if verdict else None
    return Reading(
        failures=(*begin.failures, *([failure] if failure else [])),
        pages=begin.pages,
        cursor="" if failure and failure.permanent else cursor,
        wait_until=verdict.wait_until if verdict else None,
        account=begin.account,
        rate=calls.rate,
        software=begin.software,
        version=begin.version,
    )


def _no_git(url: str) -> Failure:
    return Failure(url, "unsupported-forge", "This repository is not read by git.", permanent=True)


def web_of(here: Address, allowed: Networks) -> str:
    """Return scheme and host: https, but in networks that the operator allows as given."""
    return here.origin if allowed else replace(here, scheme="https", port=_port(here)).origin


def _port(here: Address) -> int:
    return 443 if here.scheme == "http" and here.port == 80 else here.port  # noqa: PLR2004


def is_safe(web: str, allowed: Networks) -> bool:
    """Say whether a token may travel: encrypted, or inside the operator's own networks."""
    parts = urlsplit(web)
    if parts.scheme == "https":
        return True
    try:
        host = ip_address(parts.hostname or "")
    except ValueError:
        return False
    return any(host in network for network in allowed)
