"""Call a web address and read the answer; every connection is checked when it is made."""

import asyncio
import random
import socket  # noqa: TID251 - the door itself
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final, Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from beffroi.lib.http.addresses import Address, Networks, parse_address, refuse_peer
from beffroi.lib.http.bodies import read_body, too_large
from beffroi.lib.http.errors import AddressRefused, DoorError
from beffroi.lib.http.resolving import Resolve, family_of, resolve_host
from beffroi.lib.http.shapes import (
    ERROR_BYTES,
    Answer,
    Limits,
    Validators,
    Wanted,
    is_acceptable,
)

__all__ = ["Answer", "Chance", "Door", "Limits", "Validators", "Wanted"]

ANYTHING: Final = Wanted()
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORTH_ANOTHER_TRY = frozenset({429, 500, 502, 503, 504})
_refusals: ContextVar[list[AddressRefused]] = ContextVar("refusals")


@dataclass(frozen=True, slots=True)
class Chance:
    """Time and luck, so that tests need not wait: seconds asleep, and a number from 0 to 1."""

    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    number: Callable[[], float] = random.random


class Door:
    """The way out: ``async with Door(…) as door`` keeps connections, else each call has its own.

    ``contact`` is an address for people, sent in User-Agent; ``allowed`` are networks that may be
    called although not public. One door is for one thread at a time.
    """

    def __init__(
        self,
        *,
        contact: str,
        allowed: Networks = (),
        limits: Limits | None = None,
        resolve: Resolve = resolve_host,
        chance: Chance | None = None,
    ) -> None:
        self.contact = contact
        self.allowed = allowed
        self.limits = limits or Limits()
        self.resolve = resolve
        self._chance = chance or Chance()
        self._sessions: list[aiohttp.ClientSession] = []

    async def __aenter__(self) -> Self:
        self._sessions.append(self._open())
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self._sessions.pop().close()

    def fetch(self, url: str, wanted: Wanted = ANYTHING) -> Answer:
        """Call one address from code that is not asynchronous; see ``get``."""
        return asyncio.run(self.get(url, wanted))

    async def get(self, url: str, wanted: Wanted = ANYTHING) -> Answer:
        """Read an address; raises DoorError for everything but 2xx and 304 (see ``Wanted``)."""
        address = parse_address(url)
        try:
            async with asyncio.timeout(self.limits.whole_seconds), self._opened() as session:
                return await self._get_with_patience(session, address, wanted)
        except TimeoutError as error:
            raise _late() from error

    async def _get_with_patience(
        self, session: aiohttp.ClientSession, address: Address, wanted: Wanted
    ) -> Answer:
        attempt = 0
        while True:
            try:
                answer = await self._follow(session, address, wanted)
                wait = self._pause_after(answer, attempt)
                if wait is None:
                    return answer
            except DoorError as error:
                wait = self._pause(error, attempt)
                if wait is None:
                    raise
            attempt += 1
            await self._chance.sleep(wait)

    def _pause_after(self, answer: Answer, attempt: int) -> float | None:
        """Return the same of an error that came back as an answer; a limit is not waited for."""
        if answer.status < 500:  # noqa: PLR2004 - RFC 9110 §15.6
            return None
        return self._pause(_refusal(answer), attempt)

    def _pause(self, error: DoorError, attempt: int) -> float | None:
        """Return the seconds until the next attempt, None when there is none."""
        is_worth_it = error.code == "unreachable" or error.status in _WORTH_ANOTHER_TRY
        if not is_worth_it or attempt >= self.limits.retries:
            return None
        if error.retry_after is None:
            return float(2**attempt * (0.5 + self._chance.number()))
        return error.retry_after if error.retry_after <= self.limits.wait_seconds else None

    async def _follow(
        self, session: aiohttp.ClientSession, address: Address, wanted: Wanted
    ) -> Answer:
        here, moved_from = address, list[str]()
        while True:
            headers = dict(wanted.headers) if here.origin == address.origin else {}
            headers |= wanted.validators.headers()
            answer = await self._call(session, here, headers, wanted)
            if answer.status not in _REDIRECTS:
                if not (wanted.errors and answer.status >= 400):  # noqa: PLR2004 - RFC 9110 §15
                    _refuse_answer(answer, wanted)
                return Answer(here.url, answer.status, answer.headers, answer.body, (*moved_from,))
            if wanted.posted is not None:
                raise DoorError("broken-answer", "The server sends a question on elsewhere.")
            moved_from.append(here.url)
            if len(moved_from) > self.limits.redirects:
                raise DoorError("too-many-redirects", "The server sends us on in circles.")
            here = following_address(here, answer.headers.get("location", ""))

    async def _call(
        self,
        session: aiohttp.ClientSession,
        address: Address,
        headers: dict[str, str],
        wanted: Wanted,
    ) -> Answer:
        refused = list[AddressRefused]()
        _refusals.set(refused)
        url = URL(address.url, encoded=True)
        try:
            async with session.request(
                "GET" if wanted.posted is None else "POST",
                url,
                headers=headers,
                data=wanted.posted,
                allow_redirects=False,
            ) as response:
                body = await self._body(response, wanted)
                found = {name.lower(): value for name, value in response.headers.items()}
                return Answer(address.url, response.status, found, body)
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientSSLError) as error:
            raise DoorError("tls", "The certificate of the server is not valid.") from error
        except TimeoutError as error:
            raise _late() from error
        except (aiohttp.ClientConnectionError, OSError) as error:
            if refused:
                raise refused[-1] from error
            raise _silent(error) from error
        except (aiohttp.ClientError, ValueError) as error:
            raise DoorError("broken-answer", "The server does not answer in HTTP.") from error

    async def _body(self, response: aiohttp.ClientResponse, wanted: Wanted) -> bytes:
        is_error = response.status >= 400  # noqa: PLR2004 - RFC 9110 §15
        if response.status == 304:  # noqa: PLR2004 - RFC 9110 §15.4.5: never a body
            return b""
        if response.status in _REDIRECTS or (is_error and not wanted.errors):
            response.close()
            return b""
        limit = self.limits.body_bytes if wanted.body_bytes is None else wanted.body_bytes
        if is_error:
            return await _error_body(response)
        if (response.content_length or 0) > limit:
            response.close()
            raise too_large(limit)
        encoding = response.headers.get("Content-Encoding", "")
        try:
            return await read_body(response.content.iter_any(), encoding, limit)
        except aiohttp.ClientPayloadError as error:
            raise DoorError("broken-answer", "The server's answer stops before its end.") from error

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[aiohttp.ClientSession]:
        if self._sessions:
            yield self._sessions[-1]
            return
        async with self._open() as session:
            yield session

    def _open(self) -> aiohttp.ClientSession:
        limits = self.limits
        agent = f"Beffroi (+{self.contact})" if self.contact else "Beffroi"
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=_Resolver(self.resolve),
                socket_factory=self._socket,
                limit_per_host=limits.per_host,
            ),
            timeout=aiohttp.ClientTimeout(
                total=limits.total_seconds, sock_connect=limits.connect_seconds
            ),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,
        )

    def _socket(self, info: Any) -> socket.socket:
        family, kind, protocol, _name, peer = info
        try:
            refuse_peer(peer[0], peer[1], self.allowed)
        except AddressRefused as error:
            _refusals.get().append(error)
            raise PermissionError(error.message) from error  # lets the next address be tried
        return socket.socket(family, kind, protocol)


class _Resolver(AbstractResolver):
    """The door's resolver in the form that aiohttp asks for."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        peers = await asyncio.to_thread(self._resolve, host)
        return [
            ResolveResult(
                hostname=host,
                host=peer,
                port=port,
                family=family_of(peer),
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for peer in peers
            if family in {socket.AF_UNSPEC, family_of(peer)}
        ]

    async def close(self) -> None:
        """Nothing is held."""


def following_address(here: Address, location: str) -> Address:
    """Return where a redirect leads; raises DoorError when it may not be followed."""
    if not location:
        raise DoorError("broken-answer", "The server sends us on, but does not say where.")
    following = parse_address(urljoin(here.url, location))
    if here.scheme == "https" and following.scheme == "http":
        raise AddressRefused(
            "refused-address", "The server sends us from https to plain http; that is not followed."
        )
    return following


async def _error_body(response: aiohttp.ClientResponse) -> bytes:
    """Read what an error says; one that says too much, or cannot be read, says nothing."""
    try:
        encoding = response.headers.get("Content-Encoding", "")
        return await read_body(response.content.iter_any(), encoding, ERROR_BYTES)
    except (DoorError, aiohttp.ClientPayloadError):
        response.close()
        return b""


def _refuse_answer(answer: Answer, wanted: Wanted) -> None:
    if answer.status >= 400 or answer.status < 200:  # noqa: PLR2004 - RFC 9110 §15
        raise _refusal(answer)
    if not answer.is_unchanged and not is_acceptable(answer.content_type, wanted.types):
        raise DoorError(
            "broken-answer", f"The server answered {answer.content_type or 'no type'} instead."
        )


def _refusal(answer: Answer) -> DoorError:
    status = answer.status
    if status in {404, 410}:
        return DoorError("not-found", "There is nothing at this address.", status=status)
    return DoorError(
        "http-error",
        f"The server answered {status}.",
        status=status,
        retry_after=seconds_to_wait(answer.headers.get("retry-after", "")),
    )


def seconds_to_wait(retry_after: str) -> float | None:
    """Read Retry-After: seconds or a date (RFC 9110 §10.2.3)."""
    if retry_after.isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _silent(error: Exception) -> DoorError:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return DoorError("unreachable", "No machine has this host name; check it, or try later.")
    return DoorError("unreachable", "The server does not answer; try again later.")


def _late() -> DoorError:
    return DoorError("timeout", "The server took too long; try again later.")
