"""The one process that serves all hosts: each has an address and port of its own."""

import asyncio
import gzip
import json
import time
from http import HTTPStatus
from typing import Any, Final

from aiohttp import web
from multidict import CIMultiDict

from tests.fakes.forges import bitbucket, git, gitea, github, gitlab, limits, switches
from tests.fakes.forges.building import forge_of
from tests.fakes.forges.control import apply, state_of
from tests.fakes.forges.shapes import JSON, Ask, Forge, Reply, Seen, ask_of, etag_of

DIALECTS: Final = {
    "github": github.answer,
    "gitlab": gitlab.answer,
    "gitea": gitea.answer,
    "forgejo": gitea.answer,
    "gogs": gitea.answer,
    "bitbucket": bitbucket.answer,
}
CONTROL: Final = "/_control"
FREE: Final = ("/rate_limit",)
ZEROS: Final = gzip.compress(bytes(10_000_000), 9, mtime=0)


class Forges:
    """All hosts; made of plain data, on sockets of this machine only."""

    def __init__(self) -> None:
        self.by_place: dict[tuple[str, int], Forge] = {}
        self.over = asyncio.Event()
        self._server = web.Server(self._handle, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(self._server, access_log=None)
        self._started = time.monotonic()

    async def open(self, wanted: dict[str, Any]) -> Forge:
        """Add a host; raises ValueError for data that describe none."""
        if self._runner.server is None:
            await self._runner.setup()
        address = wanted.get("address", "127.0.0.1")
        if not str(address).startswith("127."):
            raise ValueError("Fakes are served on loopback only.")
        site = web.TCPSite(self._runner, address, int(wanted.get("port", 0)), backlog=1024)
        await site.start()
        listening = site._server.sockets[0].getsockname()  # type: ignore[union-attr]  # noqa: SLF001 - no other way to the port
        host = wanted.get("host", listening[0])
        forge = forge_of(wanted, f"http://{host}:{listening[1]}")
        forge.at = f"http://{listening[0]}:{listening[1]}"
        self.by_place[listening[0], listening[1]] = forge
        return forge

    async def close(self) -> None:
        """Close all hosts."""
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        place = request.transport.get_extra_info("sockname") if request.transport else None
        forge = self.by_place[place[0], place[1]]  # type: ignore[index]
        body = await request.read() if request.can_read_body else b""
        headers = {name.lower(): text for name, text in request.headers.items()}
        ask = ask_of(request.method, request.raw_path, headers, body)
        if ask.path == CONTROL:
            return await self._control(forge, ask)
        seen = self._begin(forge, ask, request.raw_path)
        try:
            return await self._serve(forge, ask, request, seen)
        finally:
            seen.until = time.monotonic() - self._started
            forge.flying -= 1
            forge.statuses[seen.status] = forge.statuses.get(seen.status, 0) + 1

    def _begin(self, forge: Forge, ask: Ask, target: str) -> Seen:
        sent = ask.headers.get("authorization") or ask.headers.get("private-token", "")
        conditional = "if-none-match" in ask.headers or "if-modified-since" in ask.headers
        at = time.monotonic() - self._started
        agent, host = (ask.headers.get(name, "") for name in ("user-agent", "host"))
        seen = Seen(at, ask.method, target, sent, agent, host, conditional)
        forge.seen.append(seen)
        forge.flying += 1
        forge.most_flying = max(forge.most_flying, forge.flying)
        return seen

    async def _control(self, forge: Forge, ask: Ask) -> web.Response:
        try:
            wishes = json.loads(ask.body) if ask.body else []
            told = [await self._wish(forge, dict(wish)) for wish in wishes]
        except (ValueError, TypeError, KeyError) as error:
            return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)
        return web.json_response({"told": told, "state": state_of(forge)})

    async def _wish(self, forge: Forge, wish: dict[str, Any]) -> Any:
        if wish.get("do") == "open":
            return state_of(await self.open(wish))
        if wish.get("do") == "stop":
            self.over.set()
            return None
        return apply(forge, wish)

    async def _serve(
        self, forge: Forge, ask: Ask, request: web.BaseRequest, seen: Seen
    ) -> web.StreamResponse:
        acting = [one for one in forge.switches if one.acts(ask.method, request.raw_path)]
        for one in acting:
            if one.name == "do":
                apply(forge, dict(one.facts["what"]))
            if one.name == "delay":
                await asyncio.sleep(one.facts["seconds"])
            while one.name == "hold" and one in forge.switches:  # noqa: ASYNC110 - until restored
                await asyncio.sleep(0.02)
        if forge.settings.delay:
            await asyncio.sleep(forge.settings.delay)
        reply = await self._reply(forge, ask, acting)
        seen.status = reply.status
        how = next((one for one in acting if one.name in switches.DELIVERIES), None)
        if how:
            return await _deliver(request, reply, how)
        response = _response(forge, ask, reply)
        seen.status, seen.size = response.status, len(response.body or b"")  # type: ignore[arg-type]
        return response

    async def _reply(self, forge: Forge, ask: Ask, acting: list[switches.Switch]) -> Reply:
        for one in acting:
            instead = switches.replaced(forge, ask, one)
            if instead:
                return instead
        if git.is_asked(ask):
            return await git.answer(forge, ask)
        reply = DIALECTS[forge.software](forge, ask)
        if reply.status == HTTPStatus.OK and reply.kind == JSON and not reply.etag:
            reply.etag = etag_of(reply.text())
        for one in acting:
            reply = switches.changed(forge, ask, one, reply)
        if not ask.path.startswith(("/api/", "/2.0/")) or ask.path.endswith(FREE):
            return reply
        is_free = _is_unchanged(forge, ask, reply) and forge.settings.conditional_is_free
        headers, refusal = limits.spend(forge, ask, 0 if is_free else 1)
        if refusal:
            return refusal
        own = {**reply.headers, **headers}
        return Reply(reply.status, reply.body, own, reply.kind, reply.packed, reply.etag)


def _request(*words: Any) -> web.BaseRequest:
    """Make a request as aiohttp does, but let wishes be large."""
    message, payload, protocol, writer, task = words
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=100_000_000
    )


def _is_unchanged(forge: Forge, ask: Ask, reply: Reply) -> bool:
    sent = ask.headers.get("if-none-match", "")
    return bool(reply.etag and forge.settings.etags and sent == reply.etag)


def _response(forge: Forge, ask: Ask, reply: Reply) -> web.Response:
    headers = CIMultiDict(reply.headers)
    if reply.etag and forge.settings.etags:
        headers["etag"] = reply.etag
        if _is_unchanged(forge, ask, reply):
            return web.Response(status=304, headers=headers)
    if reply.kind:
        headers["content-type"] = reply.kind
    headers["vary"] = "Accept, Authorization, Accept-Encoding"
    if ask.method == "HEAD":
        return web.Response(status=reply.status, headers=headers)
    accepts = forge.settings.gzip and "gzip" in ask.headers.get("accept-encoding", "")
    if reply.packed and accepts:
        headers["content-encoding"] = "gzip"
        return web.Response(status=reply.status, headers=headers, body=reply.packed)
    body = reply.text()
    if accepts and len(body) > 1000:
        headers["content-encoding"] = "gzip"
        body = gzip.compress(body, 1, mtime=0)
    return web.Response(status=reply.status, headers=headers, body=body)


async def _deliver(
    request: web.BaseRequest, reply: Reply, how: switches.Switch
) -> web.StreamResponse:
    body = reply.text()
    if how.name == "hang":
        await asyncio.sleep(how.facts.get("seconds", 3600))
    if how.name in {"refuse", "hang"}:
        _cut(request)
        return web.Response()
    headers = CIMultiDict({**reply.headers, "content-type": reply.kind})
    response = web.StreamResponse(status=reply.status, headers=headers)
    await _DELIVERY[how.name](request, response, body, how.facts)
    return response


async def _send_half(
    request: web.BaseRequest, response: web.StreamResponse, body: bytes, _facts: dict[str, Any]
) -> None:
    response.content_length = len(body)
    await response.prepare(request)
    await response.write(body[: len(body) // 2])
    _cut(request)


async def _send_slowly(
    request: web.BaseRequest, response: web.StreamResponse, body: bytes, facts: dict[str, Any]
) -> None:
    response.content_length = len(body)
    await response.prepare(request)
    pause = 1 / facts.get("bytes_per_second", 1)
    for number in range(len(body)):
        if request.transport is None or request.transport.is_closing():
            return
        await response.write(body[number : number + 1])
        await asyncio.sleep(pause)
    await response.write_eof()


async def _send_too_much(
    request: web.BaseRequest, response: web.StreamResponse, _body: bytes, facts: dict[str, Any]
) -> None:
    """Send 10 GB: announced, or piece by piece without a word."""
    if facts.get("announced", True):
        response.content_length = 10_000_000_000
    await response.prepare(request)
    await _repeat(request, response, b" " * 1_000_000, 10_000)


async def _send_bomb(
    request: web.BaseRequest, response: web.StreamResponse, _body: bytes, _facts: dict[str, Any]
) -> None:
    """Send 10 MB that unpack to 10 GB."""
    response.headers["content-encoding"] = "gzip"
    await response.prepare(request)
    await _repeat(request, response, ZEROS, 1000)


async def _repeat(
    request: web.BaseRequest, response: web.StreamResponse, piece: bytes, times: int
) -> None:
    for _number in range(times):
        if request.transport is None or request.transport.is_closing():
            return
        await response.write(piece)
    await response.write_eof()


def _cut(request: web.BaseRequest) -> None:
    if request.transport:
        request.transport.close()


_DELIVERY: Final = {
    "cut": _send_half,
    "slow": _send_slowly,
    "huge": _send_too_much,
    "bomb": _send_bomb,
}
