"""The door for git: a SOCKS proxy on loopback that checks the address of every connection.

SOCKS 5 (RFC 1928, 1929) rather than CONNECT: one form carries https and plain http alike, git
hands over the host name unresolved, and no request is ever rewritten here. A random password
keeps other programs of this machine out.
"""

import secrets
import socket  # noqa: TID251 - the door itself
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from selectors import EVENT_READ, DefaultSelector
from threading import Lock, Thread
from typing import Final, Self

from beffroi.lib.http.addresses import Networks
from beffroi.lib.http.errors import AddressRefused, DoorError
from beffroi.lib.http.resolving import Resolve, connect, resolve_host

_DONE, _FAILED, _REFUSED, _UNREACHABLE = 0, 1, 2, 4  # RFC 1928 §6
_NAME, _IPV4, _IPV6 = 3, 1, 4  # RFC 1928 §5
_PIECE: Final = 65536


@dataclass(frozen=True, slots=True)
class Rules:
    """What may pass: ``allowed`` as at the door; ``is_inner_only``: nothing but these networks."""

    allowed: Networks = ()
    is_inner_only: bool = False
    resolve: Resolve = resolve_host
    most_bytes: int = 200_000_000
    connect_seconds: float = 10.0
    silent_seconds: float = 30.0


class Proxy:
    """A proxy for one run of git; ``with Proxy(rules) as proxy`` and hand over ``proxy.url``.

    ``failure`` tells afterwards why something did not pass, ``received`` how many bytes came in.
    """

    def __init__(self, rules: Rules) -> None:
        self.failure: DoorError | None = None
        self.received = 0
        self._rules = rules
        self._password = secrets.token_hex(16)
        self._lock = Lock()
        self._open = set[socket.socket]()
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def url(self) -> str:
        """Return what git's ``http.proxy`` takes."""
        port = self._listener.getsockname()[1]
        return f"socks5h://git:{self._password}@127.0.0.1:{port}"

    def __enter__(self) -> Self:
        Thread(target=self._listen, daemon=True, name="git-proxy").start()
        return self

    def __exit__(self, *_error: object) -> None:
        with self._lock:
            ends = [self._listener, *self._open]
        for end in ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:  # closed: the run is over
                return
            Thread(target=self._serve, args=(client,), daemon=True, name="git-proxy").start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError, EOFError):
            self._keep(client)
            client.settimeout(self._rules.silent_seconds)
            host, port = self._greet(client)
            try:
                server = self._connect(host, port)
            except DoorError as error:
                self.failure = self.failure or error
                is_refused = isinstance(error, AddressRefused)
                _reply(client, _REFUSED if is_refused else _UNREACHABLE)
                return
            with server:
                self._keep(server)
                _reply(client, _DONE)
                self._relay(client, server)

    def _keep(self, end: socket.socket) -> None:
        with self._lock:
            self._open.add(end)

    def _greet(self, client: socket.socket) -> tuple[str, int]:
        """Read who calls and where to; raises EOFError for anything but our own git."""
        _version, count = _read(client, 2)
        if 2 not in _read(client, count):  # noqa: PLR2004 - user name and password, RFC 1929
            client.sendall(b"\x05\xff")
            raise EOFError
        client.sendall(b"\x05\x02")
        _version, length = _read(client, 2)
        _read(client, length)
        password = _read(client, _read(client, 1)[0])
        if not secrets.compare_digest(password, self._password.encode()):
            client.sendall(b"\x01\x01")
            raise EOFError
        client.sendall(b"\x01\x00")
        _version, command, _reserved, kind = _read(client, 4)
        host = _read_host(client, kind)
        (port,) = struct.unpack("!H", _read(client, 2))
        if command != 1:
            _reply(client, _FAILED)
            raise EOFError
        return host, port

    def _connect(self, host: str, port: int) -> socket.socket:
        rules = self._rules
        try:
            peers = [str(ip_address(host))]
        except ValueError:
            try:
                peers = rules.resolve(host)
            except OSError as error:
                message = "No machine has this host name; check it, or try later."
                raise DoorError("unreachable", message) from error
        if rules.is_inner_only:
            peers = [peer for peer in peers if _is_inside(peer, rules.allowed)]
            if not peers:
                message = "Plain http is refused for git outside your own networks; use https."
                raise AddressRefused("refused-address", message)
        return connect(peers, port, rules.allowed, rules.connect_seconds)

    def _relay(self, client: socket.socket, server: socket.socket) -> None:
        server.settimeout(self._rules.silent_seconds)
        others = {client: server, server: client}
        with DefaultSelector() as ready:
            for end in others:
                ready.register(end, EVENT_READ)
            last = time.monotonic()
            while time.monotonic() - last < self._rules.silent_seconds:
                for key, _ in ready.select(self._rules.silent_seconds):
                    end = client if key.fileobj is client else server
                    data = end.recv(_PIECE)
                    if not data or (end is server and self._is_too_much(len(data))):
                        return
                    others[end].sendall(data)
                    last = time.monotonic()
        self.failure = self.failure or DoorError("timeout", "The server fell silent.")

    def _is_too_much(self, count: int) -> bool:
        with self._lock:
            self.received += count
            if self.received <= self._rules.most_bytes:
                return False
        most = self._rules.most_bytes
        self.failure = self.failure or DoorError(
            "too-large", f"The server sends more than {most} bytes; nothing was kept."
        )
        return True


def _is_inside(peer: str, networks: Networks) -> bool:
    return any(ip_address(peer) in network for network in networks)


def _read_host(client: socket.socket, kind: int) -> str:
    if kind == _NAME:
        return _read(client, _read(client, 1)[0]).decode("ascii", "replace")
    if kind in {_IPV4, _IPV6}:
        return str(ip_address(_read(client, 4 if kind == _IPV4 else 16)))
    raise EOFError


def _reply(client: socket.socket, code: int) -> None:
    client.sendall(bytes((5, code, 0, _IPV4, 0, 0, 0, 0, 0, 0)))


def _read(client: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = client.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data
